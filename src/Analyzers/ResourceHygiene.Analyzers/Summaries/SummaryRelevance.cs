using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Summaries;

/// <summary>
/// Which methods the inference is run for. Looks at signatures, as that answers nearly always; a body is bound only where
/// something could be found in it.
/// </summary>
internal sealed class SummaryRelevance
{
    private static readonly string[] s_releaseNames = { "Dispose", "DisposeAsync", "Close", "CloseAsync" };

    // They look at what they are given, whatever they are given.
    private static readonly string[] s_lookingNames = { "Equals", "Compare", "CompareTo", "ReferenceEquals", "GetHashCode" };

    private readonly ResourceTypes _types;
    private readonly CancellationToken _cancellation;

    public SummaryRelevance(ResourceTypes types, CancellationToken cancellation)
    {
        _types = types;
        _cancellation = cancellation;
    }

    public bool Concerns(IMethodSymbol method)
    {
        if (s_lookingNames.Contains(method.Name, StringComparer.Ordinal))
            return false;
        if (method.Parameters.Any(parameter => Concerns(parameter)))
            return true;
        return method.MethodKind == MethodKind.Constructor ? IsResource(method.ContainingType) : IsResource(method.ReturnType) || RawTypes.IsAddress(method.ReturnType) || MayReleaseThis(method);
    }

    /// <summary>True for parameters about which something can be said that a caller does not assume anyway.</summary>
    public bool Concerns(IParameterSymbol parameter) =>
        parameter.RefKind != RefKind.Ref && (IsResource(parameter.Type) || (parameter.RefKind != RefKind.Out && CanBeAnything(parameter.Type)));

    /// <summary>True for types whose values may be resources although the type is none. Callers know that nothing is known about them.</summary>
    public static bool CanBeAnything(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Object || type is ITypeParameterSymbol { IsValueType: false };

    private bool IsResource(ITypeSymbol type) => _types.TraitsOf(_types.Awaited(type)) is { Tier: not ResourceTier.None };

    // void Shutdown() { …; Dispose(); } Its signature shows nothing.
    private bool MayReleaseThis(IMethodSymbol method) =>
        !method.IsStatic && !s_releaseNames.Contains(method.Name, StringComparer.Ordinal) && IsResource(method.ContainingType)
        && method.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(_cancellation).DescendantNodes().Any(static node =>
            node is InvocationExpressionSyntax { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax } call && s_releaseNames.Contains(NameOf(call), StringComparer.Ordinal)));

    private static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: { } name } => name,
        IdentifierNameSyntax { Identifier.ValueText: { } name } => name,
        _ => "",
    };
}
