using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>Values that look into a resource instead of being one, and members that ask nothing of it.</summary>
internal static class Views
{
    private static readonly string[] s_ends = { "Dispos", "Destr", "Close", "Closing", "Shutdown", "Exit", "Terminat", "Release", "End" };

    /// <summary>True for types whose values are worth nothing without the object that they were taken from.</summary>
    public static bool IsView(ITypeSymbol? type) => type switch
    {
        IPointerTypeSymbol => true,
        INamedTypeSymbol { Arity: 1, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } named =>
            named.Name is "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory" or "ArraySegment",
        INamedTypeSymbol named => named.Name is "IEnumerator" or "JsonElement" && named.ContainingNamespace is { Name: "Collections" or "Generic" or "Json" },
        _ => false,
    };

    /// <summary>True for methods whose result stands for itself: Clone, ToArray.</summary>
    public static bool IsCopy(IMethodSymbol method) => method.Name is "Clone" || method.Name.StartsWith("To", StringComparison.Ordinal);

    /// <summary>True for members that answer about a released object as well as about a live one.</summary>
    public static bool AnswersAlways(ISymbol member) =>
        member.Name is "ToString" or "Equals" or "GetHashCode" or "GetType" or "ReferenceEquals" or "Disposed" or "Dispose" or "DisposeAsync" or "Close" or "CloseAsync"
        || (member is IPropertySymbol && (member.Name.StartsWith("Is", StringComparison.Ordinal) || TellsWhich(member)))
        || AwaitsTheEnd(member);

    // chunk.Dispose(); chunk.WaitForDestroy(timeout);
    private static bool AwaitsTheEnd(ISymbol member) =>
        member is IMethodSymbol { DeclaringSyntaxReferences.IsEmpty: false }
        && (member.Name is "Abort" or "AbortAsync" || (member.Name.StartsWith("WaitFor", StringComparison.Ordinal) && s_ends.Any(end => member.Name.IndexOf(end, StringComparison.Ordinal) > 0)));

    // server.ServerId names it in a log after its end, too.
    private static bool TellsWhich(ISymbol member) =>
        member.Name.EndsWith("Id", StringComparison.Ordinal) && (member.Name.Length == 2 || char.IsLower(member.Name[member.Name.Length - 3])) && !member.DeclaringSyntaxReferences.IsEmpty
        && (member.IsAbstract || !member.DeclaringSyntaxReferences[0].GetSyntax().DescendantNodes().Any(static node => node is InvocationExpressionSyntax or ThrowExpressionSyntax or ThrowStatementSyntax));
}
