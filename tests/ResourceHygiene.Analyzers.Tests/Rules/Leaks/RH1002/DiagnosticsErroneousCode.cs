using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>An error poisons what it touches and nothing else.</summary>
public sealed class DiagnosticsErroneousCode
{
    [Fact]
    public Task An_error_elsewhere_in_the_body() => Verify(
        """
        var resource = {|RH1002:new Resource()|};
        Missing();
        if (flag)
            resource.Dispose();
        """);

    [Fact]
    public Task An_error_in_the_other_branch() => Verify(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
            resource.Dispose();
        else
            Console.WriteLine(missing);
        """);

    [Fact]
    public Task A_variable_of_an_unknown_type_beside_it() => Verify(
        """
        Missing other = default;
        var resource = {|RH1002:new Resource()|};
        if (flag)
            return;
        resource.Dispose();
        """);

    [Fact]
    public Task A_half_typed_statement_behind_a_way_out() => Verify(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
            return;
        resource.Dispose();
        Console.
        """);

    internal static Task Verify(string statements)
    {
        AnalyzerTest<OwnershipAnalyzer> test = LeakCode.Test($"class C\n{{\nvoid M(string path, bool flag)\n{{\n{statements}\n}}\n}}");
        test.AllowedCompilerDiagnostics.UnionWith(["CS0103", "CS1061", "CS1001", "CS1002", "CS1003", "CS1026", "CS1525", "CS1513", "CS0117", "CS0201", "CS0246", "CS1023", "CS0029", "CS1501", "CS7036", "CS0165", "CS1503"]);
        return test.RunAsync();
    }
}
