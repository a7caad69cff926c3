namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Handing out by reference on one path only.</summary>
public sealed class DiagnosticsRef
{
    [Fact]
    public Task Stored_in_a_ref_parameter_only_if() => LeakCode.InClass(
        """
        void Fill(ref Resource? target, bool flag)
        {
            var resource = {|RH1002:new Resource()|};
            resource.Use();
            if (flag)
                target = resource;
        }
        """);

    [Fact]
    public Task Released_unless_a_ref_counter_says_otherwise() => LeakCode.InClass(
        """
        void M(ref int count)
        {
            var resource = {|RH1002:new Resource()|};
            count++;
            if (count < 10)
                resource.Dispose();
        }
        """);
}
