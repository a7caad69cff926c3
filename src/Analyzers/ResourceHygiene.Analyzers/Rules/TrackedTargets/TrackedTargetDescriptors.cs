using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Rules.TrackedTargets;

/// <summary>
/// The words for what <see cref="TrackedTargetAnalyzer"/> reports. All are errors: without its generated part the
/// annotation does nothing, or the code does not compile.
/// </summary>
internal static class TrackedTargetDescriptors
{
    private static readonly DiagnosticDescriptor s_trackedTypeMustBePartial = new(
        RuleIds.TrackedTypeMustBePartial,
        "Tracked type must be partial",
        "'{0}' must be partial, as its Dispose and its registration are generated; add 'partial' to each of its declarations",
        RuleCategories.TrackedTargets, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.TrackedTypeMustBePartial));

    private static readonly DiagnosticDescriptor s_containingTypeMustBePartial = new(
        RuleIds.ContainingTypeMustBePartial,
        "Every type that contains a tracked type must be partial",
        "'{0}' cannot be completed because its containing type '{1}' is not partial; add 'partial' to that type",
        RuleCategories.TrackedTargets, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.ContainingTypeMustBePartial));

    private static readonly DiagnosticDescriptor s_unsupportedTarget = new(
        RuleIds.UnsupportedTarget,
        "Type cannot be tracked",
        "'{0}' cannot be tracked: {1}",
        RuleCategories.TrackedTargets, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.UnsupportedTarget));

    private static readonly DiagnosticDescriptor s_unsupportedTrackedProperty = new(
        RuleIds.UnsupportedTrackedProperty,
        "Property cannot be tracked",
        "Property '{0}' cannot be tracked: {1}",
        RuleCategories.TrackedTargets, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.UnsupportedTrackedProperty));

    private static readonly DiagnosticDescriptor s_ownedMemberCannotBeReleased = new(
        RuleIds.OwnedMemberCannotBeReleased,
        "Owned member cannot be released",
        "Owned member '{0}' cannot be released: {1}",
        RuleCategories.TrackedTargets, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.OwnedMemberCannotBeReleased));

    private static readonly DiagnosticDescriptor s_ownedMemberIsOnlyAsync = new(
        RuleIds.OwnedMemberIsOnlyAsync,
        "Owned member can only be released asynchronously",
        "Owned member '{0}' of type '{1}' has only DisposeAsync: {2}",
        RuleCategories.TrackedTargets, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.OwnedMemberIsOnlyAsync));

    private static readonly DiagnosticDescriptor s_unknownAfter = new(
        RuleIds.UnknownAfter,
        "After names no owned member",
        "After of '{0}' names '{1}', which is no [Owned] member of the same type; use nameof of one that is",
        RuleCategories.TrackedTargets, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.UnknownAfter));

    private static readonly DiagnosticDescriptor s_cyclicAfter = new(
        RuleIds.CyclicAfter,
        "After forms a cycle",
        "'{0}' has to be released after itself, as its chain of After comes back to it; remove one After of the cycle",
        RuleCategories.TrackedTargets, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.CyclicAfter));

    private static readonly DiagnosticDescriptor s_capabilityMethodSignature = new(
        RuleIds.CapabilityMethodSignature,
        "Trim, Offload, Persist or Cleaner method cannot be used",
        "[{0}] method '{1}' cannot be used: {2}",
        RuleCategories.TrackedTargets, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.CapabilityMethodSignature));

    private static readonly DiagnosticDescriptor s_releaseHandlerSignature = new(
        RuleIds.ReleaseHandlerSignature,
        "Release handler cannot be registered",
        "Release handler '{0}' cannot be registered: {1}",
        RuleCategories.TrackedTargets, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.ReleaseHandlerSignature));

    private static readonly DiagnosticDescriptor s_invalidAttributeValue = new(
        RuleIds.InvalidAttributeValue,
        "Attribute value is invalid",
        "{0} is {1}; {2}",
        RuleCategories.TrackedTargets, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.InvalidAttributeValue));

    public static ImmutableArray<DiagnosticDescriptor> All { get; } = new[]
    {
        s_trackedTypeMustBePartial,
        s_containingTypeMustBePartial,
        s_unsupportedTarget,
        s_unsupportedTrackedProperty,
        s_ownedMemberCannotBeReleased,
        s_ownedMemberIsOnlyAsync,
        s_unknownAfter,
        s_cyclicAfter,
        s_capabilityMethodSignature,
        s_releaseHandlerSignature,
        s_invalidAttributeValue,
    }.ToImmutableArray();

    public static DiagnosticDescriptor Get(string id) => All.First(rule => rule.Id == id);
}
