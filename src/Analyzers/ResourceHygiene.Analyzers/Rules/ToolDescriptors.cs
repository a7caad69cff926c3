using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Rules;

/// <summary>What the tool has to say about itself.</summary>
internal static class ToolDescriptors
{
    public static readonly DiagnosticDescriptor BudgetExceeded = new(
        RuleIds.BudgetExceeded,
        "Analysis budget exceeded",
        "Not all paths of '{0}' were followed, so leaks in it may go unreported; split it into smaller methods",
        RuleCategories.Tool,
        DiagnosticSeverity.Hidden,
        isEnabledByDefault: true,
        description: "The body has more paths than the analysis follows, so its answer about a resource is incomplete.",
        helpLinkUri: RuleIds.HelpLink(RuleIds.BudgetExceeded));

    public static readonly DiagnosticDescriptor OwnershipGuessed = new(
        RuleIds.OwnershipGuessed,
        "Ownership was guessed",
        "Nothing says who owns {0} of '{1}'; taken as {2}; say it with {3} or a line in a .contracts.txt file",
        RuleCategories.Tool,
        DiagnosticSeverity.Hidden,
        isEnabledByDefault: true,
        description: "The body of the method cannot be seen, and neither an annotation nor a contract file says what it does to resources, so its name and types decided. Listed in audit mode only.",
        helpLinkUri: RuleIds.HelpLink(RuleIds.OwnershipGuessed));

    public static readonly DiagnosticDescriptor SettingInvalid = new(
        RuleIds.SettingInvalid,
        "Setting cannot be understood",
        "The setting '{0}' {1}; {2}",
        RuleCategories.Tool,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A key of an .editorconfig or .globalconfig file that begins with 'resource_hygiene' is none that is known, or has a value that means nothing, so it has no effect.",
        helpLinkUri: RuleIds.HelpLink(RuleIds.SettingInvalid),
        customTags: WellKnownDiagnosticTags.CompilationEnd);
}
