using System.Globalization;
using ClipStudio.Memory;
using ClipStudio.Output;
using ClipStudio.Pipeline;
using ResourceHygiene;
using Spectre.Console;

namespace ClipStudio.Reporting;

/// <summary>What the user sees at the end: what was let go and why, the clips, and whether everything was put away.</summary>
internal static class ClosingReport
{
    /// <summary>What earlier runs had left because they were killed, and the start of this one has undone.</summary>
    public static void Recovered(IAnsiConsole console, LeftoverReport swept)
    {
        if (swept.Steps.IsEmpty)
            return;
        console.WriteLine($"Recovered from {swept.DeadOwners} killed run{(swept.DeadOwners == 1 ? "" : "s")}:");
        foreach (LeftoverStep step in swept.Steps)
            console.WriteLine($"  {step with { Name = Path.GetFileName(step.Name) }}");
    }

    public static void LetGo(IAnsiConsole console, MemoryBudget budget, SmallMachine machine)
    {
        string summary = $"{ByteSize.Format(budget.Peak)} held at most, budget {ByteSize.Format(budget.Limit)}";
        if (budget.Reclaims.Count + machine.Actions.Count == 0)
        {
            console.WriteLine($"Nothing had to be let go: {summary}.");
            return;
        }

        console.WriteLine($"Let go, and why ({summary}):");
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn("To make room for").AddColumn(new TableColumn("Freed").RightAligned()).AddColumn("What and why");
        foreach ((string purpose, ReclaimReport report) in budget.Reclaims)
            AddRows(table, purpose, report);
        foreach (PressureAction action in machine.Actions)
            AddRows(table, $"{action.Level} of the machine", action.Reclaim);
        console.Write(table);
        foreach (PressureAction action in machine.Actions)
            console.WriteLine($"Pressure: {action}");
    }

    private static void AddRows(Table table, string purpose, ReclaimReport? report)
    {
        foreach (ReclaimStep step in report?.Steps ?? [])
        {
            table.AddRow(
                Markup.Escape(purpose),
                ByteSize.Format(step.Result.BytesFreed),
                Markup.Escape(WhatAndWhy(step)));
        }
    }

    // The verdict says what was meant to happen and why; the result adds what the verdict cannot know.
    private static string WhatAndWhy(ReclaimStep step) => step.Result switch
    {
        { Status: not (ReleaseStatus.Released or ReleaseStatus.Reduced) } other => $"{step.Verdict.Explanation}, but: {other.Status} {other.Message}",
        { Message: { } message } => $"{step.Verdict.Explanation}; {message}",
        _ => step.Verdict.Explanation,
    };

    public static void Clips(IAnsiConsole console, IReadOnlyList<Clip> clips, string output)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("Clip", "From", "To").AddColumn(new TableColumn("Score").RightAligned()).AddColumn("Text");
        foreach (Clip clip in clips)
        {
            table.AddRow(
                Markup.Escape(clip.Name),
                clip.Start.ToString(@"mm\:ss\.f", CultureInfo.InvariantCulture),
                clip.End.ToString(@"mm\:ss\.f", CultureInfo.InvariantCulture),
                clip.Score.ToString("0.00", CultureInfo.InvariantCulture),
                Markup.Escape(clip.Text));
        }

        console.Write(table);
        console.WriteLine($"Written to {output}");
    }

    /// <summary>Workers that were lost: their frames were painted by others.</summary>
    public static void Workers(IAnsiConsole console, int lost)
    {
        if (lost > 0)
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lost} worker{(lost == 1 ? "" : "s")} lost; what they had to paint was painted by others."));
    }

    /// <summary>Asks the register, the garbage collector and the disk whether anything is left, and says so.</summary>
    /// <returns>Whether nothing is.</returns>
    public static bool Exit(IAnsiConsole console, ReleaseReport exit, ResourceCleaner cleaner, StudioOptions options, TimeSpan elapsed)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        LeakReport leaks = LeakReport.From(cleaner.Tracker.CollectLeaks());
        if (options.LeakReport is { } path)
            leaks.SaveSarif(path);
        ReleaseCounts counts = cleaner.Reaper.Statistics.Total;
        int leftovers = ScratchDirectory.CountLeftovers() + PendingClip.CountLeftovers(options.Output);
        bool isClean = counts.Failed + leaks.Count + leftovers == 0;
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(isClean ? "Clean exit" : "Not a clean exit")}: {counts.Released} released ({exit.Released} of them at exit), {counts.Refused} refused, {counts.Failed} failed, {leaks.Count} leaked, {leftovers} temp files left, {elapsed.TotalSeconds:0.00} s"));
        return isClean;
    }
}
