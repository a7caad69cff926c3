using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Memory;

/// <summary>Certainty, tier and mode decide the severity, and the words.</summary>
public sealed class SeverityTests
{
    private const string Never = "nint p = {|#0:Marshal.AllocHGlobal(size)|}; Native.Fill(p, size);";
    private const string OnSomePath = "nint p = {|#0:Marshal.AllocHGlobal(size)|}; if (flag) return; Marshal.FreeHGlobal(p);";
    private const string WhenThrowing = "nint p = {|#0:Marshal.AllocHGlobal(size)|}; stream.Flush(); Marshal.FreeHGlobal(p);";
    private const string HandleWhenThrowing = "nint p = {|#0:Native.CreateFileW(text, 0)|}; stream.Flush(); Native.CloseHandle(p);";
    private const string WrongFunction = "nint p = Marshal.AllocHGlobal(size); {|#0:Marshal.FreeCoTaskMem(p)|};";
    private const string Pin = "var h = {|#0:GCHandle.Alloc(data)|}; if (flag) return; h.Free();";
    private const string Rented = "var b = {|#0:ArrayPool<byte>.Shared.Rent(size)|}; Console.WriteLine(b.Length);";
    private const string RentedInLoop = "while (flag) { var b = {|#0:ArrayPool<byte>.Shared.Rent(size)|}; Console.WriteLine(b.Length); }";
    private const string ReturnedTwice = "var b = ArrayPool<byte>.Shared.Rent(size); ArrayPool<byte>.Shared.Return(b); {|#0:ArrayPool<byte>.Shared.Return(b)|};";
    private const string Field = "{|#0:_p|} = Marshal.AllocHGlobal(size);";

    [Theory]
    [InlineData("RH4001", Never, "recommended", DiagnosticSeverity.Error)]
    [InlineData("RH4001", OnSomePath, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH4001", OnSomePath, "ci", DiagnosticSeverity.Error)]
    [InlineData("RH4001", WhenThrowing, "recommended", DiagnosticSeverity.Info)]
    [InlineData("RH4001", WhenThrowing, "audit", DiagnosticSeverity.Warning)]
    [InlineData("RH4001", HandleWhenThrowing, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH4002", WrongFunction, "recommended", DiagnosticSeverity.Error)]
    [InlineData("RH4003", Pin, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH4003", Pin, "ci", DiagnosticSeverity.Error)]
    [InlineData("RH4004", Rented, "recommended", DiagnosticSeverity.Info)]
    [InlineData("RH4004", Rented, "audit", DiagnosticSeverity.Warning)]
    [InlineData("RH4004", RentedInLoop, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH4005", ReturnedTwice, "recommended", DiagnosticSeverity.Error)]
    [InlineData("RH4006", Field, "recommended", DiagnosticSeverity.Info)]
    public Task Severities(string id, string statements, string mode, DiagnosticSeverity expected)
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test(statements);
        test.BuildProperties["ResourceHygieneMode"] = mode;
        test.ExpectedDiagnostics.Add(new DiagnosticResult(id).WithLocation(0).WithSeverity(expected));
        return test.RunAsync();
    }

    [Theory]
    [InlineData("RH4001", Never, "'p' from 'Marshal.AllocHGlobal' is never freed on any path; call 'Marshal.FreeHGlobal' in a 'finally'")]
    [InlineData("RH4001", OnSomePath, "'p' from 'Marshal.AllocHGlobal' is not freed when 'flag' is true (line 4); call 'Marshal.FreeHGlobal' in a 'finally'")]
    [InlineData("RH4001", WhenThrowing, "'p' from 'Marshal.AllocHGlobal' is not freed if 'Flush' (line 4) throws; call 'Marshal.FreeHGlobal' in a 'finally'")]
    [InlineData("RH4002", WrongFunction, "'p' from 'Marshal.AllocHGlobal' (line 4) is freed with 'Marshal.FreeCoTaskMem'; use 'Marshal.FreeHGlobal'")]
    [InlineData("RH4003", Pin, "'h' from 'GCHandle.Alloc' is not freed when 'flag' is true (line 4); call 'Free' in a 'finally'")]
    [InlineData("RH4004", Rented, "'b' from 'Rent' is never returned on any path; call 'Return' in a 'finally'")]
    [InlineData("RH4005", ReturnedTwice, "'b' was already returned by 'Return' on line 4; remove this second return")]
    [InlineData("RH4006", Field, "'_p' keeps what 'Marshal.AllocHGlobal' gave, and 'C' has no finalizer; wrap it in a SafeHandle")]
    public Task Messages(string id, string statements, string message)
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test(statements);
        test.ExpectedDiagnostics.Add(new DiagnosticResult(id).WithLocation(0).WithMessage(message));
        return test.RunAsync();
    }

    [Theory]
    [InlineData(Never)]
    [InlineData(WrongFunction)]
    [InlineData(Pin)]
    [InlineData(Rented)]
    [InlineData(Field)]
    public Task Mode_none_reports_nothing(string statements)
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test(statements.Replace("{|#0:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal));
        test.BuildProperties["ResourceHygieneMode"] = "none";
        return test.RunAsync();
    }

    private static AnalyzerTest<OwnershipAnalyzer> Test(string statements) => MemoryCode.Test(
        $"class C\n{{\n    private IntPtr _p;\n    void M(int size, string text, bool flag, byte[] data, Stream stream) {{ {statements} }}\n}}");
}
