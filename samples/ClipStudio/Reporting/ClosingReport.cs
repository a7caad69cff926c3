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
    public static void LetGo(IAnsiConsole console, MemoryBudget budget)
    {
        string summary = $"{ByteSize.Format(budget.Peak)} held at most, budget {ByteSize.Format(budget.Limit)}";
        if (budget.Reclaims.Count == 0)
        {
            console.WriteLine($"Nothing had to be let go: {summary}.");
            return;
        }

        console.WriteLine($"Let go, and why ({summary}):");
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn("To make room for").AddColumn(new TableColumn("Freed").RightAligned()).AddColumn("What and why");
        foreach ((string purpose, ReclaimReport report) in budget.Reclaims)
        {
            foreach (ReclaimStep step in report.Steps)
            {
                table.AddRow(
                    Markup.Escape(purpose),
                    ByteSize.Format(step.Result.BytesFreed),
                    Markup.Escape(WhatAndWhy(step)));
            }
        }

        console.Write(table);
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

    /// <summary>Asks the register, the garbage collector and the disk whether anything is left, and says so.</summary>
    /// <returns>Whether nothing is.</returns>
    public static bool Exit(IAnsiConsole console, ReleaseReport exit, ResourceCleaner cleaner, string output, TimeSpan elapsed)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        int leaked = cleaner.Tracker.CollectLeaks().Count;
        ReleaseCounts counts = cleaner.Reaper.Statistics.Total;
        int leftovers = ScratchDirectory.CountLeftovers() + PendingClip.CountLeftovers(output);
        bool isClean = counts.Failed + leaked + leftovers == 0;
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(isClean ? "Clean exit" : "Not a clean exit")}: {counts.Released} released ({exit.Released} of them at exit), {counts.Refused} refused, {counts.Failed} failed, {leaked} leaked, {leftovers} temp files left, {elapsed.TotalSeconds:0.00} s"));
        return isClean;
    }
}
