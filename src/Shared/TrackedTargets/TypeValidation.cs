using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>Whether another part can be added to a type, and whether that part may hold what is generated.</summary>
internal static class TypeValidation
{
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
        if (CompilationNeeds.WhatIsMissingFor(type) is { } missing)
            return missing;
        if (type.TypeKind == TypeKind.Interface)
            return "an interface owns nothing; annotate the class that implements it";
        if (type.IsRefLikeType)
            return "a ref struct cannot be registered; make it a class";
        if (type.IsStatic)
            return "a static class has no instance to release; make it an ordinary class";
        if (SelfAndContainers(type).Any(static t => t.IsFileLocal))
            return "a file-local type cannot have a generated part; remove 'file'";
        if (type.IsComImport)
            return "an imported COM class has no members of its own; hold it as an [Owned] member instead";
        if ((type.TypeKind == TypeKind.Struct ? StructReason(target) : ClassReason(target)) is { } reason)
            return reason;

        if (target is { Attribute: not null, UserDispose: not null, UserDisposeAsync: null } && AsyncHooks.In(type).Any())
            return "its hand-written Dispose does not await its asynchronous hook; write DisposeAsync, too, and await ReleaseTrackedAsync()";

        return NameConflicts.Find(target);
    }

    private static string? StructReason(TrackedTarget target)
    {
        if (target.ReleasedMembers.Any(static member => member.TrackedAttribute is not null))
            return "a tracked property needs one object to live in, and a struct is copied; make it a class";
        if (target.Attribute is null)
            return "it is not tracked itself; mark it [TrackedResource]";

        return HasFixedLayout(target.Type) ? "a generated field would change its layout; make it a class" : null;
    }

    private static string? ClassReason(TrackedTarget target) => HasFixedLayout(target.Type)
        ? "a generated field would change its layout; hold what is laid out as a member"
        : BaseReason(target);

    /// <summary>A generated field has no place in a layout that somebody relies on.</summary>
    private static bool HasFixedLayout(INamedTypeSymbol type) => type.GetAttributes().Any(static attribute => attribute
        is { AttributeClass.Name: "InlineArrayAttribute" }
        or { AttributeClass.Name: "StructLayoutAttribute", ConstructorArguments: [{ Value: not (int)LayoutKind.Auto }, ..] });

    private static string? BaseReason(TrackedTarget target)
    {
        BaseDisposal baseDisposal = target.Base;
        switch (baseDisposal.Kind)
        {
            case BaseKind.Unsupported:
                return baseDisposal.Reason;
            case BaseKind.None when target.UserDispose is null && BaseDisposal.FindHiddenDispose(target.Type) is { } hidden:
                return $"its Dispose would hide that of its base '{hidden.ContainingType.Name}', which is no IDisposable; let the base implement that";
            case BaseKind.None or BaseKind.DisposeBool or BaseKind.Dispose or BaseKind.AsyncOnly when target.Attribute is not null && ReleasingBaseOf(target.Type) is { } releasing:
                return $"its base '{releasing.Name}' is an IReleasable and releases itself; hold it as an [Owned] member instead";
            case BaseKind.DisposeBool when target.UserDisposeBool is not null:
                return $"its Dispose(bool) hides that of its base '{target.Type.BaseType!.Name}'; override it, or rename yours";
            case BaseKind.DisposeBool or BaseKind.Dispose or BaseKind.AsyncOnly when target.Attribute is null && baseDisposal.Async is not null:
                return $"DisposeAsync of its base '{target.Type.BaseType!.Name}' is overridden only in tracked types; mark it [TrackedResource], too";
            case BaseKind.TrackedProperties when target.Attribute is not null:
                return $"only properties of its base '{baseDisposal.Tracked!.Name}' are tracked; mark that [TrackedResource], too";
            case BaseKind.TrackedProperties when !LeavesRoom(baseDisposal.Tracked!):
                return $"Dispose of its base '{baseDisposal.Tracked!.Name}' is hand-written and leaves it no room; mark that [TrackedResource], too";
            case BaseKind.Tracked or BaseKind.TrackedProperties when target.UserDispose is not null || target.UserDisposeAsync is not null:
                return $"its base '{baseDisposal.Tracked!.Name}' has the Dispose; release in OnReleasing what is not [Owned], and remove yours";
            case BaseKind.Tracked or BaseKind.TrackedProperties:
                return TrackedTarget.Read(baseDisposal.Tracked!.OriginalDefinition, CancellationToken.None) is { } tracked
                    && !baseDisposal.Tracked.DeclaringSyntaxReferences.IsEmpty
                    && !TargetValidation.Validate(tracked, CancellationToken.None).IsEmpty
                        ? $"its base '{baseDisposal.Tracked.Name}' has a problem of its own; solve that first"
                        : null;
            default:
                return null;
        }
    }

    private static INamedTypeSymbol? ReleasingBaseOf(INamedTypeSymbol type) =>
        type.BaseType is { } baseType && baseType.AllInterfaces.Any(static i => i.HasFullName(WellKnownNames.Releasable)) ? baseType : null;

    /// <summary>Whether a type with tracked properties has a ReleaseDerived, or gets one.</summary>
    private static bool LeavesRoom(INamedTypeSymbol baseType) => baseType.DeclaringSyntaxReferences.IsEmpty
        ? baseType.GetMembers("ReleaseDerived").Length > 0
        : TrackedTarget.Read(baseType.OriginalDefinition, CancellationToken.None) is { UserDispose: null };

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
