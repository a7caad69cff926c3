using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Leaks;

/// <summary>RH1001: makes the declaration of the local a using declaration.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclareWithUsingFix))]
[Shared]
public sealed class DeclareWithUsingFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.NotReleasedOnAnyPath);

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Document document = context.Document;
        if (await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (FindDeclaration(root, diagnostic) is not { } declaration)
                continue;
            UsingForm form = FormFor(declaration, model, context.CancellationToken);
            if (form == UsingForm.None)
                continue;
            context.RegisterCodeFix(
                CodeAction.Create(
                    form == UsingForm.AwaitUsing ? "Declare with 'await using'" : "Declare with 'using'",
                    _ => Task.FromResult(document.WithSyntaxRoot(root.ReplaceNode(declaration, UsingForms.Apply(declaration, form)))),
                    equivalenceKey: nameof(DeclareWithUsingFix)),
                diagnostic);
        }
    }

    // The resource must be what this very declaration initialises its one variable with.
    private static LocalDeclarationStatementSyntax? FindDeclaration(SyntaxNode root, Diagnostic diagnostic)
    {
        SyntaxNode site = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        foreach (SyntaxNode node in site.AncestorsAndSelf())
        {
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax:
                    return null;
                case LocalDeclarationStatementSyntax { Declaration: { Variables: { Count: 1 } variables, Type: not RefTypeSyntax } } declaration
                    when declaration.UsingKeyword.IsKind(SyntaxKind.None) && variables[0].Initializer is { } initializer && initializer.Span.Contains(site.Span):
                    return variables[0].Identifier.ValueText == diagnostic.Properties["place"] ? declaration : null;
                case StatementSyntax:
                    return null;
                default:
                    break;
            }
        }

        return null;
    }

    private static UsingForm FormFor(LocalDeclarationStatementSyntax declaration, SemanticModel model, CancellationToken cancellation)
    {
        VariableDeclaratorSyntax variable = declaration.Declaration.Variables[0];
        if (model.GetDeclaredSymbol(variable, cancellation) is not ILocalSymbol local || IsWritten(local, declaration, model, cancellation))
            return UsingForm.None;
        return UsingForms.For(local.Type, declaration, model.Compilation);
    }

    // A using variable is read-only.
    private static bool IsWritten(ILocalSymbol local, LocalDeclarationStatementSyntax declaration, SemanticModel model, CancellationToken cancellation)
    {
        SyntaxNode scope = declaration.Parent is GlobalStatementSyntax global ? global.Parent! : declaration.Parent!;
        return scope.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
            name.Identifier.ValueText == local.Name && IsWrite(name)
            && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol, local));
    }

    private static bool IsWrite(IdentifierNameSyntax name) => name.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == name,
        ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } => true,
        ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } tuple } => assignment.Left == tuple,
        RefExpressionSyntax => true,
        PrefixUnaryExpressionSyntax prefix => prefix.IsKind(SyntaxKind.AddressOfExpression),
        _ => false,
    };
}
