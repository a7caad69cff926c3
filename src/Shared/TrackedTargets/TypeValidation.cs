using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>Whether another part can be added to a type, and whether that part may hold what is generated.</summary>
internal static class TypeValidation
{
    // Generated methods that a user's method of the same name overloads, replaces or implements.
    private static readonly ImmutableArray<string> s_sharedNames =
        ImmutableArray.Create("Track", "TryLease", "ThrowIfReleased", "Dispose", "OnReleasing", "OnReleased");

    // Generated members that leave no room for another of the same name.
    private static readonly ImmutableArray<string> s_reservedNames = ImmutableArray.Create("ReleaseTracked", "ReleaseDerived", "__rhEntry", "__rhReleased");

    public static void Validate(TrackedTarget target, ImmutableArray<TargetProblem>.Builder problems)
    {
        INamedTypeSymbol type = target.Type;
        Location location = LocationOf(target);

        if (UnsupportedReason(target) is { } reason)
        {
            problems.Add(new TargetProblem(RuleIds.UnsupportedTarget, location, type.Name, reason));
            return;
        }

        if (FirstNonPartialDeclaration(type) is { } declaration)
            problems.Add(new TargetProblem(RuleIds.TrackedTypeMustBePartial, declaration.Identifier.GetLocation(), type.Name));

        if (FirstNonPartialContainer(type) is { } container)
            problems.Add(new TargetProblem(RuleIds.ContainingTypeMustBePartial, location, type.Name, container.Name));

        if (target.Attribute is { } attribute)
            TargetValidation.ValidateAttribute(attribute, location, problems);
    }

    /// <summary>The identifier of the part that asks for generated code.</summary>
    public static Location LocationOf(TrackedTarget target)
    {
        SyntaxReference? asking = target.Attribute?.ApplicationSyntaxReference
            ?? target.ReleasedMembers.Select(static member => member.TrackedAttribute?.ApplicationSyntaxReference).FirstOrDefault(static r => r is not null)
            ?? target.CapabilityMethods.Select(static capability => capability.Method.DeclaringSyntaxReferences.FirstOrDefault()).FirstOrDefault();

        return asking?.GetSyntax().FirstAncestorOrSelf<BaseTypeDeclarationSyntax>()?.Identifier.GetLocation()
            ?? target.Type.Locations.FirstOrDefault()
            ?? Location.None;
    }

    private static string? UnsupportedReason(TrackedTarget target)
    {
        INamedTypeSymbol type = target.Type;
        if (type.TypeKind == TypeKind.Interface)
            return "an interface owns nothing; annotate the class that implements it";
        if (type.IsRefLikeType)
            return "a ref struct cannot be registered; make it a class";
        if (type.TypeKind != TypeKind.Class)
            return "copies of a struct would share one release; make it a class";
        if (type.IsStatic)
            return "a static class has no instance to release; make it an ordinary class";
        if (SelfAndContainers(type).Any(static t => t.IsFileLocal))
            return "a file-local type cannot have a generated part; remove 'file'";
        if (DisposableBase(type) is { } baseType)
            return $"its base '{baseType.Name}' is disposable, which is not supported yet; hold it as an [Owned] member instead";

        return TakenName(type) is { } name ? $"the name '{name}' is needed for a generated member; rename yours" : null;
    }

    private static string? TakenName(INamedTypeSymbol type)
    {
        foreach (string name in s_sharedNames)
        {
            // A class cannot have a member of its own name either.
            if (type.Name == name || type.GetMembers(name).Any(static member => member is not IMethodSymbol))
                return name;
        }

        return s_reservedNames.FirstOrDefault(name => type.Name == name || type.GetMembers(name).Any(static member => !member.IsGeneratedByUs()));
    }

    private static INamedTypeSymbol? DisposableBase(INamedTypeSymbol type) =>
        type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } baseType
        && (TrackedTarget.IsOrBecomesDisposable(baseType) || baseType.AllInterfaces.Any(static i => i.HasFullName("System.IAsyncDisposable")))
            ? baseType
            : null;

    private static TypeDeclarationSyntax? FirstNonPartialDeclaration(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences
            .Select(static reference => reference.GetSyntax())
            .OfType<TypeDeclarationSyntax>()
            .FirstOrDefault(static declaration => !declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static INamedTypeSymbol? FirstNonPartialContainer(INamedTypeSymbol type)
    {
        INamedTypeSymbol? first = null;
        for (INamedTypeSymbol? container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            if (FirstNonPartialDeclaration(container) is not null)
                first = container;
        }

        return first;
    }

    private static IEnumerable<INamedTypeSymbol> SelfAndContainers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
            yield return current;
    }
}
