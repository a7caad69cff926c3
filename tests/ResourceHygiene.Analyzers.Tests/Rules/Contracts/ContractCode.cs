using ResourceHygiene.Analyzers.Rules.Contracts;
using ResourceHygiene.Analyzers.Tests.Rules.Leaks;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Contracts;

/// <summary>Runs RH7001 to RH7004 over a file of C# beside the library of the leak tests.</summary>
internal static class ContractCode
{
    /// <summary>A whole file; <c>[|…|]</c> marks the given rule.</summary>
    public static Task Verify(string id, string source) => Test(id, source).RunAsync();

    /// <summary>A test to be configured further.</summary>
    public static AnalyzerTest<ContractAnalyzer> Test(string id, string source) => new()
    {
        Sources = { source, { "Library.cs", LeakCode.Library } },
        ImplicitUsings = true,
        DefaultDiagnosticId = id,
    };
}
