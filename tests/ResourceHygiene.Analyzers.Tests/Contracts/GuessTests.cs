using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Contracts;

/// <summary>RH9003: what the analysis had to guess, listed in audit mode.</summary>
public sealed class GuessTests
{
    private const string Vendor =
        """
        public interface IVendor
        {
            System.IO.Stream Fetch();
            System.IO.Stream OpenStream();
            void Show(System.IO.Stream picture);
            void AddPart(System.IO.Stream part);
            bool TryFetch(out System.IO.Stream found);
            int Count();
            [return: ResourceHygiene.Borrowed] System.IO.Stream Stated();
            void Stated([ResourceHygiene.TakesOwnership] System.IO.Stream stream);
        }
        """;

    [Fact]
    public Task A_result_taken_as_borrowed() => Verify(
        "void M(IVendor vendor) { {|#0:vendor.Fetch()|}.ReadByte(); }",
        "Nothing says who owns the result of 'Fetch'; taken as borrowed; say it with [return: Owned] or a line in a .contracts.txt file");

    [Fact]
    public Task A_result_taken_as_owned() => Verify(
        "void M(IVendor vendor) { using var stream = {|#0:vendor.OpenStream()|}; }",
        "Nothing says who owns the result of 'OpenStream'; taken as owned; say it with [return: Borrowed] or a line in a .contracts.txt file");

    [Fact]
    public Task An_argument_taken_as_borrowed() => Verify(
        "void M(IVendor vendor, Stream stream) { {|#0:vendor.Show(stream)|}; }",
        "Nothing says who owns argument 'picture' of 'Show'; taken as borrowed; say it with [TakesOwnership] or a line in a .contracts.txt file");

    [Fact]
    public Task An_argument_about_which_nothing_is_concluded() => Verify(
        "void M(IVendor vendor, Stream stream) { {|#0:vendor.AddPart(stream)|}; }",
        "Nothing says who owns argument 'part' of 'AddPart'; taken as unknown; say it with [Borrowed] or a line in a .contracts.txt file");

    [Fact]
    public Task An_out_parameter_taken_as_borrowed() => Verify(
        "void M(IVendor vendor) { {|#0:vendor.TryFetch(out var found)|}; }",
        "Nothing says who owns argument 'found' of 'TryFetch'; taken as borrowed; say it with [Owned] or a line in a .contracts.txt file");

    [Fact]
    public Task A_member_is_listed_once_in_a_body() => Verify(
        "void M(IVendor vendor) { {|#0:vendor.Fetch()|}.ReadByte(); vendor.Fetch().ReadByte(); }",
        "Nothing says who owns the result of 'Fetch'; taken as borrowed; say it with [return: Owned] or a line in a .contracts.txt file");

    [Fact]
    public async Task And_once_more_in_the_next_body()
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test("void M(IVendor v) { {|RH9003:v.Fetch()|}.ReadByte(); } void N(IVendor v) { {|RH9003:v.Fetch()|}.ReadByte(); }");
        await test.RunAsync();
    }

    [Theory]
    [InlineData("void M(IVendor vendor) { vendor.Count(); }")]
    [InlineData("void M(IVendor vendor) { vendor.Stated().ReadByte(); }")]
    [InlineData("void M(IVendor vendor) { vendor.Stated(new MemoryStream()); }")]
    [InlineData("Stream Own(Stream s) => s; void M(Stream stream) { Own(stream).ReadByte(); }")]
    [InlineData("void M(Func<Stream> open) { open().ReadByte(); }")]
    [InlineData("void M(string path) { using var reader = new StreamReader(File.OpenRead(path)); }")]
    [InlineData("void M(Stream stream) { System.Text.Json.JsonSerializer.Serialize(stream, 1); }")]
    public Task What_is_stated_seen_or_reviewed_is_no_guess(string members) => Test(members).RunAsync();

    [Fact]
    public async Task A_line_in_a_contract_file_ends_the_guessing()
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test("void M(IVendor vendor) { vendor.Fetch().ReadByte(); }");
        test.AdditionalFiles.Add("vendor.contracts.txt", "M:IVendor.Fetch borrowed");
        await test.RunAsync();
    }

    [Theory]
    [InlineData("recommended")]
    [InlineData("ci")]
    public async Task Other_modes_list_nothing(string mode)
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test("void M(IVendor vendor) { vendor.Fetch().ReadByte(); }");
        test.BuildProperties["ResourceHygieneMode"] = mode;
        await test.RunAsync();
    }

    private static Task Verify(string members, string message)
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test(members);
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH9003").WithLocation(0).WithMessage(message).WithSeverity(DiagnosticSeverity.Info));
        return test.RunAsync();
    }

    private static AnalyzerTest<OwnershipAnalyzer> Test(string members) => new()
    {
        Sources = { $"class C\n{{\n{members}\n}}", { "Vendor.cs", Vendor } },
        BuildProperties = { ["ResourceHygieneMode"] = "audit" },
    };
}
