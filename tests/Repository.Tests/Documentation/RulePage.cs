namespace ResourceHygiene.Repository.Tests.Documentation;

/// <summary>A page under docs/rules: a header made from the rule, then text from its first section on.</summary>
internal static class RulePage
{
    public static string WithHeader(string page, Rule rule)
    {
        int text = page.IndexOf("\n## ", StringComparison.Ordinal);
        string body = text < 0 ? "" : page[text..];
        return $"# {rule.Id}: {rule.Title}\n\n| | |\n|---|---|\n| Category | {rule.Category} |\n| Default severity | {rule.Severity} |\n{body}";
    }
}
