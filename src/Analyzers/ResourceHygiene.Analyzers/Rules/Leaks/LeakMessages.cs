using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Rules.Leaks;

/// <summary>Words for leaks: what, where acquired, what decides, what to do.</summary>
internal static class LeakMessages
{
    /// <param name="finding">The finding.</param>
    /// <param name="limit">The most characters that one name may take.</param>
    public static object[] ArgumentsFor(OwnershipFinding finding, int limit)
    {
        string type = ResourceWords.TypeName(finding, limit);
        string verb = ResourceWords.Verb(finding.Site);
        string place = ResourceWords.Shorten(finding.Place ?? "", limit);
        string member = ResourceWords.Shorten(finding.Member ?? "", limit);
        return finding.Kind switch
        {
            FindingKind.NeverReleased => new object[] { type, place, verb, ResourceWords.RemedyForLocal(finding.Traits, limit) },
            FindingKind.NotReleasedOnSomePath =>
                new object[] { type, place, verb, ResourceWords.DecisionOf(finding, limit), finding.IsHandedOn ? "release it there too" : ResourceWords.RemedyForLocal(finding.Traits, limit) },
            FindingKind.LeaksIfThrows =>
                new object[] { type, place, verb, member, ResourceWords.LineOf(finding.Witness[0]), finding.IsHandedOn ? "release it in a 'catch'" : ResourceWords.RemedyForLocal(finding.Traits, limit) },
            FindingKind.Overwritten => new object[] { place, type, verb, ResourceWords.LineOf(finding.Site.Syntax.GetLocation()) },
            FindingKind.CollectionNotReleased => new object[] { place, ResourceWords.LineOf(finding.Witness[0]), type },
            FindingKind.HeldAcrossYield => new object[] { type, place, verb, ResourceWords.LineOf(finding.Witness[0]), ResourceWords.RemedyForLocal(finding.Traits, limit) },
            FindingKind.LockHeldAcrossStop => new object[] { place, verb, finding.Decision!, ResourceWords.LineOf(finding.Witness[0]), finding.Member == "yield" ? "leave it before" : "leave it before, or use a SemaphoreSlim" },
            FindingKind.TemporaryLeaksIfThrows => new object[] { type, verb, member },
            _ => new object[] { type, verb, HowDiscarded(finding.Consumer, limit), ResourceWords.RemedyForTemporary(finding.Traits, limit) },
        };
    }

    private static string HowDiscarded(Discard? consumer, int limit) => consumer switch
    {
        { Form: DiscardForm.Removed, Member: { } collection } => $"is taken out of '{ResourceWords.Shorten(collection, limit)}' and never released",
        { Form: DiscardForm.Argument, Member: { } member } => $"is passed to '{ResourceWords.Shorten(member, limit)}', which does not release it",
        { Form: DiscardForm.Receiver, Member: { } member } => $"is used for '{ResourceWords.Shorten(member, limit)}' and never released",
        _ => "is discarded and never released",
    };
}
