using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Ownership.Owners;

namespace ResourceHygiene.Analyzers.Rules.Owners;

/// <summary>Words for what is wrong with an owner: what, where acquired, what decides, what to do.</summary>
internal static class OwnerMessages
{
    /// <param name="finding">The finding.</param>
    /// <param name="limit">The most characters that one name may take.</param>
    public static object[] ArgumentsFor(OwnerFinding finding, int limit)
    {
        string type = Short(finding.Type.Name);
        string place = Short(finding.Place);
        string resource = finding.Resource is { } known ? ResourceWords.TypeName(known, limit) : "";
        return finding.Kind switch
        {
            OwnerFindingKind.NotReleased => new object[] { type, place, resource, Acquired(finding, " "), Short(finding.Other), Others(finding, limit) },
            OwnerFindingKind.NotDisposable => new object[] { type, resource, place, AndOthers(finding, limit), finding.Detail },
            OwnerFindingKind.Overwritten => new object[] { place, Short(finding.Other), resource, Acquired(finding, " ") },
            OwnerFindingKind.ConstructorLeaks => new object[] { resource, place, Short(finding.Other), LineOf(finding.Witness), type },
            OwnerFindingKind.BaseNotCalled => new object[] { type, place, Short(finding.Detail), Short(finding.Other) },
            OwnerFindingKind.ForeignReleased => new object[] { Short(finding.Other), place, finding.Detail },
            OwnerFindingKind.OtherDisposerMisses => new object[] { type, place, resource, finding.Detail.Length == 0
                ? $"has only DisposeAsync, and '{type}' has only '{finding.Other}'; implement IAsyncDisposable"
                : $"is released by '{finding.Detail}', but '{finding.Other}' leaves it out; release it there too" },
            _ => new object[] { place, resource, LineOf(finding.Witness) },
        };

        string Short(string text) => ResourceWords.Shorten(text, limit);
    }

    private static string Acquired(OwnerFinding finding, string before) => finding.Site is { } site
        ? $"{before}{ResourceWords.Verb(site)} on line {ResourceWords.LineOf(site.Syntax.GetLocation())}"
        : "";

    private static string Others(OwnerFinding finding, int limit) =>
        finding.Detail.Length == 0 ? "" : $" (it releases {ResourceWords.Shorten(finding.Detail, limit)})";

    private static string AndOthers(OwnerFinding finding, int limit) =>
        finding.Other.Length == 0 ? Acquired(finding, ", ") + (finding.Site is null ? "" : ",") : $" (and more in {ResourceWords.Shorten(finding.Other, limit)})";

    private static int LineOf(ImmutableArray<Location> witness) => witness.IsEmpty ? 0 : ResourceWords.LineOf(witness[0]);
}
