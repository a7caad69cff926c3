using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Ownership;
using ResourceHygiene.Analyzers.Ownership.Scopes;

namespace ResourceHygiene.Analyzers.Rules.Torch;

/// <summary>Words for tensors that nobody owns, or whose scope ends too early or too late.</summary>
internal static class ScopeMessages
{
    private const string OpenScope = "open a DisposeScope";

    /// <param name="finding">The finding.</param>
    /// <param name="rule">The rule that it is reported by.</param>
    /// <param name="limit">The most characters that one name may take.</param>
    public static object[] ArgumentsFor(OwnershipFinding finding, DiagnosticDescriptor rule, int limit)
    {
        string source = ResourceWords.Shorten(finding.Site is IInvocationOperation or IObjectCreationOperation ? RawFamilies.NameOf(finding.Site) : ScopedAnalysis.NameOf(finding.Site), limit);
        string member = ResourceWords.Shorten(finding.Member ?? "", limit);
        string decision = ResourceWords.Shorten(finding.Decision ?? "", limit);
        string type = ResourceWords.TypeName(finding, limit);
        string place = finding.Place is { } name ? $"'{ResourceWords.Shorten(name, limit)}'" : "";
        string subject = place.Length > 0 ? $"{type} {place}" : type;
        if (rule == ScopeDescriptors.DetachedNotOwned || rule == ScopeDescriptors.MovedToNobody)
            return new object[] { place.Length > 0 ? place : type, source, HowLost(finding, limit), rule == ScopeDescriptors.MovedToNobody ? "dispose it, or open a scope around the loop" : Remedy(finding) };
        if (rule == ScopeDescriptors.ModuleNotReleased)
            return new object[] { subject, ResourceWords.Verb(finding.Site), HowLost(finding, limit), Remedy(finding) };
        return finding.Kind switch
        {
            FindingKind.IntermediatesLost => finding.Count == 1
                ? new object[] { $"Intermediate {type} of '{decision}'", "is never disposed", "keep it in a 'using' variable, or " + OpenScope }
                : new object[] { $"{finding.Count} intermediate tensors ('{decision}')", "are never disposed", OpenScope },
            FindingKind.PartsDropped => new object[] { finding.Decision is null ? $"What '{member}' returns" : $"'{decision}' of what '{member}' returns", finding.Count > 1 ? "are never disposed" : "is never disposed", "keep each part in a 'using' variable, or " + OpenScope },
            FindingKind.LeftToCaller => new object[] { $"'{member}'", finding.Count == 1 ? "leaves a tensor to its caller's scope, if there is one" : $"leaves {finding.Count} tensors to its caller's scope, if there is one", OpenScope + " and move the result out" },
            FindingKind.EscapesScope => new object[] { subject, decision, ResourceWords.Shorten(finding.Scope!.Name, limit), ResourceWords.LineOf(finding.Witness[0]), HowToLeave(finding) },
            FindingKind.GrowsInScope => new object[] { source, ResourceWords.LineOf(finding.Witness[1]), ResourceWords.Shorten(finding.Scope!.Name, limit), ResourceWords.LineOf(finding.Witness[0]) },
            FindingKind.UsingOnReceiver => new object[] { ResourceWords.Shorten(finding.Place!, limit), member },
            FindingKind.Overwritten => new object[] { place, $"is overwritten while it still owns the {type} of '{source}' (line {ResourceWords.LineOf(finding.Site.Syntax.GetLocation())})", "dispose of it first, or " + OpenScope },
            FindingKind.CollectionNotReleased => new object[] { place, $"collects tensors (first on line {ResourceWords.LineOf(finding.Witness[0])}) that nothing disposes", "dispose each when done, or " + OpenScope },
            _ => new object[] { place.Length > 0 ? $"{subject} of '{source}'" : $"{type} of '{source}'", HowLost(finding, limit), Remedy(finding) },
        };
    }

    /// <summary>The method that takes what escapes its scope out of it in time; null where there is none.</summary>
    public static string? WayOut(OwnershipFinding finding) => finding.Scope!.WayOut(finding.Decision!.StartsWith("returned", StringComparison.Ordinal));

    private static string HowToLeave(OwnershipFinding finding) => WayOut(finding) switch
    {
        null => "make it outside of that",
        { } method when finding.Scope!.IsLeftByItsMethod => $"take it out with '{method}' of the scope",
        { } method => $"call '{method}()' on it",
    };

    private static string HowLost(OwnershipFinding finding, int limit) => finding.Kind switch
    {
        FindingKind.NotReleasedOnSomePath => $"is not disposed when {ResourceWords.DecisionOf(finding, limit)}",
        FindingKind.Overwritten => "is overwritten before it is disposed",
        FindingKind.Discarded => "is kept nowhere",
        FindingKind.CollectionNotReleased => "is never disposed",
        _ => "is never disposed",
    };

    private static string Remedy(OwnershipFinding finding) => finding.Kind switch
    {
        FindingKind.Overwritten => "dispose of it first",
        FindingKind.NotReleasedOnSomePath when finding.IsHandedOn => "dispose of it there too",
        FindingKind.Discarded => "keep it in a 'using' variable",
        _ => "declare it with 'using'",
    };
}
