using System.Diagnostics;
using ClipStudio;
using ClipStudio.CommandLine;
using ClipStudio.Memory;
using ClipStudio.Pipeline;
using ClipStudio.Rendering;
using ClipStudio.Reporting;
using Microsoft.Data.Sqlite;
using ResourceHygiene;
using ResourceHygiene.Workers;
using Spectre.Console;

// A worker process, which paints frames for the one that started it, or the program itself.
if (WorkerHost.TryRun(out int workerExitCode, FrameWorker.Worker))
    return workerExitCode;

bool isWorking = false;

// From here on every way out, Ctrl+C and SIGTERM included, releases what is still alive. What no way out can, after
// SIGKILL, the journal remembers: this also undoes what earlier runs left.
using ExitCleanup exit = ExitCleanup.Install(options: new() { Completed = SayIfInterrupted });
try
{
    return StudioCommand.Run(args, Work);
}
catch (OperationCanceledException) when (exit.Stopping.IsCancellationRequested)
{
    return 1;   // after a signal the process ends with the signal's code instead: disposing `exit` waits for that
}
catch (Exception failure) when (failure is StudioException or IOException or UnauthorizedAccessException or SqliteException)
{
    isWorking = false;
    Console.Error.WriteLine($"clipstudio: error: {failure.Message.ReplaceLineEndings(" ")}");
    return 1;
}

int Work(StudioOptions options)
{
    isWorking = true;
    long start = Stopwatch.GetTimestamp();
    IAnsiConsole console = StudioReport.Console();

    ClosingReport.Recovered(console, exit.Swept.Result);   // the sweep is short, and does not fail

    // One subtitle index stays, whatever happens: its captions can go one by one instead.
    ReleasePolicy policy = ReleasePolicy.Default.WithAlgorithm(options.Policy);
    ResourceCleaner.Shared.Policy = policy.With(policy.ProfileOf(ResourceTypes.SubtitleIndex) with { KeepAtLeast = 1 });

    var budget = new MemoryBudget(ResourceCleaner.Shared, options.BudgetBytes);
    using var machine = new SmallMachine(ResourceCleaner.Shared, options.MachineBytes);
    var report = new StudioReport(console, ResourceTracker.Shared, options.WorkSlowly ? TimeSpan.FromSeconds(1) : TimeSpan.Zero, exit.Stopping);
    var studio = new Studio(options, budget, machine, report, exit.Stopping);
    IReadOnlyList<Clip> clips;
    using (var work = new RunningWork())
        clips = work.Run(studio.Run);
    ClosingReport.LetGo(console, budget, machine);
    ClosingReport.Clips(console, clips, options.Output);
    ClosingReport.Workers(console, studio.LostWorkers);
    isWorking = false;
    bool isClean = ClosingReport.Exit(console, exit.Run(), ResourceCleaner.Shared, options, Stopwatch.GetElapsedTime(start));
    return isClean ? 0 : 1;
}

// At the end of the clean-up, before the process ends with the signal's code.
void SayIfInterrupted(ReleaseReport report)
{
    if (!isWorking)
        return;
    ReleaseCounts counts = ResourceCleaner.Shared.Reaper.Statistics.Total;
    Console.Error.WriteLine($"clipstudio: interrupted; finished clips are kept. {counts.Released} released ({report.Released} of them at exit), {counts.Failed} failed, {ScratchDirectory.CountLeftovers()} temp files left.");
}
