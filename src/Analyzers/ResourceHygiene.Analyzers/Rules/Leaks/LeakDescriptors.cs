using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Rules.Leaks;

/// <summary>The rules about resources that one body acquires and loses.</summary>
internal static class LeakDescriptors
{
    public static readonly DiagnosticDescriptor NotReleasedOnAnyPath = new(
        RuleIds.NotReleasedOnAnyPath,
        "Resource is not released on any path",
        "{0} '{1}' ({2} here) is never released on any path; {3}",
        RuleCategories.Leaks,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A resource is acquired into a local variable, and no path of the method releases it, returns it, stores it or hands it to a new owner.",
        helpLinkUri: RuleIds.HelpLink(RuleIds.NotReleasedOnAnyPath));

    public static readonly DiagnosticDescriptor AcquiredAndDiscarded = new(
        RuleIds.AcquiredAndDiscarded,
        "Acquired resource is discarded",
        "{0} ({1} here) {2}; {3}",
        RuleCategories.Leaks,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A resource is acquired by an expression whose value nothing keeps, so nobody can release it.",
        helpLinkUri: RuleIds.HelpLink(RuleIds.AcquiredAndDiscarded));
}
