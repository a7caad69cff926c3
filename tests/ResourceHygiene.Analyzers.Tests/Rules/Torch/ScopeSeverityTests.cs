using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Torch;

/// <summary>What no caller's scope can catch is a warning; what one may catch is a suggestion; what is certainly broken is an error.</summary>
public sealed class ScopeSeverityTests
{
    private const string InHelper = "void M(Tensor x) { var y = {|#0:x.sum()|}; Console.WriteLine(y.shape); }";
    private const string InLoop = "void M(Tensor x, int n) { for (int i = 0; i < n; i++) { var y = {|#0:x.sum()|}; Console.WriteLine(y.shape); } }";
    private const string InAsync = "async Task M(Tensor x) { var y = {|#0:x.sum()|}; Console.WriteLine(y.shape); await Task.Yield(); }";
    private const string InLambda = "Action M(Tensor x) => () => { var y = {|#0:x.sum()|}; Console.WriteLine(y.shape); };";
    private const string InMain = "static void Main() { var y = {|#0:torch.zeros(3)|}; Console.WriteLine(y.shape); }";
    private const string InHandler = "Tensor _x = null!; void Clicked(object? sender, EventArgs e) { var y = {|#0:_x.sum()|}; Console.WriteLine(y.shape); }";
    private const string Chain = "float M(Tensor x) => {|#0:x.sum()|}.item<float>();";
    private const string ChainInLoop = "void M(Tensor x, int n) { for (int i = 0; i < n; i++) Console.WriteLine({|#0:x.sum()|}.item<float>()); }";
    private const string Escape = "Tensor M(Tensor x) { using var scope = torch.NewDisposeScope(); return {|#0:x.sum()|}; }";
    private const string Detached = "void M(Tensor x) { var y = {|#0:x.sum().DetachFromDisposeScope()|}; Console.WriteLine(y.shape); }";
    private const string Growth = "void M(Tensor x, int n) { using var scope = torch.NewDisposeScope(); {|#0:for|} (int i = 0; i < n; i++) Console.WriteLine(x.sum().shape); }";
    private const string Module = "void M() { var l = {|#0:Linear(8, 8)|}; Console.WriteLine(l.GetName()); }";
    private const string Moved = "void M(Tensor x, int n) { for (int i = 0; i < n; i++) { using var s = torch.NewDisposeScope(); var y = {|#0:x.sum().MoveToOuterDisposeScope()|}; Console.WriteLine(y.shape); } }";
    private const string InPlace = "void M(Tensor x) { using var y = {|#0:x.add_(x)|}; }";

    [Theory]
    [InlineData("RH5001", InHelper, "recommended", DiagnosticSeverity.Info)]
    [InlineData("RH5001", InHelper, "audit", DiagnosticSeverity.Warning)]
    [InlineData("RH5001", InHelper, "ci", DiagnosticSeverity.Info)]
    [InlineData("RH5001", InLoop, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH5001", InLoop, "ci", DiagnosticSeverity.Error)]
    [InlineData("RH5001", InAsync, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH5001", InLambda, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH5001", InMain, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH5001", InHandler, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH5002", Chain, "recommended", DiagnosticSeverity.Info)]
    [InlineData("RH5002", ChainInLoop, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH5003", Escape, "recommended", DiagnosticSeverity.Error)]
    [InlineData("RH5004", Detached, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH5005", Growth, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH5005", Growth, "ci", DiagnosticSeverity.Error)]
    [InlineData("RH5006", Module, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH5008", Moved, "recommended", DiagnosticSeverity.Warning)]
    [InlineData("RH5009", InPlace, "recommended", DiagnosticSeverity.Error)]
    public Task Of_a_rule_in_a_mode(string id, string member, string mode, DiagnosticSeverity expected)
    {
        AnalyzerTest<OwnershipAnalyzer> test = ScopeCode.Test($"class C {{ {member} }}");
        test.BuildProperties["ResourceHygieneMode"] = mode;
        test.ExpectedDiagnostics.Add(AnalyzerVerifier<OwnershipAnalyzer>.Diagnostic(id).WithLocation(0).WithSeverity(expected));
        return test.RunAsync();
    }

    [Theory]
    [InlineData(InLoop)]
    [InlineData(Escape)]
    [InlineData(Module)]
    public Task Nothing_in_mode_none(string member)
    {
        AnalyzerTest<OwnershipAnalyzer> test = ScopeCode.Test($"class C {{ {member.Replace("{|#0:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal)} }}");
        test.BuildProperties["ResourceHygieneMode"] = "none";
        return test.RunAsync();
    }
}
