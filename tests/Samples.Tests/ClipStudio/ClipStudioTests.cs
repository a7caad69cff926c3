using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using ResourceHygiene.Testing;

namespace Samples.Tests.ClipStudio;

public sealed partial class ClipStudioTests : IDisposable
{
    private readonly StudioRun _studio = new();

    public void Dispose() => _studio.Dispose();

    [Fact]
    public async Task Without_arguments_it_makes_clips_of_the_bundled_recording()
    {
        (await _studio.RunAsync()).ShouldSucceed();

        string[] clips = [.. Directory.EnumerateDirectories(_studio.Output).Select(Path.GetFileName).Order()!];
        Assert.Equal(["narration-01", "narration-02", "narration-03", "narration-04"], clips);
        Assert.All(clips, clip =>
        {
            string folder = Path.Combine(_studio.Output, clip);
            Assert.True(new FileInfo(Path.Combine(folder, "sound.wav")).Length > 16_000);
            Assert.StartsWith("1\n00:00:00,000 --> ", File.ReadAllText(Path.Combine(folder, "subtitles.srt")), StringComparison.Ordinal);
            Assert.True(Directory.GetFiles(folder, "frame-*.png").Length > 10);
        });
    }

    [Fact]
    public async Task The_catalogue_lists_what_is_said_in_each_clip()
    {
        (await _studio.RunAsync("--clips", "2")).ShouldSucceed();

        Assert.Equal(
            ["But the children loved it, and they danced in the street!", "On the last day of summer the whole town came to listen!"],
            Catalogued("text"));
    }

    [Fact]
    public async Task The_default_budget_makes_it_let_go_and_say_why()
    {
        string output = (await _studio.RunAsync()).ShouldSucceed().Output;

        Assert.Contains("model_weights 'highlights.safetensors' let go: first in order (priority Low", output, StringComparison.Ordinal);
        Assert.Contains("subtitle_index 'narration.srt' trimmed", output, StringComparison.Ordinal);
        Assert.Contains("render_cache 'narration-01' let go", output, StringComparison.Ordinal);
        Assert.Contains("saved first", output, StringComparison.Ordinal);
        Assert.True(HeldAtMost(output) <= 24, output);
    }

    [Fact]
    public async Task Frames_that_were_let_go_are_the_same_when_they_are_written()
    {
        (await _studio.RunAsync("--budget", "1GB", "--output", "roomy")).ShouldSucceed();
        (await _studio.RunAsync("--budget", "23MB", "--output", "tight")).ShouldSucceed();

        string[] roomy = [.. Directory.EnumerateFiles(_studio.PathOf("roomy"), "*.png", SearchOption.AllDirectories).Order()];
        Assert.NotEmpty(roomy);
        Assert.All(roomy, file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(file.Replace("roomy", "tight", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_roomy_budget_lets_nothing_go()
    {
        string output = (await _studio.RunAsync("--budget", "1GB")).ShouldSucceed().Output;

        Assert.Contains("Nothing had to be let go", output, StringComparison.Ordinal);
        Assert.True(HeldAtMost(output) > 24, output);
    }

    [Fact]
    public async Task It_ends_with_nothing_leaked_and_no_temp_file()
    {
        string output = (await _studio.RunAsync()).ShouldSucceed().Output;

        Assert.Contains("0 refused, 0 failed, 0 leaked, 0 temp files left", output, StringComparison.Ordinal);
        Assert.Empty(_studio.Leftovers);
    }

    [Fact]
    public async Task The_smallest_budget_named_is_enough_and_one_kilobyte_less_is_not()
    {
        ProcessResult refused = await _studio.RunAsync("--budget", "1MB");
        int smallest = int.Parse(SmallestBudget().Match(refused.Error).Groups[1].Value, CultureInfo.InvariantCulture);

        Assert.Equal(1, (await _studio.RunAsync("--budget", $"{smallest - 1}KB")).ExitCode);
        (await _studio.RunAsync("--budget", $"{smallest}KB")).ShouldSucceed();
    }

    [Fact]
    public async Task Output_that_is_not_a_terminal_has_no_escape_codes()
        => Assert.DoesNotContain('\e', (await _studio.RunAsync()).ShouldSucceed().All);

    [Fact]
    public async Task A_second_run_replaces_the_clips_of_the_first()
    {
        (await _studio.RunAsync("--clips", "4")).ShouldSucceed();
        (await _studio.RunAsync("--clips", "2")).ShouldSucceed();

        Assert.Equal(["narration-01", "narration-02"], Catalogued("name"));
        Assert.Equal(["narration-01", "narration-02"], Directory.EnumerateDirectories(_studio.Output).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_directory_of_recordings_is_worked_on_one_after_another()
    {
        Directory.CreateDirectory(_studio.PathOf("in"));
        foreach (string name in (string[])["in/first", "in/second"])
        {
            _studio.Copy("narration.wav", name + ".wav");
            _studio.Copy("narration.srt", name + ".srt");
        }

        string output = (await _studio.RunAsync("--input", "in", "--clips", "2")).ShouldSucceed().Output;

        Assert.Equal(["first-01", "first-02", "second-01", "second-02"], Catalogued("name"));
        Assert.Contains("0 leaked, 0 temp files left", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(2)]
    public async Task A_signal_while_clips_are_written_leaves_only_finished_ones(int signal)
    {
        string input = LongRecording.Write(_studio, times: 10);

        (int exitCode, _, string error) = await _studio.RunUntilAsync(
            WritingTheThird(), signal, "--input", input, "--clips", "80", "--budget", "60MB");

        Assert.Equal(128 + signal, exitCode);
        Assert.StartsWith("clipstudio: interrupted", error, StringComparison.Ordinal);
        Assert.Empty(_studio.Leftovers);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_studio.Output, "*.partial"));
        Assert.NotEmpty(Catalogued("name"));
        Assert.Equal(Catalogued("name"), Directory.EnumerateDirectories(_studio.Output).Select(Path.GetFileName).Order());
    }

    private List<string> Catalogued(string column)
    {
        using SqliteConnection connection = new($"Data Source={Path.Combine(_studio.Output, "catalogue.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT iif($column = 'name', name, text) FROM clips ORDER BY name";
        command.Parameters.AddWithValue("$column", column);
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> values = [];
        while (reader.Read())
            values.Add(reader.GetString(0));
        return values;
    }

    private static double HeldAtMost(string output)
        => double.Parse(Held().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"([\d.]+) MB held at most")]
    private static partial Regex Held();

    [GeneratedRegex(@"smallest budget that works is (\d+)KB")]
    private static partial Regex SmallestBudget();

    [GeneratedRegex(@"^\s+write\s+3/")]
    private static partial Regex WritingTheThird();
}
