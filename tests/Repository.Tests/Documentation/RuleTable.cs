using ResourceHygiene.Testing;

namespace ResourceHygiene.Repository.Tests.Documentation;

/// <summary>The table of rules in the README.</summary>
internal static class RuleTable
{
    private const string Begin = "<!-- rules:begin -->";
    private const string End = "<!-- rules:end -->";

    /// <summary>Puts the table of these rules between the markers.</summary>
    public static string Replace(string readme, IEnumerable<Rule> rules)
    {
        int begin = readme.IndexOf(Begin, StringComparison.Ordinal);
        int end = readme.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new VerificationException($"The README has no markers {Begin} and {End} for its table of rules.");

        string rows = string.Concat(rules.Select(static rule => $"| [{rule.Id}](docs/rules/{rule.Id}.md) | {rule.Title} | {rule.Severity} |\n"));
        return $"{readme[..begin]}{Begin}\n| rule | says | default |\n|---|---|---|\n{rows}{readme[end..]}";
    }
}
