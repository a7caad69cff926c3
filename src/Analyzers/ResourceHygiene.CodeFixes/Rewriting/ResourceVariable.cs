using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary>The local that an acquisition goes into.</summary>
internal sealed class ResourceVariable
{
    private ResourceVariable(ILocalSymbol symbol, LocalDeclarationStatementSyntax declaration, SyntaxNode scope, StatementSyntax acquisition, FixTarget target, bool argumentsAreLent)
    {
        Symbol = symbol;
        Declaration = declaration;
        Scope = scope;
        Acquisition = acquisition;
        Uses = new UseClassifier(target.Model, argumentsAreLent, target.Cancellation).UsesOf(symbol, scope);
    }

    public ILocalSymbol Symbol { get; }

    /// <summary>Declares it, and nothing else.</summary>
    public LocalDeclarationStatementSyntax Declaration { get; }

    public VariableDeclaratorSyntax Declarator => Declaration.Declaration.Variables[0];

    /// <summary>What holds the list of statements that the declaration is in.</summary>
    public SyntaxNode Scope { get; }

    /// <summary>The statement that puts the resource into the variable: the declaration, or an assignment.</summary>
    public StatementSyntax Acquisition { get; }

    public IReadOnlyList<VariableUse> Uses { get; }

    /// <summary>Whether anybody but this variable may hold the resource at some time.</summary>
    public bool Escapes => Uses.Any(static use => use.Kind is UseKind.Return or UseKind.Escape);

    public IEnumerable<VariableUse> Writes => Uses.Where(static use => use.Kind == UseKind.Write);

    /// <summary>The statements that do nothing but release it, null check included; null for a release that is part of something bigger.</summary>
    public IEnumerable<StatementSyntax?> Releases => Uses
        .Where(static use => use.Kind == UseKind.Release)
        .Select(use => ReleaseCall.GuardedStatementOf(use.Release!, Symbol.Name));

    /// <summary>The variable of an acquisition; null when it is not one local that is declared by itself.</summary>
    public static ResourceVariable? Find(FixTarget target, bool argumentsAreLent)
    {
        if (target.Place is not { } place)
            return null;
        foreach (SyntaxNode node in target.Node.AncestorsAndSelf())
        {
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax:
                    return null;
                case LocalDeclarationStatementSyntax declaration:
                    return declaration.Declaration.Variables[0] is { Initializer: { } initializer } variable && initializer.Span.Contains(target.Node.Span)
                        && variable.Identifier.ValueText == place
                        ? Create(target, declaration, declaration, argumentsAreLent)
                        : null;
                case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax left } } assignment:
                    return left.Identifier.ValueText == place && target.Model.GetSymbolInfo(left, target.Cancellation).Symbol is ILocalSymbol local
                        && local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(target.Cancellation).Parent?.Parent is LocalDeclarationStatementSyntax declared
                        ? Create(target, declared, assignment, argumentsAreLent)
                        : null;
                case StatementSyntax:
                    return null;
                default:
                    break;
            }
        }

        return null;
    }

    /// <summary>Whether a variable may hold nothing: because it says so, or because of a value that it gets.</summary>
    public static bool MayBeNull(ISymbol variable, SyntaxNode scope, SemanticModel model, CancellationToken cancellation)
    {
        if (variable is not ILocalSymbol local)
            return true;
        IEnumerable<ExpressionSyntax?> values = scope.DescendantNodes().Select(node => node switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } value } declarator when declarator.Identifier.ValueText == local.Name => value,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } assignment when left.Identifier.ValueText == local.Name => assignment.Right,
            _ => null,
        });
        return values.OfType<ExpressionSyntax>().Any(value => IsNullish(value)
            || model.GetTypeInfo(value, cancellation).Nullability.FlowState == NullableFlowState.MaybeNull);
    }

    private static bool IsNullish(ExpressionSyntax value) => value switch
    {
        ParenthesizedExpressionSyntax inner => IsNullish(inner.Expression),
        PostfixUnaryExpressionSyntax inner => IsNullish(inner.Operand),
        ConditionalExpressionSyntax choice => IsNullish(choice.WhenTrue) || IsNullish(choice.WhenFalse),
        ConditionalAccessExpressionSyntax => true,
        _ => value.IsKind(SyntaxKind.NullLiteralExpression) || value.IsKind(SyntaxKind.DefaultLiteralExpression) || value.IsKind(SyntaxKind.AsExpression),
    };

    private static ResourceVariable? Create(FixTarget target, LocalDeclarationStatementSyntax declaration, StatementSyntax acquisition, bool argumentsAreLent) =>
        declaration is { UsingKeyword.RawKind: 0, Declaration: { Variables.Count: 1, Type: not RefTypeSyntax } } && StatementLists.ListOf(declaration) is { } scope
            && target.Model.GetDeclaredSymbol(declaration.Declaration.Variables[0], target.Cancellation) is ILocalSymbol local
            ? new ResourceVariable(local, declaration, scope, acquisition, target, argumentsAreLent)
            : null;
}
