using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules.TrackedTargets;
using ResourceHygiene.Shared;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Analyzers.Rules.Workers;

/// <summary>The words for what stops a class from having worker commands. All are errors: without the generated part there is no client.</summary>
internal static class WorkerDescriptors
{
    private static readonly DiagnosticDescriptor s_typeUnsupported = new(
        RuleIds.WorkerTypeUnsupported,
        "Class cannot have worker commands",
        "'{0}' cannot have worker commands: {1}",
        RuleCategories.TrackedTargets, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.WorkerTypeUnsupported));

    private static readonly DiagnosticDescriptor s_commandSignature = new(
        RuleIds.WorkerCommandSignature,
        "Method cannot be a worker command",
        "'{0}' cannot be a worker command: {1}",
        RuleCategories.TrackedTargets, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.WorkerCommandSignature));

    private static readonly DiagnosticDescriptor s_valueCannotCross = new(
        RuleIds.WorkerValueCannotCross,
        "Value cannot cross to a worker process",
        "'{0}' cannot cross to a worker: {1}",
        RuleCategories.TrackedTargets, DiagnosticSeverity.Error, isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.WorkerValueCannotCross));

    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        s_typeUnsupported, s_commandSignature, s_valueCannotCross, TrackedTargetDescriptors.Get(RuleIds.InvalidAttributeValue));

    public static Diagnostic ToDiagnostic(TargetProblem problem)
    {
        DiagnosticDescriptor rule = All.First(descriptor => descriptor.Id == problem.RuleId);
        object[] arguments = MessageLength.Fit(rule, limit => [.. problem.Arguments.Select((argument, i) => (object)(i == 0 ? Shorten(argument, limit) : ShortenNames(argument, limit)))]);
        return Diagnostic.Create(rule, problem.Location, arguments);
    }

    private static string Shorten(string name, int limit) => name.Length > limit ? name.Substring(0, limit - 1) + "…" : name;

    /// <summary>What stands in quotes in a reason is a name, or a path of names.</summary>
    private static string ShortenNames(string reason, int limit)
    {
        string[] parts = reason.Split('\'');
        bool areClosed = parts.Length % 2 == 1;
        return areClosed ? string.Join("'", parts.Select((part, i) => i % 2 == 0 ? part : Shorten(part, limit))) : reason;
    }
}
