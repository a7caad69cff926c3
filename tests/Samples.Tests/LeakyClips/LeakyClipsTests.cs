using System.Globalization;
using System.Text.RegularExpressions;
using ResourceHygiene.Testing;

namespace Samples.Tests.LeakyClips;

public sealed partial class LeakyClipsTests
{
    private static readonly string Sample = RepositoryPaths.Combine("samples", "LeakyClips");

    [Fact]
    public async Task It_does_not_compile_and_exactly_the_marked_lines_are_errors()
    {
        // What it refers to was built with these tests, in the same configuration.
        ProcessResult build = await new ProcessRunner().DotnetAsync(
            "build", Sample, "--no-dependencies", "-c", new DirectoryInfo(AppContext.BaseDirectory).Name);

        Assert.NotEqual(0, build.ExitCode);
        SortedSet<(string File, int Line, string Id)> reported = [.. Diagnostic().Matches(build.Output).Select(match =>
            (Path.GetFileName(match.Groups["file"].Value), int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture), match.Groups["id"].Value))];
        Assert.Equal(Marked(), reported);
        Assert.DoesNotContain(": warning ", build.Output, StringComparison.Ordinal);
        Assert.True(reported.Count(error => error.Id is "RH1001" or "RH1004") >= 8);
    }

    private static SortedSet<(string File, int Line, string Id)> Marked()
    {
        SortedSet<(string, int, string)> marks = [];
        foreach (string path in Directory.EnumerateFiles(Sample, "*.cs"))
        {
            foreach ((int index, string line) in File.ReadAllLines(path).Index())
            {
                if (Mark().Match(line) is { Success: true } mark)
                    marks.Add((Path.GetFileName(path), index + 1, mark.Groups["id"].Value));
            }
        }

        return marks;
    }

    [GeneratedRegex(@"^\s*(?<file>[^\s(]+\.cs)\((?<line>\d+),\d+\): error (?<id>\w+):", RegexOptions.Multiline)]
    private static partial Regex Diagnostic();

    [GeneratedRegex(@"// (?<id>RH\d{4}): \S")]
    private static partial Regex Mark();
}
