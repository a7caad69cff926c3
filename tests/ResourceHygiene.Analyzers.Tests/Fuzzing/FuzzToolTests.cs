using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ResourceHygiene.Analyzers.Tests.Fuzzing;

/// <summary>The fuzz test finds what it is for, tells it apart, and can be repeated.</summary>
public sealed class FuzzToolTests
{
    [Fact]
    public void A_seed_always_gives_the_same_case()
    {
        for (int seed = 0; seed < 50; seed++)
            Assert.Equal(FuzzCase.FromSeed(seed), FuzzCase.FromSeed(seed));
    }

    [Fact]
    public void Seeds_give_different_cases()
    {
        var texts = Enumerable.Range(0, 100).Select(static seed => FuzzCase.FromSeed(seed).Text);

        Assert.True(texts.Distinct(StringComparer.Ordinal).Count() > 95);
    }

    [Fact]
    public void A_file_is_typed_from_its_beginning_to_its_end()
    {
        string[] texts = [.. FuzzCase.WhileTyping(7).Select(static @case => @case.Text)];

        Assert.True(texts.Length > 5);
        Assert.Equal(texts.Order(Comparer<string>.Create(static (x, y) => x.Length.CompareTo(y.Length))), texts);
        Assert.All(texts, text => Assert.StartsWith(text, FuzzSources.All.Single(source => source.Name == FuzzCase.WhileTyping(7).First().Origin).Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Sources_of_every_kind_are_mutated()
    {
        string[] names = [.. FuzzSources.All.Select(static source => source.Name)];

        Assert.Contains(names, static name => name.StartsWith("src/", StringComparison.Ordinal));
        Assert.Contains(names, static name => name.StartsWith("samples/", StringComparison.Ordinal));
        Assert.Contains(names, static name => name.Contains("/Corpus/Correct/", StringComparison.Ordinal));
        Assert.Contains(names, static name => name.Contains("/RH1001/Valid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_exception_is_found_and_its_source_made_small()
    {
        FuzzSession session = new([new AfraidOfFinally()]);
        // Which seeds give such a source depends on the sources there are.
        IEnumerable<FuzzCase> cases = Enumerable.Range(1, 10_000).Select(FuzzCase.FromSeed).Where(static @case => @case.Text.Contains("finally\n", StringComparison.Ordinal)).Take(20);

        FuzzFailure failure = Assert.Single(await session.RunAsync(cases));

        Assert.Contains("InvalidOperationException", failure.Key, StringComparison.Ordinal);
        Assert.Contains(nameof(AfraidOfFinally), failure.Key, StringComparison.Ordinal);
        Assert.Contains("finally", failure.Case.Text, StringComparison.Ordinal);
        Assert.True(failure.Case.Text.Trim().Length < 60, failure.Case.Text);
        Assert.Contains($"RH_FUZZ_SEED={failure.Case.Seed} ", FuzzSession.Describe(failure), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_the_compiler_itself_cannot_read_is_no_failure_of_ours()
    {
        FuzzCase @case = FuzzCase.FromSeed(1) with { Text = Unreadable, References = FuzzReferences.All };

        Assert.NotNull(Record.Exception(() => FuzzRun.Compile(@case, out _).GetDiagnostics()));
        Assert.Null(await new FuzzSession(ProductAnalyzers.All).TryAsync(@case));
    }

    // The compiler takes for granted that each argument of __arglist has a type.
    private const string Unreadable =
        """
        class A
        {
            void M() { N(__arglist(x switch { })); }
            void N(__arglist) { }
        }

        """;

#pragma warning disable RS1001, RS1036, RS2008 // Not an analyzer for anybody.
    private sealed class AfraidOfFinally : DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
            [new("T1", "Title", "Message", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSyntaxNodeAction(Throw, SyntaxKind.FinallyClause);
        }

        private static void Throw(SyntaxNodeAnalysisContext context)
        {
            if (context.Node is FinallyClauseSyntax { FinallyKeyword.IsMissing: false })
                throw new InvalidOperationException("Planted.");
        }
    }
#pragma warning restore RS1001, RS1036, RS2008
}
