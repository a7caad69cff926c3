using System.Diagnostics;
using ClipStudio;
using ClipStudio.CommandLine;
using ClipStudio.Memory;
using ClipStudio.Pipeline;
using ClipStudio.Reporting;
using Microsoft.Data.Sqlite;
using ResourceHygiene;
using Spectre.Console;

// From here on every way out, Ctrl+C and SIGTERM included, releases what is still alive.
using ExitCleanup exit = ExitCleanup.Install();
try
{
    return StudioCommand.Run(args, Work);
}
catch (OperationCanceledException) when (exit.Stopping.IsCancellationRequested)
{
    Console.Error.WriteLine("clipstudio: interrupted; finished clips are kept, everything else was put away.");
    return 1;   // after a signal the process ends with the signal's code instead: disposing `exit` waits for that
}
catch (Exception failure) when (failure is StudioException or IOException or UnauthorizedAccessException or SqliteException)
{
    Console.Error.WriteLine($"clipstudio: error: {failure.Message.ReplaceLineEndings(" ")}");
    return 1;
}

int Work(StudioOptions options)
{
    long start = Stopwatch.GetTimestamp();
    IAnsiConsole console = StudioReport.Console();

    var budget = new MemoryBudget(ResourceCleaner.Shared, options.BudgetBytes);
    var report = new StudioReport(console, ResourceTracker.Shared, exit.Stopping);
    IReadOnlyList<Clip> clips;
    using (var work = new RunningWork())
        clips = work.Run(new Studio(options, budget, report).Run);
    ClosingReport.LetGo(console, budget);
    ClosingReport.Clips(console, clips, options.Output);
    bool isClean = ClosingReport.Exit(console, exit.Run(), ResourceCleaner.Shared, options.Output, Stopwatch.GetElapsedTime(start));
    return isClean ? 0 : 1;
}
