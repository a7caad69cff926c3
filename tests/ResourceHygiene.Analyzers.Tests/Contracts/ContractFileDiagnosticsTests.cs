using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Rules.Contracts;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Contracts;

/// <summary>RH7005: which part of which line is wrong, and what to write instead.</summary>
public sealed class ContractFileDiagnosticsTests
{
    private static readonly CSharpCompilation Net10 = CSharpCompilation.Create("Binding", references: TestReferences.Net10);

    [Theory]
    [InlineData("[|nonsense|]", "'nonsense' is not a documentation id")]
    [InlineData("[|X:System.IO.Stream|] owned", "'X:System.IO.Stream' is not a documentation id")]
    [InlineData("[|System.IO.Stream|] tier minor", "'System.IO.Stream' is not a documentation id")]
    [InlineData("[|M:Open|] owned", "'M:Open' names no containing type")]
    [InlineData("[|M:Foo..Open|] owned", "'M:Foo..Open' has an empty part")]
    [InlineData("[|M:Foo.Open(System.String|] owned", "the parameter list of 'M:Foo.Open(System.String' is not complete")]
    [InlineData("[|M:Foo.Open|]", "the line states nothing")]
    [InlineData("M:Foo.Open [|ownd|]", "'ownd' is not a fact")]
    [InlineData("M:Foo.Open owned [|;|]", "a fact is missing here")]
    [InlineData("T:Foo tier [|high|]", "'high' is not a tier")]
    [InlineData("T:Foo tier [|3|]", "'3' is not a tier")]
    [InlineData("T:Foo [|tier|]", "'tier' is not complete or says too much")]
    [InlineData("T:Foo [|owned|]", "'owned' cannot be said about a type")]
    [InlineData("T:Foo borrowed [|stream|]", "'borrowed' stands alone here")]
    [InlineData("M:Foo.Open [|once|]", "'once' cannot be said about a member")]
    [InlineData("M:Foo.Open [|takes|]", "'takes' does not say what")]
    [InlineData("M:Foo.Open nothrow [|stream|]", "'nothrow' stands alone here")]
    [InlineData("M:Foo.Open takes stream [|if|] own", "'takes' is not complete or says too much")]
    [InlineData("M:Foo.Open takes stream [|when|]", "'takes' is not complete or says too much")]
    [InlineData("M:Foo.Open view stream [|when|] own", "'view' is not complete or says too much")]
    [InlineData("M:Foo.Open [|@|]", "'@' names no assembly")]
    [InlineData("M:Foo.Open @ Foo >= [|new|] owned", "'new' is not a version")]
    [InlineData("N:Foo [|owned|]", "'owned' cannot be said about a namespace")]
    [InlineData("M:Foo.Open owned [|as|]", "'as' names no family")]
    [InlineData("M:Foo.Close releases handle [|as|]", "'as' names no family")]
    [InlineData("M:Foo.Open takes handle [|as|] heap", "'takes' is not complete or says too much")]
    [InlineData("[|E:codec.dll!open|] owned as codec", "'codec.dll!open' is not the name of a native function")]
    [InlineData("[|E:open(int)|] owned as codec", "'open(int)' is not the name of a native function")]
    [InlineData("E:codec_open [|nothrow|]", "'nothrow' cannot be said about a native function")]
    [InlineData("E:codec_open owned as a\n[|E:codec_open|] owned as b", "line 1 is already about this")]
    [InlineData("M:Foo.Open owned\n[|M:Foo.Open|] tier minor", "line 1 is already about this")]
    public Task A_line_that_does_not_follow_the_grammar_is_reported_at_its_wrong_part(string contracts, string problem) =>
        Verify(contracts, problem);

    [Theory]
    [InlineData("[|M:System.IO.Stream.Opne|] owned", "'Stream' declares no 'Opne'")]
    [InlineData("[|M:System.IO.FileStream.CopyToAsync(System.String)|] owned", "'CopyToAsync' has no such parameter list")]
    [InlineData("M:System.IO.StreamReader.#ctor alias [|straem|]", "'#ctor' has no parameter 'straem'")]
    [InlineData("M:System.IO.StreamReader.#ctor alias stream unless [|stayOpen|]", "'#ctor' has no bool parameter 'stayOpen'")]
    public Task A_line_about_something_that_a_known_type_does_not_have_is_reported(string contracts, string problem) => Verify(contracts, problem);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n\n   # and another")]
    [InlineData("M:System.IO.StreamReader.#ctor alias stream unless leaveOpen   # a comment behind it")]
    [InlineData("\uFEFFT:System.IO.Stream tier minor; once; reopens")]
    [InlineData("T:System.IO.Stream\ttier minor;once\r\nT:System.IO.FileStream tier none\r\n")]
    [InlineData("M:No.Such.Type.Member takes anything")]
    [InlineData("M:System.IO.Stream.Gone @ System.Runtime < 4.0 owned")]
    [InlineData("M:System.IO.Stream.Read @ System.Runtime >= 8 nothrow\nM:System.IO.Stream.Read @ System.Runtime < 8 borrowed buffer")]
    [InlineData("F:System.String.Empty borrowed")]
    [InlineData("M:Vendor.Codec.Open owned as handle.codec; tier critical")]
    [InlineData("M:Vendor.Codec.Resize releases old when free as heap.codec; owned as heap.codec")]
    [InlineData("E:codec_open owned 2 as handle.codec\nE:codec_close releases 1 as handle.codec")]
    [InlineData("N:Vendor.Media reviewed")]
    public Task A_line_that_can_be_read_is_not(string contracts) => Verify(contracts, problem: null);

    [Fact]
    public async Task The_message_says_where_what_and_what_to_write()
    {
        AnalyzerTest<ContractFileAnalyzer> test = Test("# ours\nM:Foo.Open {|#0:ownd|}");
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH7005").WithLocation(0).WithSeverity(DiagnosticSeverity.Warning).WithMessage(
            "Line 2 is wrong: 'ownd' is not a fact; use tier, owned, borrowed, takes, keeps, alias, releases, escapes, nothrow, view, shares, detached, adopts or usable"));
        await test.RunAsync();
    }

    [Fact]
    public async Task In_ci_mode_it_is_an_error()
    {
        AnalyzerTest<ContractFileAnalyzer> test = Test("{|#0:nonsense|}");
        test.BuildProperties["ResourceHygieneMode"] = "ci";
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH7005").WithLocation(0).WithSeverity(DiagnosticSeverity.Error));
        await test.RunAsync();
    }

    [Fact]
    public async Task Other_additional_files_are_left_alone()
    {
        AnalyzerTest<ContractFileAnalyzer> test = Test("");
        test.AdditionalFiles.Add("BannedSymbols.txt", "nonsense");
        await test.RunAsync();
    }

    // The remedy is not checked here; whoever reads it is a person.
    private static async Task Verify(string contracts, string? problem)
    {
        await Test(contracts).RunAsync();

        string text = contracts.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);
        ImmutableArray<ContractLine> lines = ContractParser.Parse(text, out ImmutableArray<ContractError> errors);
        IEnumerable<ContractError> unbound = lines.Select(static line => ContractBinding.Check(line, Net10)).OfType<ContractError>();
        Assert.Equal(problem is null ? [] : [problem], errors.Concat(unbound).Select(static error => error.Problem));
    }

    private static AnalyzerTest<ContractFileAnalyzer> Test(string contracts)
    {
        AnalyzerTest<ContractFileAnalyzer> test = new() { TestCode = "class C { }" };
        test.AdditionalFiles.Add("vendor.contracts.txt", contracts);
        return test;
    }
}
