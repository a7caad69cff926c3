using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules.Contracts;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Contracts;

/// <summary>RH7004: the public surface against ownership.baseline.txt.</summary>
public sealed class BaselineTests
{
    [Theory]
    [InlineData("[return: Owned] public Resource Get() => new();", "M:C.Get owned")]
    [InlineData("public Resource CreateOne() => new();", "M:C.CreateOne owned")]
    [InlineData("private readonly Resource _r = new(); public Resource Get() => _r;", "M:C.Get borrowed")]
    [InlineData("public void Put(Resource r) => r.Dispose();", "M:C.Put(Resource) releases r")]
    [InlineData("public void Put(Resource r, bool keep) { if (!keep) r.Dispose(); }", "M:C.Put(Resource,System.Boolean) releases r unless keep")]
    [InlineData("public void Put(Resource r) => r.Use();", "M:C.Put(Resource) borrowed r")]
    [InlineData("private Resource? _r; public void Put(Resource r) => _r = r;", "M:C.Put(Resource) takes r")]
    [InlineData("public bool TryGet(out Resource r) { r = new(); return true; }", "M:C.TryGet(Resource@) owned r")]
    [InlineData("public Resource Wrap(Resource a, Resource b) { b.Use(); return a; }", "M:C.Wrap(Resource,Resource) alias a; borrowed; borrowed b")]
    [InlineData("public Resource Wrap(Resource a, Resource b) { b.Use(); return a; }", "M:C.Wrap(Resource,Resource)   borrowed ; alias a;borrowed b   # as it was in 1.0")]
    [InlineData("public C(Resource r) => _r = r; private Resource _r;", "M:C.#ctor(Resource) keeps r")]
    [InlineData("private readonly Resource _r = new(); public Resource Held => _r;", "P:C.Held borrowed")]
    [InlineData("public Resource? Held { get; set; }", "P:C.Held borrowed; takes value")]
    [InlineData("[Borrowed] public Resource? Held { get; set; }", "P:C.Held borrowed; borrowed value")]
    [InlineData("public Resource? Held { get; private set; }", "P:C.Held borrowed")]
    [InlineData("public Resource Fresh => new();", "P:C.Fresh borrowed")]
    [InlineData("private Resource? _r; public Resource? Put { set => _r = value; }", "P:C.Put takes value")]
    [InlineData("public Resource? Put { set { value?.Dispose(); } }", "P:C.Put releases value")]
    [InlineData("private readonly Resource[] _r = new Resource[1]; public Resource this[int i] => _r[i];", "P:C.Item(System.Int32) borrowed")]
    [InlineData("public static Resource operator +(C a, int b) => new();", "M:C.op_Addition(C,System.Int32) owned")]
    [InlineData("public int Count => 1; internal Resource? Held { get; set; } public static C operator -(C a) => a;", "")]
    [InlineData("public int Count() => 1; internal Resource Get() => new(); private void Put(Resource r) { }", "")]
    public Task A_surface_that_is_as_promised(string member, string baseline) => Verify(InClass(member), baseline);

    [Theory]
    [InlineData("public Resource [|Get|]() => new();")]
    [InlineData("public void [|Put|](Resource r) => r.Use();")]
    [InlineData("public bool [|TryGet|](out Resource r) { r = new(); return true; }")]
    [InlineData("protected void [|Put|](Resource r) => r.Use();")]
    [InlineData("public [|C|](Resource r) => r.Use();")]
    [InlineData("public Resource? [|Held|] { get; set; }")]
    [InlineData("public static Resource operator [|+|](C a, int b) => new();")]
    public Task A_member_that_is_not_in_the_file(string member) => Verify(InClass(member), "# nothing yet\n");

    [Theory]
    [InlineData("public Resource [|Get|]() => new();", "M:C.Get borrowed")]
    [InlineData("private readonly Resource _r = new(); public Resource [|Get|]() => _r;", "M:C.Get owned")]
    [InlineData("public void [|Put|](Resource r) => r.Dispose();", "M:C.Put(Resource) borrowed r")]
    [InlineData("public Resource [|Fresh|] => new();", "P:C.Fresh owned")]
    [InlineData("public Resource? [|Held|] { get; set; }", "P:C.Held borrowed; borrowed value")]
    [InlineData("public void [|Put|](Resource r, bool keep) { if (!keep) r.Dispose(); }", "M:C.Put(Resource,System.Boolean) releases r")]
    public Task A_member_that_promises_something_else(string member, string baseline) => Verify(InClass(member), baseline);

    [Theory]
    [InlineData("", "[|M:C.Get|] owned")]
    [InlineData("internal Resource Get() => new();", "[|M:C.Get|] owned")]
    [InlineData("public int Get() => 1;", "[|M:C.Get|] owned")]
    [InlineData("public Resource Get(int i) => new(); ", "[|M:C.Get|] owned\nM:C.Get(System.Int32) owned")]
    [InlineData("", "[|M:System.IO.File.OpenRead(System.String)|] owned")]
    [InlineData("", "[|M:Gone.Get|] owned # somebody may call it")]
    [InlineData("", "[|P:C.Held|] borrowed")]
    [InlineData("public int Held => 1;", "[|P:C.Held|] borrowed")]
    [InlineData("public Resource? Held { get; set; }", "[|M:C.Held|] borrowed\nP:C.Held borrowed; takes value")]
    public Task A_line_whose_member_is_gone(string member, string baseline) => Verify(InClass(member), baseline);

    [Theory]
    [InlineData("M:C.Get [|ownd|]", "C")]
    [InlineData("[|T:C|] tier minor", "C")]
    public async Task A_line_that_cannot_be_read_is_RH7005(string baseline, string type)
    {
        AnalyzerTest<ContractFileAnalyzer> test = new() { TestCode = $"class {type} {{ }}" };
        test.AdditionalFiles.Add("ownership.baseline.txt", baseline);
        await test.RunAsync();
    }

    [Fact]
    public async Task Without_the_file_nothing_is_compared() =>
        await ContractCode.Verify("RH7004", InClass("[return: Owned] public Resource Get() => new(); public void Put(Resource r) => r.Dispose();"));

    [Fact]
    public async Task The_baseline_is_no_contract_file()
    {
        AnalyzerTest<ContractAnalyzer> test = Test(InClass("public Resource [|Get|]() => new();"), "M:C.Get borrowed");
        await test.RunAsync();
    }

    [Fact]
    public async Task What_is_new_is_a_suggestion()
    {
        AnalyzerTest<ContractAnalyzer> test = Test(InClass("public void {|#0:Put|}(Resource r) => r.Use();"), "");
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH7004").WithLocation(0).WithSeverity(DiagnosticSeverity.Info).WithMessage(
            "'Put' is not in the ownership baseline; add 'borrowed r'"));
        await test.RunAsync();
    }

    [Theory]
    [InlineData("recommended", DiagnosticSeverity.Warning)]
    [InlineData("ci", DiagnosticSeverity.Error)]
    public async Task What_changed_is_a_warning(string mode, DiagnosticSeverity severity)
    {
        AnalyzerTest<ContractAnalyzer> test = Test(InClass("public void {|#0:Put|}(Resource r) => r.Use();"), "M:C.Put(Resource) takes r");
        test.BuildProperties["ResourceHygieneMode"] = mode;
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH7004").WithLocation(0).WithSeverity(severity).WithMessage(
            "'Put' was 'takes r' and is 'borrowed r' now; restore it, or update the ownership baseline"));
        await test.RunAsync();
    }

    // The library of the tests is public itself.
    private static string InClass(string member) => $"public class C\n{{\n{member}\n}}";

    private static Task Verify(string source, string baseline) => Test(source, baseline).RunAsync();

    private static AnalyzerTest<ContractAnalyzer> Test(string source, string baseline)
    {
        AnalyzerTest<ContractAnalyzer> test = ContractCode.Test("RH7004", source);
        test.AdditionalFiles.Add("ownership.baseline.txt", baseline);
        test.EditorConfig = "[*.cs]\ndotnet_diagnostic.RH7001.severity = none";
        return test;
    }
}
