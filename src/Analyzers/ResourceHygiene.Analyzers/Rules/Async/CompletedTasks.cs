using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>What the source of a method shows about when it is done with what it was given.</summary>
internal static class CompletedTasks
{
    /// <summary>True for methods whose task is complete when they return.</summary>
    public static bool IsAlwaysComplete(IMethodSymbol method, CancellationToken cancellation)
    {
        if (method.Name is "FromResult" or "FromException" or "FromCanceled" && Functions.IsTask(method.ReturnType))
            return true;
        if (method.IsVirtual || method.IsAbstract || method.IsOverride || DeclarationOf(method, cancellation) is not { } declaration)
            return false;
        return method.IsAsync
            ? !Functions.Within(declaration).Any(static node => IsWait(node))
            : ResultsOf(declaration).ToList() is { Count: > 0 } results && results.TrueForAll(IsComplete);
    }

    /// <summary>True where an async method uses a parameter only before it waits for the first time.</summary>
    public static bool UsesBeforeWaiting(IParameterSymbol parameter, CancellationToken cancellation)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { IsAsync: true, IsVirtual: false, IsOverride: false } method || DeclarationOf(method, cancellation) is not { } declaration)
            return false;
        SyntaxNode? wait = declaration.DescendantNodes().FirstOrDefault(IsWait);
        return wait is not null
            && !wait.Ancestors().TakeWhile(ancestor => ancestor != declaration).Any(static ancestor => ancestor is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax || Functions.IsNested(ancestor))
            && BodyOf(declaration)?.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == parameter.Name).All(name => name.Span.End <= wait.SpanStart && !IsKept(name)) == true;
    }

    // Its value goes on living in a variable, a field or an object.
    private static bool IsKept(IdentifierNameSyntax name) =>
        name.Ancestors().TakeWhile(static ancestor => ancestor is not StatementSyntax)
            .Any(static ancestor => ancestor is EqualsValueClauseSyntax or AssignmentExpressionSyntax or BaseObjectCreationExpressionSyntax || Functions.IsNested(ancestor));

    private static bool IsWait(SyntaxNode node) => node switch
    {
        AwaitExpressionSyntax => true,
        CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } => true,
        UsingStatementSyntax { AwaitKeyword.RawKind: not 0 } => true,
        LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 } => true,
        _ => false,
    };

    private static bool IsComplete(ExpressionSyntax result) => Functions.Bare(result) switch
    {
        InvocationExpressionSyntax call => Functions.RightmostName(call) is "FromResult" or "FromException" or "FromCanceled",
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == "CompletedTask",
        LiteralExpressionSyntax or DefaultExpressionSyntax => true,
        ThrowExpressionSyntax => true,
        ConditionalExpressionSyntax either => IsComplete(either.WhenTrue) && IsComplete(either.WhenFalse),
        ImplicitObjectCreationExpressionSyntax or ObjectCreationExpressionSyntax { Type: GenericNameSyntax { Identifier.ValueText: "ValueTask" } } =>
            ((BaseObjectCreationExpressionSyntax)Functions.Bare(result)).ArgumentList?.Arguments is not [{ Expression: InvocationExpressionSyntax }],
        _ => false,
    };

    private static IEnumerable<ExpressionSyntax> ResultsOf(SyntaxNode declaration) => BodyOf(declaration) switch
    {
        ArrowExpressionClauseSyntax arrow => new[] { arrow.Expression },
        { } body => Functions.Within(body).OfType<ReturnStatementSyntax>().Select(static statement => statement.Expression).OfType<ExpressionSyntax>(),
        null => Enumerable.Empty<ExpressionSyntax>(),
    };

    private static SyntaxNode? BodyOf(SyntaxNode declaration) => declaration switch
    {
        MethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody,
        LocalFunctionStatementSyntax function => (SyntaxNode?)function.Body ?? function.ExpressionBody,
        _ => null,
    };

    private static SyntaxNode? DeclarationOf(IMethodSymbol method, CancellationToken cancellation)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        SyntaxNode? declaration = (definition.PartialImplementationPart ?? definition).DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
        return declaration is not null && BodyOf(declaration) is not null ? declaration : null;
    }
}
