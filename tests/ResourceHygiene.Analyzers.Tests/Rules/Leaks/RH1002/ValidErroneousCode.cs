namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>What an error touches may be anything; nothing is said about it.</summary>
public sealed class ValidErroneousCode
{
    [Theory]
    [InlineData("if (flag) Missing(resource); else resource.Dispose();")]
    [InlineData("if (flag) resource.Missing(); else resource.Dispose();")]
    [InlineData("if (flag) missing = resource; else resource.Dispose();")]
    [InlineData("if (flag) resource.Use(1, 2); else resource.Dispose();")]
    [InlineData("if (flag) int.Parse(resource); else resource.Dispose();")]
    [InlineData("if (flag) { var other = new Missing(resource); } else resource.Dispose();")]
    public Task The_losing_path_is_the_one_with_the_error(string statements) =>
        DiagnosticsErroneousCode.Verify($"var resource = new Resource();\n{statements}");

    [Fact]
    public Task A_half_typed_call_on_the_resource() => DiagnosticsErroneousCode.Verify(
        """
        var resource = new Resource();
        if (flag)
        {
            resource.Dispose();
            return;
        }

        resource.
        """);
}
