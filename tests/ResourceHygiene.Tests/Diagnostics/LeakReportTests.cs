using System.Text;
using System.Text.Json;

namespace ResourceHygiene.Tests.Diagnostics;

public sealed class LeakReportTests
{
    private static readonly LeakRecord Frames = Leak("render_cache", "frames 0-24", 2000, new("/src/Clips/Render.cs", 17, "Render"));
    private static readonly LeakRecord MoreFrames = Frames with { Name = "frames 25-49", Bytes = 500 };
    private static readonly LeakRecord Index = Leak("subtitle_index", null, 0, new("/src/Clips/Index.cs", 4, "Open"));
    private static readonly LeakRecord Stray = Leak("temp_buffers", "stray", 1, default);

    [Fact]
    public void Leaks_of_one_place_are_one_group()
    {
        var report = LeakReport.From([Frames, Index, MoreFrames]);

        Assert.Equal(3, report.Count);
        Assert.Equal(2500, report.Bytes);
        Assert.Equal(
            "3 leaks from 2 places, 2.5 kB\n"
            + "subtitle_index was never released, acquired at Index.cs:4 (Open)\n"
            + "2 x render_cache ('frames 0-24', 'frames 25-49') were never released: 2.5 kB on host, acquired at Render.cs:17 (Render)",
            report.ToString());
    }

    [Fact]
    public void No_leaks_read_as_no_leaks() => Assert.Equal("no leaks", LeakReport.Empty.ToString());

    [Fact]
    public void Only_the_first_few_names_are_kept()
    {
        var report = LeakReport.From(Enumerable.Range(0, 1000).Select(static i => Frames with { Name = $"f{i}" }));

        Assert.Equal("f0 f1 f2 f3 f4", string.Join(' ', Assert.Single(report.Groups).Names));
        Assert.Contains("1000 x render_cache ('f0', 'f1', 'f2', 'f3', 'f4', ...) were never released", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_leaks_give_the_same_bytes_in_whatever_order_they_were_found()
    {
        var one = Sarif(LeakReport.From([Frames, Index, Stray]));
        var other = Sarif(LeakReport.Empty.With([Stray]).With([Index, Frames]));

        Assert.Equal(one, other);
        Assert.DoesNotContain("\r", one, StringComparison.Ordinal);
    }

    [Fact]
    public void Sarif_shows_a_leak_at_the_line_that_acquired_it()
    {
        using var log = JsonDocument.Parse(Sarif(LeakReport.From([Frames, MoreFrames]), "/src/"));
        var run = log.RootElement.GetProperty("runs")[0];
        var result = Assert.Single(run.GetProperty("results").EnumerateArray());

        Assert.Equal("RH1901", result.GetProperty("ruleId").GetString());
        Assert.Equal("RH1901", run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[0].GetProperty("id").GetString());
        Assert.Equal(2, result.GetProperty("occurrenceCount").GetInt64());
        Assert.Equal(2500, result.GetProperty("properties").GetProperty("bytes").GetInt64());
        Assert.Equal(
            "2 x render_cache ('frames 0-24', 'frames 25-49') were never released: 2.5 kB on host",
            result.GetProperty("message").GetProperty("text").GetString());
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("Clips/Render.cs", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal("%SRCROOT%", place.GetProperty("artifactLocation").GetProperty("uriBaseId").GetString());
        Assert.Equal(17, place.GetProperty("region").GetProperty("startLine").GetInt32());
    }

    [Theory]
    [InlineData("/src/a b/C#.cs", null, "file:///src/a%20b/C%23.cs", false)]
    [InlineData(@"C:\src\A.cs", null, "file:///C:/src/A.cs", false)]
    [InlineData(@"C:\src\A.cs", @"C:\src", "A.cs", true)]
    [InlineData("/src/A.cs", "/sr", "file:///src/A.cs", false)]
    [InlineData("/_/src/A.cs", null, "src/A.cs", true)]
    [InlineData("src/A.cs", null, "src/A.cs", true)]
    [InlineData(@"\\server\share\A.cs", null, "file://server/share/A.cs", false)]
    public void Source_files_become_uris(string file, string? root, string uri, bool isRelative)
    {
        using var log = JsonDocument.Parse(Sarif(LeakReport.From([Frames with { Site = new(file, 1, "M") }]), root));
        var artifact = log.RootElement.GetProperty("runs")[0].GetProperty("results")[0]
            .GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation");

        Assert.Equal(uri, artifact.GetProperty("uri").GetString());
        Assert.Equal(isRelative, artifact.TryGetProperty("uriBaseId", out _));
    }

    [Fact]
    public void Sarif_has_what_the_schema_requires_and_nothing_that_it_does_not_know()
    {
        using var log = JsonDocument.Parse(Sarif(LeakReport.From([Frames, Index, Stray])));

        SarifSchema.Check("sarifLog", log.RootElement);
    }

    [Theory]
    [InlineData("""{"runs":[]}""")]
    [InlineData("""{"version":"2.1.0","runs":[{"results":[]}]}""")]
    [InlineData("""{"version":"2.1.0","runs":[],"extra":1}""")]
    public void What_the_schema_does_not_allow_is_noticed(string json)
    {
        using var log = JsonDocument.Parse(json);

        Assert.ThrowsAny<Exception>(() => SarifSchema.Check("sarifLog", log.RootElement));
    }

    [Fact]
    public void A_saved_report_replaces_an_older_one_and_leaves_nothing_else()
    {
        var directory = Directory.CreateTempSubdirectory("rh-leaks-");
        try
        {
            var path = Path.Combine(directory.FullName, "out", "leaks.sarif");
            LeakReport.From([Frames, Index]).SaveSarif(path);
            LeakReport.From([Frames]).SaveSarif(path);

            Assert.Equal(Sarif(LeakReport.From([Frames])), File.ReadAllText(path));
            Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static string Sarif(LeakReport report, string? root = null)
    {
        using var stream = new MemoryStream();
        report.WriteSarif(stream, root);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static LeakRecord Leak(string type, string? name, long bytes, AcquisitionSite site) =>
        new(ResourceHandle.None, type, name, bytes, ResourceLocation.Host, site);
}
