using System.Diagnostics;
using System.Globalization;
using ResourceHygiene.Testing;
using ResourceHygiene.Tests;

namespace Samples.Tests.ClipStudio;

/// <summary>Frames are painted in a worker process, which may be lost.</summary>
public sealed class WorkerTests : IDisposable
{
    private readonly StudioRun _studio = new();

    public void Dispose() => _studio.Dispose();

    [Fact]
    public async Task Frames_are_the_same_wherever_they_are_painted()
    {
        (await _studio.RunAsync("--workers", "always", "--output", "there")).ShouldSucceed();
        (await _studio.RunAsync("--workers", "never", "--output", "here")).ShouldSucceed();

        AssertSameFrames();
    }

    [Fact]
    public async Task What_another_program_takes_the_clips_for_is_said_or_that_there_is_none()
    {
        string output = (await _studio.RunAsync("--clips", "2")).ShouldSucceed().Output;

        string line = Assert.Single(output.Split('\n'), static line => line.StartsWith("outside", StringComparison.Ordinal));
        Assert.True(line.Contains("2 clips are RIFF", StringComparison.Ordinal) || line.Contains("is not installed", StringComparison.Ordinal), line);
    }

    [UnixFact]
    public async Task A_run_completes_though_its_workers_are_killed_by_hand()
    {
        (await _studio.RunAsync("--workers", "never", "--output", "here")).ShouldSucceed();
        int killed = 0;

        ProcessResult run = await _studio.RunAndMeddleAsync(
            (line, process) => killed += line.TrimStart().StartsWith("render", StringComparison.Ordinal) ? KillChildrenOf(process) : 0,
            "--workers", "always", "--work-slowly", "--output", "there");

        run.ShouldSucceed();
        Assert.True(killed > 0, run.Output);
        Assert.Contains("0 failed, 0 leaked, 0 temp files left", run.Output, StringComparison.Ordinal);
        Assert.Empty(_studio.Leftovers);
        AssertSameFrames();
    }

    [UnixTheory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(15)]
    public async Task A_signal_that_ends_the_program_leaves_no_worker_behind(int signal)
    {
        List<Process> workers = [];
        try
        {
            ProcessResult run = await _studio.RunAndMeddleAsync(
                (line, process) =>
                {
                    // Before the first clip there are none yet.
                    if (workers.Count > 0 || !line.Contains("2/4", StringComparison.Ordinal))
                        return;
                    workers.AddRange(WorkersOf(process).Select(Process.GetProcessById));
                    Signal(signal, process.Id);
                },
                "--workers", "always", "--work-slowly");

            Assert.Equal(128 + signal, run.ExitCode);
            Assert.NotEmpty(workers);
            using CancellationTokenSource deadline = new(TimeSpan.FromMinutes(1));
            foreach (Process worker in workers)
                await worker.WaitForExitAsync(deadline.Token);
        }
        finally
        {
            workers.ForEach(static worker => worker.Dispose());
        }
    }

    private void AssertSameFrames()
    {
        string[] here = [.. Directory.EnumerateFiles(_studio.PathOf("here"), "*.png", SearchOption.AllDirectories).Order()];
        Assert.NotEmpty(here);
        Assert.All(here, file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(file.Replace($"{Path.DirectorySeparatorChar}here{Path.DirectorySeparatorChar}", $"{Path.DirectorySeparatorChar}there{Path.DirectorySeparatorChar}", StringComparison.Ordinal))));
    }

    private static int KillChildrenOf(Process parent)
    {
        int[] workers = [.. WorkersOf(parent)];
        foreach (int worker in workers)
            Signal(9, worker);
        return workers.Length;
    }

    /// <summary>Its workers are the same program once more.</summary>
    private static IEnumerable<int> WorkersOf(Process parent)
    {
        using Process list = Process.Start(new ProcessStartInfo("ps", ["-A", "-o", "pid=,ppid=,args="]) { RedirectStandardOutput = true })!;
        string[] lines = list.StandardOutput.ReadToEnd().Split('\n');
        list.WaitForExit();
        foreach (string line in lines)
        {
            string[] parts = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (parts is [var id, var parentId, var arguments] && parentId == parent.Id.ToString(CultureInfo.InvariantCulture) && arguments.Contains("clipstudio", StringComparison.Ordinal))
                yield return int.Parse(id, CultureInfo.InvariantCulture);
        }
    }

    private static void Signal(int signal, int process)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
