using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Ownership;
using ResourceHygiene.Analyzers.Ownership.Screening;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Ownership;

/// <summary>What is remembered from one compilation to the next, after an edit, and what must not be.</summary>
public sealed class EditedCompilationTests
{
    private const string Made = "public class Made : IDisposable { public void Dispose() => GC.KeepAlive(this); public void Use() { } }";
    private const string Plain = "public class Made { public void Dispose() => GC.KeepAlive(this); public void Use() { } }";
    private const string Factory = "static class Factory { public static Made Fetch() => new(); public static int Count() => 1; }";
    private const string Caller = "class Caller { void M() { var made = Factory.Fetch(); made.Use(); } }";
    private const string Helper = "static class Helper { public static void Finish(Made made) { } }";
    private const string User = "class User { void M(Made made) { Helper.Finish(made); made.Use(); } }";

    private static readonly AnalyzerOptions s_options = new([]);

    [Fact]
    public async Task A_type_that_becomes_disposable_is_reported_where_a_method_in_another_file_gives_it() =>
        await AssertAfterEditAsync([Plain, Factory, Caller], edited: 0, Made, asked: 2, before: [], after: ["RH1001"]);

    [Fact]
    public async Task A_type_that_is_disposable_no_more_is_reported_no_more() =>
        await AssertAfterEditAsync([Made, Factory, Caller], edited: 0, Plain, asked: 2, before: ["RH1001"], after: []);

    [Fact]
    public async Task A_method_that_gives_something_else_is_asked_again() => await AssertAfterEditAsync(
        [Made, Factory.Replace("Made Fetch() => new()", "string Fetch() => \"\"", StringComparison.Ordinal), Caller.Replace("made.Use()", "made.ToString()", StringComparison.Ordinal)],
        edited: 1, Factory, asked: 2, before: [], after: ["RH1001"]);

    [Fact]
    public async Task A_body_in_another_file_that_begins_to_release_changes_what_is_reported() => await AssertAfterEditAsync(
        [Made + "class Critical { }", Helper, User], edited: 1, Helper.Replace("{ } }", "{ made.Dispose(); } }", StringComparison.Ordinal), asked: 2, before: [], after: ["RH3003"]);

    [Fact]
    public async Task A_type_of_a_new_name_is_known_by_it() => await AssertAfterEditAsync(
        [Made, "class Empty { }", "class Caller { void M() { var made = Outer.Fetch(); made.Use(); } }"],
        edited: 1, "static class Outer { public static Made Fetch() => new(); }", asked: 2, before: [], after: ["RH1001"]);

    [Fact]
    public void A_method_begins_to_hand_out_a_rented_buffer()
    {
        const string Pass = "static class Buffers { public static byte[] Pass() => Fill(); static byte[] Fill() => new byte[3]; }";
        CSharpCompilation before = Compile(Pass, "class C { }");
        CSharpCompilation after = Edit(before, 0, Pass.Replace("new byte[3]", "System.Buffers.ArrayPool<byte>.Shared.Rent(3)", StringComparison.Ordinal));

        Assert.False(NamesOf(before).MayGive("Pass", CancellationToken.None));
        Assert.True(NamesOf(after).MayGive("Pass", CancellationToken.None));
        Assert.False(NamesOf(Edit(after, 0, Pass)).MayGive("Pass", CancellationToken.None));
    }

    [Fact]
    public async Task An_import_of_the_members_of_a_type_counts_in_every_file_if_it_is_global() => await AssertAfterEditAsync(
        [Made, Factory, "", "class Caller { void M() { var file = OpenRead(\"a\"); file.ReadByte(); } }"],
        edited: 2, "global using static System.IO.File;", asked: 3, before: [], after: ["RH1001"]);

    [Fact]
    public void An_edit_of_a_body_joins_the_outlines_of_its_neighbours_only()
    {
        CSharpCompilation before = Compile([.. Enumerable.Range(0, 100).Select(static i => $"class C{i} {{ void M() {{ }} }}")]);
        CSharpCompilation after = Edit(before, 40, "class C40 { void M() { M(); } }");

        ImmutableArray<OutlineBlock> old = OutlineBlock.Of(before, CancellationToken.None), now = OutlineBlock.Of(after, CancellationToken.None);

        Assert.True(now.Length > 2);
        Assert.Equal(now.Length - 1, now.Count(block => old.Contains(block)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void What_signatures_mean_outlives_an_edit_of_a_body(int edited)
    {
        CSharpCompilation before = Compile("class A { void M() { } int P => 1; int F = 1; }", "class B { void M() { } int P => 1; int F = 1; }", "class C { void M() { } int P => 1; int F = 1; }");
        string name = ((char)('A' + edited)).ToString();
        DeclarationState state = StateOf(before);

        Assert.Same(state, StateOf(Edit(before, edited, $"class {name} {{ void M() {{ int Local() => 2; Local(); }} int P => 2; int F = 2; }}")));
    }

    [Theory]
    [InlineData("class A { void M(int i) { } }")]
    [InlineData("class A : System.IDisposable { void M() { } public void Dispose() { } }")]
    [InlineData("using System.IO; class A { void M() { } }")]
    [InlineData("class A { void M() { } } class D { }")]
    [InlineData("namespace N { class A { void M() { } } }")]
    [InlineData("[System.Obsolete] class A { void M() { } }")]
    public void What_signatures_mean_is_asked_again_after_any_other_edit(string edited)
    {
        CSharpCompilation before = Compile("class A { void M() { } }", "class B { }");

        Assert.NotSame(StateOf(before), StateOf(Edit(before, 0, edited)));
    }

    [Fact]
    public void What_signatures_mean_is_asked_again_when_references_change()
    {
        CSharpCompilation before = Compile("class A { }");
        CSharpCompilation project = CSharpCompilation.Create("Project", [CSharpSyntaxTree.ParseText("public class P { }")], TestReferences.Net10);
        CSharpCompilation first = before.AddReferences(project.ToMetadataReference());
        CSharpCompilation second = before.AddReferences(project.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Q { }")).ToMetadataReference());

        Assert.NotSame(StateOf(before), StateOf(first));
        Assert.NotSame(StateOf(first), StateOf(second));
        Assert.Same(StateOf(first), StateOf(before.AddReferences(project.ToMetadataReference())));
    }

    [Fact]
    public void Nothing_of_an_earlier_version_is_kept()
    {
        CSharpCompilation now = Compile("class A { void M() { } }", "class B { void M() { } }", "class C { void M() { } }");
        WeakReference[] earlier = AskAboutAnEarlierVersion(now);
        StateOf(now);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.All(earlier, static version => Assert.False(version.IsAlive));
        GC.KeepAlive(now);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] AskAboutAnEarlierVersion(CSharpCompilation now)
    {
        CSharpCompilation earlier = Edit(now, 1, "class B { void M() { M(); } }");
        StateOf(earlier);
        return [new WeakReference(earlier), new WeakReference(earlier.SyntaxTrees[2])];
    }

    private static CallNames NamesOf(CSharpCompilation compilation) => new OwnershipKnowledge(compilation).Names(CancellationToken.None);

    private static DeclarationState StateOf(CSharpCompilation compilation) =>
        DeclarationState.Of(new OwnershipKnowledge(compilation), OutlineBlock.Of(compilation, CancellationToken.None), []);

    private static async Task AssertAfterEditAsync(string[] files, int edited, string text, int asked, string[] before, string[] after)
    {
        CSharpCompilation compilation = Compile(files);
        Assert.Equal(before, await ReportsAsync(compilation, asked));
        compilation = Edit(compilation, edited, text);
        Assert.Equal(after, await ReportsAsync(compilation, asked));
        // As if nobody had asked before.
        Assert.Equal(after, await ReportsAsync(Compile([.. compilation.SyntaxTrees.Skip(1).Select(static tree => tree.ToString())]), asked));
    }

    private static CSharpCompilation Compile(params string[] files) => CSharpCompilation.Create(
        "Code", [CSharpSyntaxTree.ParseText("global using System;"), .. files.Select(static (text, i) => CSharpSyntaxTree.ParseText(text, path: $"{i}.cs"))],
        [.. TestReferences.Net10, .. TestReferences.Runtime], new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static CSharpCompilation Edit(CSharpCompilation compilation, int file, string text)
    {
        SyntaxTree tree = compilation.SyntaxTrees[file + 1];
        return compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, path: tree.FilePath));
    }

    private static async Task<string[]> ReportsAsync(CSharpCompilation compilation, int file)
    {
        CompilationWithAnalyzers host = compilation.WithAnalyzers([new OwnershipAnalyzer()], s_options);
        SyntaxTree tree = compilation.SyntaxTrees[file + 1];
        ImmutableArray<Diagnostic> found = await host.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), filterSpan: null, CancellationToken.None);
        return [.. found.Select(static diagnostic => diagnostic.Id).Order(StringComparer.Ordinal)];
    }
}
