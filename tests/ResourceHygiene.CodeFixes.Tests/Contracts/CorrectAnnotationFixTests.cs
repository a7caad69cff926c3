using ResourceHygiene.Analyzers.Rules.Contracts;
using ResourceHygiene.CodeFixes.Contracts;
using ResourceHygiene.Testing;

namespace ResourceHygiene.CodeFixes.Tests.Contracts;

public sealed class CorrectAnnotationFixTests
{
    [Theory]
    [InlineData("void M([[|TakesOwnership|]] Stream s) => s.ReadByte();", "void M([Borrowed] Stream s) => s.ReadByte();")]
    [InlineData("void M([[|Owned|]] Stream s) => s.ReadByte();", "void M([Borrowed] Stream s) => s.ReadByte();")]
    [InlineData("void M([[|Releases|]] Stream s) => s.ReadByte();", "void M([Borrowed] Stream s) => s.ReadByte();")]
    [InlineData("void M([[|ResourceHygiene.TakesOwnership|]] Stream s) => s.ReadByte();", "void M([ResourceHygiene.Borrowed] Stream s) => s.ReadByte();")]
    [InlineData("void M([[|global::ResourceHygiene.TakesOwnershipAttribute()|]] Stream s) => s.ReadByte();", "void M([global::ResourceHygiene.Borrowed] Stream s) => s.ReadByte();")]
    [InlineData("void M([[|Borrowed|]] Stream s) => s.Dispose();", "void M([Releases] Stream s) => s.Dispose();")]
    [InlineData("FileStream _s = null!; [return: [|Owned|]] Stream M() => _s;", "FileStream _s = null!; [return: Borrowed] Stream M() => _s;")]
    [InlineData("[return: [|Borrowed|]] Stream M() => File.OpenRead(\"\");", "[return: Owned] Stream M() => File.OpenRead(\"\");")]
    [InlineData("void M([TakesOwnership, [|Borrowed|]] Stream s) => s.Dispose();", "void M([TakesOwnership] Stream s) => s.Dispose();")]
    public Task The_annotation_says_what_the_body_does(string member, string fixedMember) => InClass(member, fixedMember);

    [Theory]
    [InlineData("    /// <summary>Ends it.</summary>\n    [[|Releases|]]\n    public void End() { }", "    /// <summary>Ends it.</summary>\n    public void End() { }")]
    [InlineData("    // Ends it.\n    [[|Releases|]]\n    [Obsolete]\n    public void End() { }", "    // Ends it.\n    [Obsolete]\n    public void End() { }")]
    [InlineData("    [Obsolete, [|Releases|]]\n    public void End() { }", "    [Obsolete]\n    public void End() { }")]
    public Task An_annotation_that_means_nothing_goes(string member, string fixedMember) => InClass(member, fixedMember);

    [Fact]
    public Task Fix_all() => InClass(
        "void M([[|TakesOwnership|]] Stream s, [[|Borrowed|]] Stream t) { s.ReadByte(); t.Dispose(); }",
        "void M([Borrowed] Stream s, [Releases] Stream t) { s.ReadByte(); t.Dispose(); }");

    [Theory]
    [InlineData("[[|AliasOf(\"t\")|]] Stream M(Stream s) => s;")]
    public Task A_name_that_is_wrong_is_for_a_person_to_correct(string member) =>
        Test(member).RunAsync();

    private static Task InClass(string member, string fixedMember)
    {
        CodeFixTest<ContractAnalyzer, CorrectAnnotationFix> test = Test(member);
        test.FixedCode = Wrap(fixedMember);
        return test.RunAsync();
    }

    private static CodeFixTest<ContractAnalyzer, CorrectAnnotationFix> Test(string member) => new() { TestCode = Wrap(member), DefaultDiagnosticId = "RH7002" };

    private static string Wrap(string member) => $"using ResourceHygiene;\n\nclass C\n{{\n{member}\n}}\n";
}
