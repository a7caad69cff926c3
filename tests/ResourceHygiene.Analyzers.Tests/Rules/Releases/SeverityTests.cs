using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Releases;

/// <summary>Mode and harm decide the severity: what IDisposable allows is a suggestion, what corrupts others an error.</summary>
public sealed class SeverityTests
{
    private const string DisposedTwice = "var resource = new Resource(); resource.Dispose(); {|#0:resource.Dispose()|};";
    private const string FreedTwice = "var block = new Block(); block.Free(); {|#0:block.Free()|};";
    private const string ReturnedTwice = "var block = pool.Rent(); pool.Return(block); {|#0:pool.Return(block)|};";
    private const string MinorDisposedTwice = "var stream = new MemoryStream(); stream.Dispose(); {|#0:stream.Dispose()|};";
    private const string PossiblyDisposedTwice = "var resource = new Resource(); if (flag) resource.Dispose(); {|#0:resource.Dispose()|};";
    private const string PossiblyFreedTwice = "var block = Native.Allocate(16); if (flag) Native.Free(block); {|#0:Native.Free(block)|};";
    private const string UsedAfterDispose = "var resource = new Resource(); resource.Dispose(); {|#0:resource|}.Use();";
    private const string UsedAfterFree = "var block = new Block(); block.Free(); {|#0:block|}.Use();";
    private const string UsedAfterReturn = "var block = pool.Rent(); pool.Return(block); {|#0:block|}.Use();";
    private const string PossiblyUsedAfterDispose = "if (flag) given.Dispose(); {|#0:given|}.ReadByte();";
    private const string PossiblyUsedAfterFree = "if (flag) lent.Free(); {|#0:lent|}.Use();";
    private const string StoredAfterDispose = "using var resource = new Resource(); _last = {|#0:resource|};";
    private const string ViewAfterDispose = "var buffer = new NativeBuffer(); var span = buffer.AsSpan(); buffer.Dispose(); {|#0:span|}.Clear();";

    [Theory]
    [InlineData("RH3001", DisposedTwice, "recommended", DiagnosticSeverity.Info)]
    [InlineData("RH3001", DisposedTwice, "ci", DiagnosticSeverity.Info)]
    [InlineData("RH3001", DisposedTwice, "audit", DiagnosticSeverity.Warning)]
    [InlineData("RH3001", MinorDisposedTwice, "recommended", DiagnosticSeverity.Info)]
    [InlineData("RH3001", FreedTwice, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH3001", FreedTwice, "ci", DiagnosticSeverity.Error)]
    [InlineData("RH3001", FreedTwice, "audit", DiagnosticSeverity.Warning)]
    [InlineData("RH3001", ReturnedTwice, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH3002", PossiblyDisposedTwice, "recommended", DiagnosticSeverity.Info)]
    [InlineData("RH3002", PossiblyDisposedTwice, "ci", DiagnosticSeverity.Info)]
    [InlineData("RH3002", PossiblyDisposedTwice, "audit", DiagnosticSeverity.Warning)]
    [InlineData("RH3002", PossiblyFreedTwice, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH3002", PossiblyFreedTwice, "ci", DiagnosticSeverity.Warning)]
    [InlineData("RH3002", PossiblyFreedTwice, "audit", DiagnosticSeverity.Warning)]
    public Task Of_a_second_release(string id, string statements, string mode, DiagnosticSeverity expected) => Verify(id, statements, mode, expected);

    [Theory]
    [InlineData("RH3003", UsedAfterDispose, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH3003", UsedAfterDispose, "ci", DiagnosticSeverity.Error)]
    [InlineData("RH3003", UsedAfterDispose, "audit", DiagnosticSeverity.Warning)]
    [InlineData("RH3003", UsedAfterFree, "recommended", DiagnosticSeverity.Error)]
    [InlineData("RH3003", UsedAfterFree, "ci", DiagnosticSeverity.Error)]
    [InlineData("RH3003", UsedAfterFree, "audit", DiagnosticSeverity.Error)]
    [InlineData("RH3003", UsedAfterReturn, "recommended", DiagnosticSeverity.Error)]
    [InlineData("RH3004", PossiblyUsedAfterDispose, "recommended", DiagnosticSeverity.Info)]
    [InlineData("RH3004", PossiblyUsedAfterDispose, "ci", DiagnosticSeverity.Info)]
    [InlineData("RH3004", PossiblyUsedAfterDispose, "audit", DiagnosticSeverity.Warning)]
    [InlineData("RH3004", PossiblyUsedAfterFree, "recommended", DiagnosticSeverity.Info)]
    public Task Of_a_use_after_release(string id, string statements, string mode, DiagnosticSeverity expected) => Verify(id, statements, mode, expected);

    [Theory]
    [InlineData("RH3005", StoredAfterDispose, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH3005", StoredAfterDispose, "ci", DiagnosticSeverity.Error)]
    [InlineData("RH3005", StoredAfterDispose, "audit", DiagnosticSeverity.Warning)]
    [InlineData("RH3006", ViewAfterDispose, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH3006", ViewAfterDispose, "ci", DiagnosticSeverity.Error)]
    [InlineData("RH3006", ViewAfterDispose, "audit", DiagnosticSeverity.Warning)]
    public Task Of_what_outlives_its_release(string id, string statements, string mode, DiagnosticSeverity expected) => Verify(id, statements, mode, expected);

    [Theory]
    [InlineData("error", DiagnosticSeverity.Error)]
    [InlineData("suggestion", DiagnosticSeverity.Info)]
    public Task Editorconfig_wins_over_the_mode(string configured, DiagnosticSeverity expected)
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test(UsedAfterDispose);
        test.EditorConfig += $"\ndotnet_diagnostic.RH3003.severity = {configured}";
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH3003").WithLocation(0).WithSeverity(expected));
        return test.RunAsync();
    }

    [Theory]
    [InlineData(DisposedTwice)]
    [InlineData(FreedTwice)]
    [InlineData(UsedAfterFree)]
    [InlineData(StoredAfterDispose)]
    [InlineData(ViewAfterDispose)]
    public Task Mode_none_reports_nothing(string statements)
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test(WithoutMarkers(statements));
        test.BuildProperties["ResourceHygieneMode"] = "none";
        return test.RunAsync();
    }

    [Fact]
    public Task What_costs_nothing_is_not_reported() => Test(
        "var writer = new StringWriter(); writer.Dispose(); writer.Dispose(); writer.Write('a');").RunAsync();

    [Fact]
    public Task Generated_code_is_not_reported() => ReleaseCode.InFile(
        "// <auto-generated/>\nclass C { void M() { var resource = new Resource(); resource.Dispose(); resource.Use(); } }");

    private static Task Verify(string id, string statements, string mode, DiagnosticSeverity expected)
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test(statements);
        test.BuildProperties["ResourceHygieneMode"] = mode;
        test.ExpectedDiagnostics.Add(new DiagnosticResult(id).WithLocation(0).WithSeverity(expected));
        return test.RunAsync();
    }

    private static string WithoutMarkers(string statements) =>
        statements.Replace("{|#0:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal);

    private static AnalyzerTest<OwnershipAnalyzer> Test(string statements) => ReleaseCode.Test(
        $$"""
        class C
        {
            private Resource? _last;
            void M(bool flag, Stream given, Block lent, BlockPool pool) { {{statements}} }
        }
        """);
}
