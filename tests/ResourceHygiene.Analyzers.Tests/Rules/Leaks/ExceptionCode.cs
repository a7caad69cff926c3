using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks;

/// <summary>As <see cref="LeakCode"/>, with the layer of exceptional paths (RH1003, RH1007) on. <c>[|…|]</c> marks RH1003.</summary>
internal static class ExceptionCode
{
    public static Task InMethod(string statements) => InClass($"void M(string path, bool flag, Stream given)\n{{\n{statements}\n}}");

    public static Task InAsyncMethod(string statements) => InClass($"async Task M(string path, bool flag, Stream given)\n{{\n{statements}\n}}");

    public static Task InClass(string members) => InFile($"class C\n{{\n{members}\n}}");

    public static Task InFile(string source) => Test(source).RunAsync();

    public static AnalyzerTest<OwnershipAnalyzer> Test(string source) => new()
    {
        Sources = { source, { "Library.cs", LeakCode.Library } },
        ImplicitUsings = true,
        DefaultDiagnosticId = "RH1003",
    };
}
