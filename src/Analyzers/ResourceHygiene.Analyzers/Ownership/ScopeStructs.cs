using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Structs that only spare their users a call: nested in a type, and all that their <c>Dispose</c> does is to call a method
/// of that type which others can call as well. Whoever drops one has said that the call comes later.
/// </summary>
internal static class ScopeStructs
{
    /// <summary>True when what the struct would do at its end can be done without it where it is dropped.</summary>
    public static bool MayBeDropped(ITypeSymbol type, IOperation user) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Struct, ContainingType: { } outer }
        && type.GetMembers("Dispose").OfType<IMethodSymbol>().FirstOrDefault(static method => method.Parameters.IsEmpty) is { } dispose
        && dispose.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is MethodDeclarationSyntax declaration
        && OnlyCallIn(declaration) is { } call
        && NameOf(call) is { } name
        && outer.GetMembers(name).OfType<IMethodSymbol>().Any(method => method.Parameters.IsEmpty && IsAccessible(method, user));

    private static InvocationExpressionSyntax? OnlyCallIn(MethodDeclarationSyntax dispose) =>
        (dispose.ExpressionBody?.Expression ?? (dispose.Body is { Statements: [ExpressionStatementSyntax { Expression: { } only }] } ? only : null)) as InvocationExpressionSyntax;

    // _connector.End(), _connector!.End()
    private static string? NameOf(InvocationExpressionSyntax call) =>
        call is { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name: IdentifierNameSyntax { Identifier.ValueText: var name } } } ? name : null;

    private static bool IsAccessible(IMethodSymbol method, IOperation user) =>
        user.SemanticModel is { } model && model.GetEnclosingSymbol(user.Syntax.SpanStart) is { ContainingType: { } around } && model.Compilation.IsSymbolAccessibleWithin(method, around)
        && method.DeclaredAccessibility != Accessibility.Private;
}
