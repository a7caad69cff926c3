using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Rules.Releases;

/// <summary>Words for what happens after a release.</summary>
internal static class ReleaseMessages
{
    /// <param name="finding">The finding.</param>
    /// <param name="limit">The most characters that one name may take.</param>
    public static object[] ArgumentsFor(OwnershipFinding finding, int limit)
    {
        string place = ResourceWords.Shorten(finding.Place ?? "", limit);
        string member = ResourceWords.Shorten(finding.Member ?? "", limit);
        return finding.Kind switch
        {
            FindingKind.BudgetExceeded => new object[] { place },
            FindingKind.ReleasedAndHandedOut => new object[] { place, ResourceWords.DecisionOf(finding, limit), member, ResourceWords.LineOf(finding.Witness[0]) },
            FindingKind.ViewUsedAfterRelease => new object[]
            {
                ResourceWords.DecisionOf(finding, limit), place, member, ResourceWords.LineOf(finding.Witness[0]),
                finding.IsHandedOn ? "releases; return a copy" : "released; release the owner after the last use",
            },
            _ => new object[] { place, member, ResourceWords.LineOf(finding.Witness[0]) },
        };
    }
}
