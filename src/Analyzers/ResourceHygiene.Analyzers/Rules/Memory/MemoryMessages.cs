using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Rules.Memory;

/// <summary>Words for what a call says must be released: what, from where, what decides, what to do.</summary>
internal static class MemoryMessages
{
    /// <param name="finding">The finding.</param>
    /// <param name="releaser">What should release it; null where nobody says.</param>
    /// <param name="limit">The most characters that one name may take.</param>
    public static object[] ArgumentsFor(OwnershipFinding finding, Releaser? releaser, int limit)
    {
        string place = ResourceWords.Shorten(finding.Place ?? "", limit);
        string member = ResourceWords.Shorten(finding.Member ?? "", limit);
        string source = ResourceWords.Shorten(RawFamilies.NameOf(finding.Site), limit);
        return finding.Kind switch
        {
            FindingKind.ReleasedByOther => new object[] { place, source, ResourceWords.LineOf(finding.Witness[0]), member, ResourceWords.Shorten(releaser?.Name ?? "its own function", limit) },
            FindingKind.StoredRaw => new object[] { place, source, member },
            FindingKind.ReleasedTwice => new object[] { place, $"was already returned by '{member}' on line {LineOf(finding)}", "remove this second return" },
            FindingKind.UsedAfterRelease => new object[] { place, $"is used after '{member}' returned it to its pool on line {LineOf(finding)}", "return it after its last use" },
            FindingKind.ReleasedAndHandedOut => new object[] { place, $"is {ResourceWords.DecisionOf(finding, limit)}, but '{member}' on line {LineOf(finding)} returns it to its pool", "hand it over without returning it" },
            FindingKind.ViewUsedAfterRelease => finding.IsHandedOn
                ? new object[] { ResourceWords.DecisionOf(finding, limit), $"looks into '{place}', which '{member}' on line {LineOf(finding)} returns to its pool", "return a copy" }
                : new object[] { ResourceWords.DecisionOf(finding, limit), $"looks into '{place}', which '{member}' on line {LineOf(finding)} returned to its pool", "return it after the last use" },
            _ => new object[] { finding.Place is null ? "What comes" : $"'{place}'", source, HowLost(finding, member, limit), Remedy(finding, releaser, limit) },
        };
    }

    private static int LineOf(OwnershipFinding finding) => ResourceWords.LineOf(finding.Witness[0]);

    private static string HowLost(OwnershipFinding finding, string member, int limit)
    {
        string done = RawFamilies.KindOf(finding.Traits.Family!) switch { RawKind.Pool => "returned", RawKind.Temp => "deleted", _ => "freed" };
        return finding.Kind switch
        {
            FindingKind.NotReleasedOnSomePath => $"is not {done} when {ResourceWords.DecisionOf(finding, limit)}",
            FindingKind.LeaksIfThrows => $"is not {done} if '{member}' (line {LineOf(finding)}) throws",
            FindingKind.HeldAcrossYield => $"is not {done} if enumeration stops at the 'yield return' on line {LineOf(finding)}",
            FindingKind.Overwritten => $"(line {LineOf(finding)}) is overwritten before it is {done}",
            FindingKind.Discarded => $"is kept nowhere and never {done}",
            _ => $"is never {done} on any path",
        };
    }

    private static string Remedy(OwnershipFinding finding, Releaser? releaser, int limit)
    {
        string call = releaser is null ? "release it" : $"call '{ResourceWords.Shorten(releaser.Name, limit)}'";
        return finding.Kind switch
        {
            FindingKind.Overwritten => call + " first",
            FindingKind.Discarded => "keep it and " + call,
            _ when finding.IsHandedOn => call + " there too",
            _ => call + " in a 'finally'",
        };
    }
}
