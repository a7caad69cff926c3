using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Leaks;

/// <summary>RH1005 and RH2003, and what RH5001, RH5006 and RH5008 call overwritten: releases what the variable, field or property holds before it gets another value.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseBeforeOverwritingFix))]
[Shared]
public sealed class ReleaseBeforeOverwritingFix : HygieneFix
{
    private const string Title = "Release before overwriting";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(
        RuleIds.OverwrittenWhileOwning, RuleIds.MemberOverwritten, RuleIds.TensorNotOwned, RuleIds.ModuleNotDisposed, RuleIds.MovedToNobody);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if ((target.Kind is not (null or "Overwritten") && target.Diagnostic.Id != RuleIds.MemberOverwritten) || target.Node is not ExpressionSyntax holder || !IsSimple(holder) || StatementAround(holder) is not { } statement
            || target.Model.GetSymbolInfo(holder, target.Cancellation).Symbol is not (ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol) || IsMentionedTwice(holder, statement)
            || target.Model.GetTypeInfo(holder, target.Cancellation).Type is not { } type || ReleaseForm.For(type, statement, target.Model) is not { } release)
        {
            yield break;
        }

        ISymbol variable = target.Model.GetSymbolInfo(holder, target.Cancellation).Symbol!;
        SyntaxNode? declaration = variable is ILocalSymbol ? variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(target.Cancellation) : null;
        SyntaxNode scope = declaration?.FirstAncestorOrSelf<SyntaxNode>(static node => node is BlockSyntax or SwitchSectionSyntax or CompilationUnitSyntax) ?? target.Root;
        if (MayBeReleased(variable, scope, statement, target))
            yield break;
        bool mayBeNull = ResourceVariable.MayBeNull(variable, scope, target.Model, target.Cancellation);
        yield return new ProposedFix(Title, StatementEdits.InsertBefore(target.Root, statement, release.On(holder, mayBeNull)));

        // In the first round of a loop the variable has no value yet.
        if (declaration is VariableDeclaratorSyntax { Initializer: null, Parent: VariableDeclarationSyntax { Variables.Count: 1 } declared } && type.IsReferenceType)
        {
            SyntaxNode root = target.Root.TrackNodes(declared, statement);
            root = root.ReplaceNode(root.GetCurrentNode(declared)!, StartingEmpty(declared, target.Model));
            yield return new ProposedFix(Title, StatementEdits.InsertBefore(root, root.GetCurrentNode(statement)!, release.On(holder, mayBeNull: true)));
        }
    }

    private static bool IsSimple(ExpressionSyntax holder) => holder is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };

    private static StatementSyntax? StatementAround(ExpressionSyntax holder) => holder.Parent switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Parent: ExpressionStatementSyntax statement } assignment when assignment.Left == holder => statement,
        ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword } argument => StatementThatBeginsWith(argument),
        _ => null,
    };

    // An out argument of the one call that a statement consists of, or of the condition that it evaluates once.
    private static StatementSyntax? StatementThatBeginsWith(ArgumentSyntax argument)
    {
        SyntaxNode? call = argument.Parent?.Parent;
        while (call?.Parent is PrefixUnaryExpressionSyntax or ParenthesizedExpressionSyntax or AwaitExpressionSyntax)
            call = call.Parent;
        return call?.Parent switch
        {
            ExpressionStatementSyntax or ReturnStatementSyntax => (StatementSyntax)call.Parent,
            IfStatementSyntax { Parent: not ElseClauseSyntax } choice when choice.Condition == call => choice,
            EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax declaration } } => declaration,
            _ => null,
        };
    }

    // What computes the new value may need the old one.
    private static bool IsMentionedTwice(ExpressionSyntax holder, StatementSyntax statement)
    {
        SyntaxNode evaluated = statement is IfStatementSyntax choice ? choice.Condition : statement;
        string name = holder.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Last().Identifier.ValueText;
        return evaluated.DescendantNodes().OfType<IdentifierNameSyntax>().Count(mention => mention.Identifier.ValueText == name) > 1;
    }

    // On another path it is released already, and a second release would only move the complaint.
    private static bool MayBeReleased(ISymbol variable, SyntaxNode scope, StatementSyntax statement, FixTarget target)
    {
        if (variable is not (ILocalSymbol or IParameterSymbol))
            return false;
        IReadOnlyList<VariableUse> uses = new UseClassifier(target.Model, argumentsAreLent: false, target.Cancellation).UsesOf(variable, scope);
        return uses.Any(use => use.Kind == UseKind.Release
            && (Jumps.CanReach(use.Name, statement) || use.Name.Ancestors().Any(node => IsLoop(node) && node.Span.Contains(statement.Span)))
            && !uses.Any(write => write.Kind == UseKind.Write && write.Name.SpanStart > use.Name.SpanStart && write.Name.Span.End <= statement.SpanStart));
    }

    private static bool IsLoop(SyntaxNode node) => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax;

    private static VariableDeclarationSyntax StartingEmpty(VariableDeclarationSyntax declared, SemanticModel model)
    {
        VariableDeclaratorSyntax variable = declared.Variables[0];
        TypeSyntax type = declared.Type;
        if (model.GetNullableContext(declared.SpanStart).HasFlag(NullableContext.AnnotationsEnabled) && type is not NullableTypeSyntax)
            type = SyntaxFactory.NullableType(type.WithoutTrailingTrivia()).WithTrailingTrivia(type.GetTrailingTrivia());
        EqualsValueClauseSyntax nothing = SyntaxFactory.EqualsValueClause(
            SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression));
        return declared.WithType(type).WithVariables(SyntaxFactory.SingletonSeparatedList(variable.WithInitializer(nothing)));
    }
}
