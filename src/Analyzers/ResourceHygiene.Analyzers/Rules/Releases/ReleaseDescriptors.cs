using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Rules.Releases;

/// <summary>The rules about what happens to a resource after it was released.</summary>
internal static class ReleaseDescriptors
{
    public static readonly DiagnosticDescriptor ReleasedTwice = Create(
        RuleIds.ReleasedTwice,
        "Resource is released twice",
        "'{0}' was already released by '{1}' on line {2}; remove this second release",
        DiagnosticSeverity.Info,
        "On every path to this release the resource is released already. A warning where a second release does harm, as with pools, native memory and handles.");

    public static readonly DiagnosticDescriptor PossiblyReleasedTwice = Create(
        RuleIds.PossiblyReleasedTwice,
        "Resource is possibly released twice",
        "'{0}' may already have been released by '{1}' on line {2}; release it on one path only",
        DiagnosticSeverity.Info,
        "On some path to this release the resource is released already. A warning where a second release does harm, as with pools, native memory and handles.");

    public static readonly DiagnosticDescriptor UsedAfterRelease = Create(
        RuleIds.UsedAfterRelease,
        "Resource is used after it was released",
        "'{0}' is used after '{1}' released it on line {2}; release it after its last use",
        DiagnosticSeverity.Warning,
        "On every path to this use the resource is released already.");

    public static readonly DiagnosticDescriptor PossiblyUsedAfterRelease = Create(
        RuleIds.PossiblyUsedAfterRelease,
        "Resource is possibly used after it was released",
        "'{0}' may have been released by '{1}' on line {2} before this use; release it after its last use",
        DiagnosticSeverity.Info,
        "On some path to this use the resource is released already.");

    public static readonly DiagnosticDescriptor ReleasedAndHandedOut = Create(
        RuleIds.ReleasedAndHandedOut,
        "Released resource is returned or stored",
        "'{0}' is {1}, but '{2}' on line {3} releases it; hand it over without releasing it",
        DiagnosticSeverity.Warning,
        "A resource leaves the method by its result, an out parameter or a field, and the method releases it all the same: whoever gets it cannot use it.");

    public static readonly DiagnosticDescriptor ViewUsedAfterRelease = Create(
        RuleIds.ViewUsedAfterRelease,
        "View of a resource is used after its owner was released",
        "'{0}' looks into '{1}', which '{2}' on line {3} {4}",
        DiagnosticSeverity.Warning,
        "A span, memory, pointer or enumerator is used, or returned, after the resource that it was taken from was released.");

    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        ReleasedTwice, PossiblyReleasedTwice, UsedAfterRelease, PossiblyUsedAfterRelease, ReleasedAndHandedOut, ViewUsedAfterRelease);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity, string description) =>
        new(id, title, message, RuleCategories.Releases, severity, isEnabledByDefault: true, description, RuleIds.HelpLink(id));
}
