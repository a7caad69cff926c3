using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Rules.Contracts;

/// <summary>The rules about contracts themselves.</summary>
internal static class ContractDescriptors
{
    public static readonly DiagnosticDescriptor OwnedResultUnsaid = new(
        RuleIds.OwnedResultUnsaid,
        "Public method hands out something owned without saying so",
        "'{0}' {1}; {2}",
        RuleCategories.Contracts,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A method that other assemblies call makes a resource for its caller, and neither an annotation nor its name nor its type tells the caller to release it.",
        helpLinkUri: RuleIds.HelpLink(RuleIds.OwnedResultUnsaid));

    public static readonly DiagnosticDescriptor AnnotationContradictsBody = new(
        RuleIds.AnnotationContradictsBody,
        "Annotation contradicts the code",
        "{0} on '{1}' {2}; {3}",
        RuleCategories.Contracts,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Callers are analysed by what the annotation says, and the body does something else, so resources leak or are released twice.",
        helpLinkUri: RuleIds.HelpLink(RuleIds.AnnotationContradictsBody));

    public static readonly DiagnosticDescriptor OverrideChangesContract = new(
        RuleIds.OverrideChangesContract,
        "Override or implementation changes the ownership contract",
        "'{0}' {1}, but '{2}' says {3}; callers rely on that",
        RuleCategories.Contracts,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Who calls through the base type or interface relies on its contract, whichever method runs in the end.",
        helpLinkUri: RuleIds.HelpLink(RuleIds.OverrideChangesContract));

    public static readonly DiagnosticDescriptor DiffersFromBaseline = new(
        RuleIds.DiffersFromBaseline,
        "Ownership of a public member differs from the baseline",
        "'{0}' {1}; {2}",
        RuleCategories.Contracts,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "What a public member does to the resources of its callers is part of the API. The file ownership.baseline.txt keeps what was promised.",
        helpLinkUri: RuleIds.HelpLink(RuleIds.DiffersFromBaseline));

    public static readonly DiagnosticDescriptor LineInvalid = new(
        RuleIds.ContractLineInvalid,
        "Contract line cannot be read",
        "Line {0} is wrong: {1}; {2}",
        RuleCategories.Contracts,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A line of a contract file does not follow the grammar, or is about a member that its type does not declare, so it says nothing.",
        helpLinkUri: RuleIds.HelpLink(RuleIds.ContractLineInvalid));
}
