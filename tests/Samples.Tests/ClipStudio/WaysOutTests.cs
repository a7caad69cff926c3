using System.Text.Json;
using System.Text.RegularExpressions;
using ResourceHygiene.Testing;

namespace Samples.Tests.ClipStudio;

/// <summary>What the runtime does for the sample beyond a budget: pressure, policies, reports, and what SIGKILL leaves.</summary>
public sealed partial class WaysOutTests : IDisposable
{
    private const int Kill = 9;

    private readonly StudioRun _studio = new();

    public void Dispose() => _studio.Dispose();

    [Fact]
    public async Task What_a_killed_run_left_is_deleted_at_the_next_start_which_says_so()
    {
        (int exitCode, _, string error) = await _studio.RunUntilAsync(RenderingTheSecond(), Kill, "--work-slowly");
        Assert.Equal(128 + Kill, exitCode);
        Assert.Equal("", error);
        string scratch = Assert.Single(_studio.Leftovers, Directory.Exists);

        string output = (await _studio.RunAsync()).ShouldSucceed().Output;

        Assert.StartsWith("Recovered from 1 killed run:\n  TempDirectory ", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch));
        Assert.Empty(_studio.Leftovers);
        Assert.DoesNotContain("Recovered", (await _studio.RunAsync()).ShouldSucceed().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clip_that_a_killed_run_was_writing_is_deleted_at_the_next_start()
    {
        string input = LongRecording.Write(_studio, times: 10);
        await _studio.RunUntilAsync(WritingTheThird(), Kill, "--input", input, "--clips", "80", "--budget", "60MB");

        (await _studio.RunAsync("--clips", "1")).ShouldSucceed();

        Assert.Empty(_studio.Leftovers);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_studio.Output, "*.partial"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    public async Task A_signal_cuts_the_waiting_short_and_says_what_was_put_away(int signal)
    {
        (int exitCode, _, string error) = await _studio.RunUntilAsync(RenderingTheSecond(), signal, "--work-slowly");

        Assert.Equal(128 + signal, exitCode);
        Assert.Matches(@"^clipstudio: interrupted; finished clips are kept\. [1-9]\d* released \(\d+ of them at exit\), 0 failed, 0 temp files left\.\s*$", error);
        Assert.Empty(_studio.Leftovers);
        Assert.Empty(Directory.EnumerateDirectories(_studio.Output));
    }

    [Fact]
    public async Task The_smallest_machine_named_is_enough()
    {
        ProcessResult refused = await _studio.RunAsync("--budget", "1GB", "--machine", "1MB");

        Assert.Equal(1, refused.ExitCode);
        string smallest = SmallestMachine().Match(refused.Error).Groups[1].Value;
        (await _studio.RunAsync("--budget", "1GB", "--machine", smallest)).ShouldSucceed();
    }

    [Fact]
    public async Task A_machine_that_runs_short_makes_it_let_go_before_the_budget_does()
    {
        string output = (await _studio.RunAsync("--budget", "1GB", "--machine", "24MB")).ShouldSucceed().Output;

        Assert.Contains("Emergency of the machine", output, StringComparison.Ordinal);
        Assert.Contains("Pressure: host Emergency: the machine has ", output, StringComparison.Ordinal);
        Assert.Contains("0 failed, 0 leaked, 0 temp files left", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_pressure_the_clips_are_the_same()
    {
        (await _studio.RunAsync("--budget", "1GB", "--output", "roomy")).ShouldSucceed();
        (await _studio.RunAsync("--budget", "1GB", "--machine", "23MB", "--output", "short")).ShouldSucceed();

        string[] roomy = [.. Directory.EnumerateFiles(_studio.PathOf("roomy"), "*.png", SearchOption.AllDirectories)];
        Assert.NotEmpty(roomy);
        Assert.All(roomy, file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(file.Replace("roomy", "short", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Another_policy_gives_other_reasons()
    {
        string output = (await _studio.RunAsync("--policy", "weighted-score")).ShouldSucceed().Output;

        Assert.Contains("score", output[output.IndexOf("Let go, and why", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_leak_report_is_sarif_and_empty()
    {
        (await _studio.RunAsync("--leak-report", "leaks.sarif")).ShouldSucceed();

        using JsonDocument sarif = JsonDocument.Parse(await File.ReadAllTextAsync(_studio.PathOf("leaks.sarif")));
        Assert.Equal("2.1.0", sarif.RootElement.GetProperty("version").GetString());
        Assert.Equal(0, sarif.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength());
    }

    [GeneratedRegex(@"smallest machine that works is (\d+KB)")]
    private static partial Regex SmallestMachine();

    [GeneratedRegex(@"^\s+render\s+2/")]
    private static partial Regex RenderingTheSecond();

    [GeneratedRegex(@"^\s+write\s+3/")]
    private static partial Regex WritingTheThird();
}
