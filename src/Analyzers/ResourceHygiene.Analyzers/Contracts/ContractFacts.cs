using System.Collections.Immutable;
using Word = ResourceHygiene.Analyzers.Contracts.ContractParser.Word;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>Reads one fact, and knows about what each verb may be stated.</summary>
internal static class ContractFacts
{
    private const string AboutTypes = "tier, borrowed, once, reopens, scoped, scope, nothrow, detached or usable";
    private const string AboutEntryPoints = "owned, releases, takes, borrowed, escapes or tier";
    private const string AboutMembers = "tier, owned, borrowed, takes, keeps, alias, releases, escapes, nothrow, view, shares, detached, adopts or usable";

    /// <summary>Reads the words from <paramref name="start"/> up to <paramref name="end"/>.</summary>
    /// <param name="words">The words of the line.</param>
    /// <param name="start">The verb.</param>
    /// <param name="end">Behind the last word of the fact.</param>
    /// <param name="subject">T, M, P, F, N or E.</param>
    public static ContractFact Parse(ImmutableArray<Word> words, int start, int end, char subject)
    {
        Word word = words[start];
        if (VerbOf(word.Text) is not { } verb)
            throw new UnreadableException(word, $"'{ContractSubjects.Shorten(word.Text)}' is not a fact", Expected(subject));
        if (!MayBeAbout(verb, subject))
            throw new UnreadableException(word, $"'{word.Text}' cannot be said about a {KindOf(subject)}", Expected(subject));

        // The family ends the fact, so that what is before it reads as it does without one.
        if (verb is ContractVerb.Owned or ContractVerb.Releases && end - start > 2 && words[end - 2].Text == "as")
            return Parse(words, start, end - 2, subject) with { Family = words[end - 1].Text };
        if (verb is ContractVerb.Owned or ContractVerb.Releases && words[end - 1].Text == "as")
            throw new UnreadableException(words[end - 1], "'as' names no family", $"write '{word.Text} as family'");
        int length = end - start;
        if (verb == ContractVerb.Tier)
            return new ContractFact(verb, Tier: length == 2 ? TierOf(words[start + 1]) : throw Malformed(words, start, end, "tier critical' (normal, minor, none)"));
        if (length > 1 && (subject == 'T' || !TakesName(verb)))
            throw new UnreadableException(words[start + 1], $"'{word.Text}' stands alone here", "separate facts by ';'");
        if (length == 1)
        {
            return verb is ContractVerb.Takes or ContractVerb.Keeps or ContractVerb.Alias or ContractVerb.Escapes or ContractVerb.Shares
                ? throw new UnreadableException(word, $"'{word.Text}' does not say what", $"write '{word.Text} parameter'")
                : new ContractFact(verb);
        }

        Word name = words[start + 1];
        if (length == 2)
            return new ContractFact(verb, name.Text) { NameSpan = name.Span };
        if (length != 4 || words[start + 2].Text is not ("when" or "unless") || !TakesCondition(verb))
            throw Malformed(words, start, end, verb == ContractVerb.Owned ? "owned parameter' or 'owned as family'" : TakesCondition(verb) ? $"{word.Text} parameter' or '{word.Text} parameter when|unless flag'" : $"{word.Text} parameter'");
        Word flag = words[start + 3];
        return new ContractFact(verb, name.Text, flag.Text, words[start + 2].Text == "when") { NameSpan = name.Span, FlagSpan = flag.Span };
    }

    private static ContractVerb? VerbOf(string word) => word switch
    {
        "tier" => ContractVerb.Tier,
        "owned" => ContractVerb.Owned,
        "borrowed" => ContractVerb.Borrowed,
        "takes" => ContractVerb.Takes,
        "keeps" => ContractVerb.Keeps,
        "alias" => ContractVerb.Alias,
        "releases" => ContractVerb.Releases,
        "escapes" => ContractVerb.Escapes,
        "once" => ContractVerb.Once,
        "reopens" => ContractVerb.Reopens,
        "scoped" => ContractVerb.Scoped,
        "scope" => ContractVerb.Scope,
        "nothrow" => ContractVerb.NoThrow,
        "view" => ContractVerb.View,
        "usable" => ContractVerb.Usable,
        "detached" => ContractVerb.Detached,
        "shares" => ContractVerb.Shares,
        "adopts" => ContractVerb.Adopts,
        "reviewed" => ContractVerb.Reviewed,
        _ => null,
    };

    private static bool MayBeAbout(ContractVerb verb, char subject) => verb switch
    {
        ContractVerb.Reviewed => subject == 'N',
        _ when subject == 'E' => verb is ContractVerb.Owned or ContractVerb.Releases or ContractVerb.Takes or ContractVerb.Borrowed or ContractVerb.Escapes or ContractVerb.Tier,
        ContractVerb.Adopts => subject == 'M',
        ContractVerb.Once or ContractVerb.Reopens or ContractVerb.Scoped or ContractVerb.Scope => subject == 'T',
        ContractVerb.Tier or ContractVerb.Borrowed or ContractVerb.NoThrow or ContractVerb.Usable or ContractVerb.Detached => subject != 'N',
        _ => subject is not ('T' or 'N'),
    };

    private static bool TakesName(ContractVerb verb) => verb is not (ContractVerb.Scoped or ContractVerb.Scope or ContractVerb.NoThrow or ContractVerb.Usable or ContractVerb.Detached or ContractVerb.Adopts or ContractVerb.Reviewed);

    private static bool TakesCondition(ContractVerb verb) =>
        verb is ContractVerb.Borrowed or ContractVerb.Takes or ContractVerb.Keeps or ContractVerb.Alias or ContractVerb.Releases or ContractVerb.Escapes;

    private static ResourceTier TierOf(Word word) => word.Text switch
    {
        "none" => ResourceTier.None,
        "minor" => ResourceTier.Minor,
        "normal" => ResourceTier.Normal,
        "critical" => ResourceTier.Critical,
        _ => throw new UnreadableException(word, $"'{ContractSubjects.Shorten(word.Text)}' is not a tier", "use critical, normal, minor or none"),
    };

    private static UnreadableException Malformed(ImmutableArray<Word> words, int start, int end, string expected) =>
        new(words[Math.Min(start + 2, end - 1)], $"'{words[start].Text}' is not complete or says too much", $"write '{expected}");

    private static string Expected(char subject) =>
        "use " + (subject switch { 'T' => AboutTypes, 'N' => "reviewed", 'E' => AboutEntryPoints, _ => AboutMembers });

    private static string KindOf(char subject) => subject switch { 'T' => "type", 'N' => "namespace", 'E' => "native function", _ => "member" };
}
