using System.Text.RegularExpressions;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Configuration;

/// <summary>
/// docs/configuration.md shows each key with an example: a piece of <c>.editorconfig</c>, and code in which a comment
/// <c>// RHxxxx without it</c> or <c>// RHxxxx with it</c> says what the key changes.
/// </summary>
public sealed partial class DocumentedSettingsTests
{
    private static readonly Dictionary<string, (string Config, string Code)> s_examples = Example()
        .Matches(File.ReadAllText(RepositoryPaths.Combine("docs", "configuration.md")).ReplaceLineEndings("\n"))
        .ToDictionary(static match => match.Groups["key"].Value, static match => (match.Groups["config"].Value, match.Groups["code"].Value));

    private static readonly string[] s_keys = ["always_throws", "ignored_types", "never_throws", "path_budget", "release.<Type>", "tier.<Type>"];

    public static TheoryData<string> Keys => [.. s_keys];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task The_example_of_a_key_is_true(string key)
    {
        (string config, string code) = s_examples[key];

        Assert.Equal(Expected(code, "with it"), await ConfiguredRun.ReportsAsync("root = true\n" + config, ("Example.cs", code)));
        Assert.Equal(Expected(code, "without it"), await ConfiguredRun.ReportsAsync("root = true\n", ("Example.cs", code)));
        Assert.NotEqual(Expected(code, "with it"), Expected(code, "without it"));
    }

    [Fact]
    public void Nothing_else_is_documented_as_a_key() => Assert.Equal(s_keys, s_examples.Keys.Order(StringComparer.Ordinal));

    private static string[] Expected(string code, string when) =>
    [
        .. code.Split('\n')
            .Select((line, index) => (Match: Comment().Match(line), Number: index + 1))
            .Where(found => found.Match.Success && found.Match.Groups["when"].Value is var said && (said == when || said.Length == 0))
            .Select(static found => $"Example.cs({found.Number}): {found.Match.Groups["id"].Value}")
    ];

    [GeneratedRegex("### `resource_hygiene\\.(?<key>[^`]+)`\n.*?```ini\n(?<config>.*?)```\n+```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("// (?<id>RH\\d+)(?: (?<when>with it|without it))?$")]
    private static partial Regex Comment();
}
