using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>Whether each member that is to be released can be.</summary>
internal static class MemberValidation
{
    public static void Validate(TrackedTarget target, ImmutableArray<TargetProblem>.Builder problems, CancellationToken cancellationToken)
    {
        foreach (ReleasedMember member in target.ReleasedMembers)
        {
            if (member.TrackedAttribute is { } tracked)
                ValidateTrackedProperty(target, member, (IPropertySymbol)member.Symbol, tracked, problems);
            else
                ValidateOwnedMember(target, member, problems, cancellationToken);

            if (member.After is { } after && !target.ReleasedMembers.Any(other => other.Name == after))
                problems.Add(new TargetProblem(RuleIds.UnknownAfter, member.Location, member.Name, after));
        }

        _ = ReleaseOrder.Of(target.ReleasedMembers, out ReleasedMember? cycle);
        if (cycle is not null)
            problems.Add(new TargetProblem(RuleIds.CyclicAfter, cycle.Location, cycle.Name));
    }

    private static void ValidateTrackedProperty(
        TrackedTarget target, ReleasedMember member, IPropertySymbol property, AttributeData attribute, ImmutableArray<TargetProblem>.Builder problems)
    {
        if ((UnsupportedReason(property, attribute) ?? ClashReason(target, member, property, attribute)) is { } reason)
            problems.Add(new TargetProblem(RuleIds.UnsupportedTrackedProperty, member.Location, property.Name, reason));

        TargetValidation.ValidateAttribute(attribute, member.Location, problems);
    }

    private static string? UnsupportedReason(IPropertySymbol property, AttributeData attribute)
    {
        if (!property.ExplicitInterfaceImplementations.IsEmpty)
            return "it implements an interface explicitly; use a property with a name";
        if (property.IsIndexer)
            return "an indexer holds no single resource; use a property";
        if (property.IsStatic)
            return "nobody disposes a static property; make it an instance property";
        if (!CompilationNeeds.HasPartialProperties(property))
            return "partial properties need C# 13; raise LangVersion";

        // Roslyn 4.8 has no IsPartialDefinition; the modifiers say the same.
        if (attribute.ApplicationSyntaxReference?.GetSyntax().FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { } syntax
            || !syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            return "it is not partial; write 'partial' before its type";
        }

        if (syntax.ExpressionBody is not null || syntax.Initializer is not null || syntax.AccessorList?.Accessors.Any(HasBody) == true)
            return "its accessors are generated; write 'get; set;' without bodies";
        string? loader = LoadMethod.NameIn(attribute);
        if (property.GetMethod is null || (property.SetMethod is null && loader is null))
            return "it needs both accessors; write 'get; set;'";
        if (!property.Type.IsReferenceType)
            return "its type is not known to be a reference type; hold a class";
        if (property.NullableAnnotation == NullableAnnotation.NotAnnotated)
            return "it is null once its value is let go; make its type nullable with '?'";
        if (RegistersItself(property.Type))
            return $"'{property.Type.Name}' registers itself and would be released twice; hold it as an [Owned] member";
        if (loader is not null && LoadMethod.Find(property, loader) is null)
            return $"Load names no {LoadMethod.ExpectedSignatures(property, loader)}; add one";

        return null;
    }

    /// <summary>Of <c>Frames</c> with a loader that is awaited and <c>FramesAsync</c> with one that is not, both are leased by <c>LeaseFramesAsync</c>.</summary>
    private static string? ClashReason(TrackedTarget target, ReleasedMember member, IPropertySymbol property, AttributeData attribute)
    {
        if (LoadMethod.LeaseMethodOf(property, attribute) is not { } method || !target.Type.GetMembers(method).IsEmpty)
            return null;

        ReleasedMember? other = target.ReleasedMembers
            .TakeWhile(before => before != member)
            .FirstOrDefault(before => before is { TrackedAttribute: { } tracked, Symbol: IPropertySymbol first } && LoadMethod.LeaseMethodOf(first, tracked) == method);
        return other is null ? null : $"its {method} would be that of '{other.Name}', too; rename one of them";
    }

    private static bool RegistersItself(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.FindAttribute(WellKnownNames.TrackedResourceAttribute) is not null)
                return true;
        }

        return false;
    }

    private static bool HasBody(AccessorDeclarationSyntax accessor) => accessor.Body is not null || accessor.ExpressionBody is not null;

    private static void ValidateOwnedMember(
        TrackedTarget target, ReleasedMember member, ImmutableArray<TargetProblem>.Builder problems, CancellationToken cancellationToken)
    {
        if ((UnsupportedReason(member.Symbol) ?? SharingReason(target, member)) is { } reason)
        {
            problems.Add(new TargetProblem(RuleIds.OwnedMemberCannotBeReleased, member.Location, member.Name, reason));
            return;
        }

        if (NativeState.IsAskedFor(member))
        {
            if (NativeState.Problem(target, member) is { } problem)
                problems.Add(new TargetProblem(RuleIds.OwnedMemberCannotBeReleased, member.Location, member.Name, problem));
            return;
        }

        switch (MemberRelease.Of(member, cancellationToken).Route)
        {
            case ReleaseRoute.AsyncOnly:
                if (WhyNotAwaited(target) is { } why)
                    problems.Add(new TargetProblem(RuleIds.OwnedMemberIsOnlyAsync, member.Location, member.Name, TypeNameOf(member), why));
                break;
            case ReleaseRoute.None:
                problems.Add(new TargetProblem(RuleIds.OwnedMemberCannotBeReleased, member.Location, member.Name, WhyNotDisposable(member)));
                break;
        }
    }

    private static string? UnsupportedReason(ISymbol member)
    {
        if (member.IsStatic)
            return "no instance releases a static member; make it an instance member";
        if (member is IPropertySymbol { ExplicitInterfaceImplementations.IsEmpty: false })
            return "it implements an interface explicitly; put [Owned] on a member with a name";
        if (member is IPropertySymbol { IsIndexer: true })
            return "an indexer holds nothing; put [Owned] on the field behind it";
        if (member is IPropertySymbol property && !IsAutoProperty(property))
            return "it computes its value; put [Owned] on the field behind it";
        if (member is IPropertySymbol { OverriddenProperty: { } overridden } && ReleasedMember.Read(overridden) is not null)
            return "what it overrides is [Owned], too, and would be read as this one; put [Owned] on the fields behind them";
        if (member.IsObsoleteWithError() && !member.ContainingType.IsObsolete())
            return "it is obsolete with an error, which generated code would get; remove one of the attributes";

        return null;
    }

    /// <summary>What copies of a struct share was read once, when it was registered.</summary>
    private static string? SharingReason(TrackedTarget target, ReleasedMember member)
    {
        // Native state has reasons of its own.
        if (target.Type.TypeKind != TypeKind.Struct || NativeState.IsAskedFor(member))
            return null;

        return member.Symbol switch
        {
            IFieldSymbol { IsReadOnly: false } => "copies of a struct share one release, which would miss a new value; make it readonly",
            IPropertySymbol { SetMethod: not null } => "copies of a struct share one release, which would miss a new value; remove its setter",
            _ => null,
        };
    }

    private static string? WhyNotAwaited(TrackedTarget target)
    {
        if (target.Attribute is null)
            return $"it is awaited only in tracked types; mark '{target.Type.Name}' [TrackedResource]";

        return target is { UserDispose: not null, UserDisposeAsync: null }
            ? "Dispose is hand-written; write DisposeAsync, too, and await ReleaseTrackedAsync()"
            : null;
    }

    private static bool IsAutoProperty(IPropertySymbol property) =>
        property.ContainingType.GetMembers().Any(member =>
            member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    private static string WhyNotDisposable(ReleasedMember member)
    {
        if (member.Type is ITypeParameterSymbol parameter)
            return $"'{parameter.Name}' is not known to be disposable; constrain it to IDisposable";
        if (IsNative(member.Type))
            return "its type does not say who frees it; name the family, [Owned(Family = …)], or wrap it in a SafeHandle";
        if (member.Type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
            return "what an IEnumerable gives may be made anew each time; hold a list or an array";
        if (CollectionShape.Of(member.Type, isMaterialized: false) is { } shape)
            return $"what it holds, '{NameOf(shape.Content)}', is not disposable; own a collection of what is";

        return member.Type.SpecialType != SpecialType.System_String
            && member.Type.AllInterfaces.Any(static i => i.SpecialType == SpecialType.System_Collections_IEnumerable)
                ? $"'{NameOf(member.Type)}' does not say what it holds; use a collection of one type of element"
                : $"'{NameOf(member.Type)}' is not disposable; let it implement IDisposable or mark it [MustRelease]";
    }

    private static bool IsNative(ITypeSymbol type) => NativeState.IsNative(type)
        && (type.TypeKind == TypeKind.Pointer || type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr || NativeState.IsHandle(type));

    private static string TypeNameOf(ReleasedMember member) => NameOf(member.Type);

    private static string NameOf(ITypeSymbol type) =>
        type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
