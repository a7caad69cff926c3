using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>Code that does not compile is analysed all the same; only what the error touches is left alone.</summary>
public sealed class DiagnosticsErroneousCode
{
    [Fact]
    public Task An_error_elsewhere_in_the_body_does_not_hide_a_leak() => Verify(
        """
        var resource = [|new Resource()|];
        resource.Use();
        Missing();
        """);

    [Fact]
    public Task A_resource_passed_to_an_unknown_method_is_left_alone() => Verify(
        """
        var resource = new Resource();
        Missing(resource);
        """);

    [Fact]
    public Task A_member_that_does_not_exist_leaves_its_object_alone() => Verify(
        """
        var resource = new Resource();
        resource.Missing();
        """);

    [Theory]
    [InlineData("var file = [|File.OpenRead(missing.Path)|]; file.ReadByte();")]
    [InlineData("var file = [|new FileStream(missing.Path, FileMode.Open)|]; file.ReadByte();")]
    [InlineData("var file = [|new FileStream(mode: FileMode.Open, path: missing.Path)|]; file.ReadByte();")]
    [InlineData("Stream file = [|File.Open(missing.Path, FileMode.Open, missing.Access)|]; file.ReadByte();")]
    public Task An_argument_that_does_not_bind_opens_the_file_all_the_same(string statements) => Verify(statements);

    [Theory]
    [InlineData("var reader = new StreamReader(missing.Stream); reader.ReadLine();")]
    [InlineData("var file = new FileStream(missing.Handle, missing.Access); file.ReadByte();")]
    [InlineData("Missing(File.OpenRead(missing.Path));")]
    [InlineData("using var file = File.OpenRead(missing.Path); file.ReadByte();")]
    [InlineData("var file = File.OpenRead(missing.Path); Missing(file);")]
    [InlineData("var file = File.OpenRead(missing.Path); file.Dispose(missing.Now);")]
    public Task Where_it_may_stand_for_the_argument_or_be_released_it_is_left_alone(string statements) => Verify(statements);

    [Theory]
    [InlineData("var file = [|File.OpenRead(\"a\")|]; file.Write(missing.Bytes, 0, 3);")]
    [InlineData("var file = [|File.OpenRead(\"a\")|]; var count = file.Read(missing.Bytes);")]
    public Task A_call_with_such_an_argument_only_uses_its_object(string statements) => Verify(statements);

    [Fact]
    public Task An_unfinished_statement_does_not_throw() => Verify(
        """
        var resource = [|new Resource()|];
        if (resource is
        """);

    [Fact]
    public Task Unknown_types_do_not_throw() => Verify(
        """
        Missing a = new Missing(new Resource());
        using var b = new Missing();
        var (c, d) = new Resource();
        await foreach (var e in new Resource()) { }
        """);

    [Fact]
    public Task A_deconstruction_into_too_few_variables_does_not_throw() => Verify(
        """
        var (a, b) = (1, 2, new Resource());
        """);

    [Fact]
    public Task A_base_class_cycle_does_not_throw() => VerifyFile(
        """
        class A : B, IDisposable { public void Dispose() { } }
        class B : A { }
        class C { void M() { var a = [|new A()|]; } }
        """);

    private static Task Verify(string statements) => VerifyFile($"class C\n{{\nvoid M()\n{{\n{statements}\n}}\n}}");

    private static Task VerifyFile(string source)
    {
        AnalyzerTest<OwnershipAnalyzer> test = LeakCode.Test(source);
        test.AllowedCompilerDiagnostics.UnionWith(
            ["CS0103", "CS1061", "CS1003", "CS1026", "CS1525", "CS1513", "CS1002", "CS8504", "CS0246", "CS1674", "CS8129", "CS8132", "CS8130", "CS8411", "CS4033", "CS0146", "CS0508", "CS8400", "CS1023", "CS7036", "CS1501", "CS0411", "CS1503"]);
        return test.RunAsync();
    }
}
