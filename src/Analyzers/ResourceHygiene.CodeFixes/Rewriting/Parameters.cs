using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary>
/// What declarations alone tell about arguments. A fix knows no contract files, so it trusts less than the engine does.
/// </summary>
internal static class Parameters
{
    private static readonly string[] s_keepingPrefixes =
    [
        "Add", "Append", "Attach", "Enqueue", "Insert", "Keep", "Own", "Post", "Publish", "Push", "Put", "Register", "Release", "Return", "Send", "Set",
        "Store", "Track", "TryAdd", "TryEnqueue", "TryWrite", "Dispose", "Close", "Free", "With",
    ];

    private static readonly string[] s_onlyLook = ["System.Console", "System.GC", "System.Diagnostics.Debug", "System.Diagnostics.Trace", "System.ArgumentNullException"];

    public static IParameterSymbol? For(IMethodSymbol method, ArgumentSyntax argument, ArgumentListSyntax list)
    {
        if (argument.NameColon is { Name.Identifier.ValueText: { } name })
            return method.Parameters.FirstOrDefault(parameter => parameter.Name == name);
        int index = list.Arguments.IndexOf(argument);
        return index < method.Parameters.Length ? method.Parameters[index] : null;
    }

    /// <summary>Whether the name of a method says that it keeps or releases what it is given.</summary>
    public static bool HandsOn(IMethodSymbol method) =>
        s_keepingPrefixes.Any(prefix => method.Name.StartsWith(prefix, StringComparison.Ordinal)) && !OnlyLooks(method);

    /// <summary>Whether a parameter says, or leaves open, that the method keeps or releases what it is given.</summary>
    public static bool Keeps(IParameterSymbol parameter)
    {
        IParameterSymbol declared = parameter.OriginalDefinition;
        if (declared.FindAttribute(WellKnownNames.BorrowedAttribute) is not null)
            return false;
        return declared.FindAttribute(WellKnownNames.TakesOwnershipAttribute) is not null
            || declared.FindAttribute(WellKnownNames.ReleasesAttribute) is not null
            || declared.FindAttribute(WellKnownNames.OwnedAttribute) is not null
            || declared.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == JetBrainsAttributeNames.HandlesResourceDisposal)
            || declared.RefKind is RefKind.Ref or RefKind.Out
            || (!OnlyLooks((IMethodSymbol)declared.ContainingSymbol)
                && (declared.IsParams || declared.Type.SpecialType == SpecialType.System_Object || declared.Type.TypeKind is TypeKind.Delegate or TypeKind.TypeParameter or TypeKind.Dynamic));
    }

    private static bool OnlyLooks(IMethodSymbol method) => s_onlyLook.Any(name => method.ContainingType.HasFullName(name));
}
