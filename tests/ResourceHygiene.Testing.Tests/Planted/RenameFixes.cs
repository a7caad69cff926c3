using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace ResourceHygiene.Testing.Tests;

/// <summary>Replaces the reported token by another name; offers nothing in a method called <c>Hopeless</c>.</summary>
public abstract class RenameFix(params string[] names) : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => [VariableNameAnalyzer.Bad.Id];

    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken))!;
        if (context.Diagnostics[0].GetMessage().Contains("Hopeless", StringComparison.Ordinal))
            return;

        SyntaxToken token = root.FindToken(context.Span.Start);
        foreach (string name in names)
        {
            var renamed = root.ReplaceToken(token, SyntaxFactory.Identifier(token.LeadingTrivia, name, token.TrailingTrivia));
            context.RegisterCodeFix(
                CodeAction.Create($"Call it '{name}'", _ => Task.FromResult(context.Document.WithSyntaxRoot(renamed)), equivalenceKey: name),
                context.Diagnostics);
        }
    }
}

public sealed class GoodNameFix() : RenameFix("good", "fine");

/// <summary>Its result does not compile.</summary>
public sealed class BreakingFix() : RenameFix("1");

/// <summary>Its result has the same diagnostic again, at once as before.</summary>
public sealed class EndlessFix : RenameFix
{
    public override ImmutableArray<string> FixableDiagnosticIds => [VariableNameAnalyzer.Bad.Id];

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var text = await context.Document.GetTextAsync(context.CancellationToken);
        context.RegisterCodeFix(
            CodeAction.Create("Add a line", _ => Task.FromResult(context.Document.WithText(text.Replace(0, 0, "\n"))), equivalenceKey: "line"),
            context.Diagnostics);
    }
}

/// <summary>Changes nothing.</summary>
public sealed class IdleFix() : RenameFix("bad");

public sealed class FixWithoutFixAll() : RenameFix("good")
{
    public override FixAllProvider? GetFixAllProvider() => null;
}

/// <summary>Does something else when asked to fix everything.</summary>
public sealed class FixWithOtherFixAll() : RenameFix("good")
{
    public override FixAllProvider? GetFixAllProvider() => FixAllProvider.Create(static async (context, document, _) =>
        document.WithText((await document.GetTextAsync(context.CancellationToken)).Replace(0, 0, "// all\n")));
}
