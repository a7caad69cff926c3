using ResourceHygiene.Testing;

namespace ResourceHygiene.Repository.Tests.Documentation;

/// <summary>
/// The pages of the rules and the README's table say what the rules say. <c>RH_UPDATE_DOCS=1</c> rewrites the headers and
/// the table; the text of a page is written by people.
/// </summary>
public sealed class RuleDocumentationTests
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("RH_UPDATE_DOCS") == "1";

    public static TheoryData<string> RuleIds => [.. RuleCatalog.Rules.Select(static rule => rule.Id)];

    [Fact]
    public void An_id_means_one_thing() =>
        Nothing.In(RuleCatalog.Rules.GroupBy(static rule => rule.Id).Where(static same => same.Count() > 1).Select(static same => same.Key));

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void The_page_says_title_category_and_severity_of_the_rule(string id)
    {
        Rule rule = RuleCatalog.Rules.Single(rule => rule.Id == id);
        string page = RepositoryPaths.Combine("docs", "rules", $"{id}.md");
        Assert.True(File.Exists(page), $"docs/rules/{id}.md is missing.");

        string text = File.ReadAllText(page);
        string expected = RulePage.WithHeader(text, rule);
        if (Update && text != expected)
            File.WriteAllText(page, text = expected);

        Assert.Equal(expected, text);
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void The_help_link_leads_to_the_page(string id) =>
        Assert.EndsWith($"/docs/rules/{id}.md", RuleCatalog.Rules.Single(rule => rule.Id == id).HelpLink, StringComparison.Ordinal);

    [Fact]
    public void Every_page_belongs_to_a_rule()
    {
        var pages = Directory.GetFiles(RepositoryPaths.Combine("docs", "rules"), "RH*.md").Select(Path.GetFileNameWithoutExtension);

        Nothing.In(pages.Except(RuleCatalog.Rules.Select(static rule => rule.Id)));
    }

    [Fact]
    public void The_table_of_the_readme_lists_the_rules()
    {
        string readme = RepositoryPaths.Combine("README.md");
        string text = File.ReadAllText(readme);
        string expected = RuleTable.Replace(text, RuleCatalog.Rules);
        if (Update && text != expected)
            File.WriteAllText(readme, text = expected);

        Assert.Equal(expected, text);
    }

    [Fact]
    public void A_stale_header_is_replaced_and_the_text_is_kept()
    {
        Rule rule = new("RH1", "New title", "New.Category", "Error", "");
        string stale = "# RH1: Old title\n\n| | |\n|---|---|\n| Category | Old |\n| Default severity | Info |\n\n## Cause\n\nText.\n";

        Assert.Equal(
            "# RH1: New title\n\n| | |\n|---|---|\n| Category | New.Category |\n| Default severity | Error |\n\n## Cause\n\nText.\n",
            RulePage.WithHeader(stale, rule));
    }

    [Fact]
    public void A_stale_table_is_replaced_between_its_markers() =>
        Assert.Equal(
            "Before\n<!-- rules:begin -->\n| rule | says | default |\n|---|---|---|\n| [RH1](docs/rules/RH1.md) | Title | Warning |\n<!-- rules:end -->\nAfter\n",
            RuleTable.Replace("Before\n<!-- rules:begin -->\nold\n<!-- rules:end -->\nAfter\n", [new Rule("RH1", "Title", "Category", "Warning", "")]));
}
