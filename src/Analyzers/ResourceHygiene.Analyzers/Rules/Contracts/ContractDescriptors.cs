using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Rules.Contracts;

/// <summary>The rules about contracts themselves.</summary>
internal static class ContractDescriptors
{
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
