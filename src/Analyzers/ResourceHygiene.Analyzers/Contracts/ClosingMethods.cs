using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>Whether Close of a type in source, or of one that says so by annotation, is another name for Dispose.</summary>
internal static class ClosingMethods
{
    private const string Close = "Close";
    private const string Dispose = "Dispose";

    public static bool EndsForGood(INamedTypeSymbol type)
    {
        if (MethodOf(type, Close) is not { } close)
            return false;
        return OwnershipAttributes.Releases(close.GetAttributes()) || OwnershipAttributes.HandlesDisposal(close.GetAttributes())
            || CallsOnItself(close, Dispose)
            || (MethodOf(type, Dispose) is { } dispose && CallsOnItself(dispose, Close) && !Reopens(type));
    }

    // Open() after Close(): Dispose closes as well, but what is closed may be opened again.
    private static bool Reopens(INamedTypeSymbol type) =>
        type.GetMembers().Any(static member => member is IMethodSymbol { IsStatic: false, Name: "Open" or "OpenAsync" or "Reopen" or "ReopenAsync" } method && method.Parameters.All(static parameter => parameter.IsOptional));

    private static IMethodSymbol? MethodOf(INamedTypeSymbol type, string name) =>
        type.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(method => method is { IsStatic: false, Parameters.IsEmpty: true } && method.SimpleName() == name);

    // Dispose(true) counts as well as Dispose().
    private static bool CallsOnItself(IMethodSymbol method, string name) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } declaration
        && declaration.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => NameOnThis(call.Expression) == name);

    private static string? NameOnThis(ExpressionSyntax called) => called switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Name: var name, Expression: var receiver } when IsThis(receiver) => name.Identifier.ValueText,
        _ => null,
    };

    // ((IDisposable)this).Dispose()
    private static bool IsThis(ExpressionSyntax receiver) => receiver switch
    {
        ThisExpressionSyntax => true,
        ParenthesizedExpressionSyntax { Expression: CastExpressionSyntax { Expression: ThisExpressionSyntax } } => true,
        _ => false,
    };
}
