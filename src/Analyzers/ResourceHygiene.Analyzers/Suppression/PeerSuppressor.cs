using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Rules;

namespace ResourceHygiene.Analyzers.Suppression;

/// <summary>
/// Takes back what other analyzers report about resources that the engine proves to be released or handed on. Runs only over
/// what they report, and only where there is a proof: what is not understood stays reported.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PeerSuppressor : DiagnosticSuppressor
{
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => PeerRules.All;

    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        if (SeverityPolicy.ModeOf(context.Options) == HygieneMode.None)
            return;
        var knowledge = KnowledgeOfCompilation.Of(context.Compilation, context.Options);
        var bodies = new Dictionary<SyntaxNode, LocalProofs?>();
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            SuppressionDescriptor? rule = PeerRules.All.FirstOrDefault(rule => rule.SuppressedDiagnosticId == diagnostic.Id);
            if (rule is not null && diagnostic.Location.SourceTree is { } tree && context.Compilation.ContainsSyntaxTree(tree) && IsProven(rule, diagnostic, tree))
                context.ReportSuppression(Microsoft.CodeAnalysis.Diagnostics.Suppression.Create(rule, diagnostic));
        }

        bool IsProven(SuppressionDescriptor rule, Diagnostic diagnostic, SyntaxTree tree)
        {
            SyntaxNode node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            SemanticModel model = context.GetSemanticModel(tree);
            if (MemberOf(node, model) is { } member)
                return new FieldProofs(knowledge.For(tree), context.CancellationToken).Covers(rule, member);
            if (BodyOf.Root(node) is not { } root)
                return false;
            if (!bodies.TryGetValue(root, out LocalProofs? proofs))
                bodies.Add(root, proofs = LocalProofs.Of(root, model, knowledge.For(tree), context.CancellationToken));
            return proofs?.Covers(rule, node) == true;
        }

        // The declaration of a type, field or property; null in code.
        ISymbol? MemberOf(SyntaxNode node, SemanticModel model) => node.FirstAncestorOrSelf<SyntaxNode>(static ancestor => ancestor is StatementSyntax or ExpressionSyntax or MemberDeclarationSyntax or VariableDeclaratorSyntax) switch
        {
            TypeDeclarationSyntax type => model.GetDeclaredSymbol(type, context.CancellationToken),
            VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } field => model.GetDeclaredSymbol(field, context.CancellationToken),
            FieldDeclarationSyntax { Declaration.Variables: [var only] } => model.GetDeclaredSymbol(only, context.CancellationToken),
            PropertyDeclarationSyntax property => model.GetDeclaredSymbol(property, context.CancellationToken),
            TypeSyntax { Parent.Parent: FieldDeclarationSyntax { Declaration.Variables: [var only] } } => model.GetDeclaredSymbol(only, context.CancellationToken),
            _ => null,
        };
    }
}
