using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>What of the user's own stands where a generated member has to, or hides what generated code names.</summary>
internal static class NameConflicts
{
    private const string GeneratedPrefix = "__rh";

    // Generated methods that a user's method of the same name overloads, replaces or implements.
    private static readonly ImmutableArray<string> s_sharedNames =
        ImmutableArray.Create("Track", "TryLease", "ThrowIfReleased", "Dispose", "DisposeAsync", "OnReleasing", "OnReleased");

    // Generated members that leave no room for another of the same name.
    private static readonly ImmutableArray<string> s_reservedNames =
        ImmutableArray.Create("ReleaseTracked", "ReleaseTrackedAsync", "ReleaseDerived", "ReleaseDerivedAsync");

    // Generated code names everything from global:: on. A type of such a name there is what it would find.
    private static readonly ImmutableArray<string> s_namespaces = ImmutableArray.Create("System", "ResourceHygiene");

    /// <summary>The reason for which nothing can be generated; null if there is none.</summary>
    public static string? Find(TrackedTarget target)
    {
        INamedTypeSymbol type = target.Type;
        if (s_namespaces.FirstOrDefault(name => !type.ContainingAssembly.GlobalNamespace.GetTypeMembers(name, arity: 0).IsEmpty) is { } hidden)
            return $"the type '{hidden}' of this project hides the namespace that generated code needs; rename it";
        if (TakenName(type) is { } taken)
            return $"the name '{taken}' is needed for a generated member; rename yours";
        if (target.Attribute is null)
            return null;

        if (type.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(IsHookThatIsNotPartial) is { } hook)
            return $"its '{hook.Name}' is not partial; write 'partial void {hook.Name}(in ReleaseContext context)'";
        return type.GetMembers().OfType<IMethodSymbol>().Any(ReleasesByHand)
            ? "its hand-written Release would take the place of the generated one; move it to OnReleasing, or register without the attribute"
            : null;
    }

    private static string? TakenName(INamedTypeSymbol type)
    {
        foreach (string name in s_sharedNames)
        {
            if (IsNameOf(type, name) || type.GetMembers(name).Any(TakesThePlace))
                return name;
        }

        return s_reservedNames.FirstOrDefault(name => IsNameOf(type, name) || type.GetMembers(name).Any(static member => !member.IsGeneratedByUs()))
            ?? type.GetMembers().FirstOrDefault(static member => BeginsLikeOurs(member.Name) && !member.IsGeneratedByUs())?.Name
            ?? type.TypeParameters.Select(static parameter => parameter.Name).Append(type.Name).FirstOrDefault(BeginsLikeOurs);
    }

    /// <summary>A class cannot have a member of its own name, or of the name of one of its type parameters.</summary>
    private static bool IsNameOf(INamedTypeSymbol type, string name) => type.Name == name || type.TypeParameters.Any(parameter => parameter.Name == name);

    private static bool BeginsLikeOurs(string name) => name.StartsWith(GeneratedPrefix, StringComparison.OrdinalIgnoreCase);

    private static bool TakesThePlace(ISymbol member) => member switch
    {
        not IMethodSymbol => true,
        IMethodSymbol method when method.IsGeneratedByUs() => false,
        // No Dispose that implements anything, and one that leaves no room for it.
        IMethodSymbol { IsStatic: true, Arity: 0, Parameters.IsEmpty: true } => member.Name is "Dispose" or "DisposeAsync",
        IMethodSymbol { Arity: 0, Name: "Track", Parameters: [_, _, { Type.Name: "ResourceLocation" }, _, _, _, _] } => true,
        _ => false,
    };

    private static bool IsHookThatIsNotPartial(IMethodSymbol method) =>
        method is { Name: "OnReleasing" or "OnReleased", Arity: 0, Parameters: [{ RefKind: not RefKind.None } parameter] }
        && parameter.Type.HasFullName(WellKnownNames.ReleaseContext)
        && method.DeclaringSyntaxReferences.Any(static reference =>
            reference.GetSyntax() is MethodDeclarationSyntax declaration && !declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    /// <summary>The one method of <c>IReleasable</c>, or of its asynchronous sister, whichever way it is implemented.</summary>
    private static bool ReleasesByHand(IMethodSymbol method) =>
        !method.IsGeneratedByUs()
        && (method.ExplicitInterfaceImplementations.Any(static implemented => IsReleaseContract(implemented.ContainingType))
            || (method is { Name: "Release", IsStatic: false, Arity: 0, DeclaredAccessibility: Accessibility.Public, Parameters: [{ RefKind: RefKind.In } parameter] }
                && parameter.Type.HasFullName(WellKnownNames.ReleaseContext)));

    private static bool IsReleaseContract(INamedTypeSymbol type) =>
        type.HasFullName(WellKnownNames.Releasable) || type.HasFullName(WellKnownNames.AsyncReleasable);
}
