using System.Diagnostics;
using System.Globalization;
using ClipStudio.Memory;
using ClipStudio.Pipeline;
using ResourceHygiene;
using Spectre.Console;

namespace ClipStudio.Reporting;

/// <summary>What the user sees while the pipeline works: one line a stage, a bar for the long ones when somebody watches.</summary>
internal sealed class StudioReport(IAnsiConsole console, ResourceTracker tracker, TimeSpan pause, CancellationToken stopping)
{
    private const int WidthOfFiles = 140;

    /// <summary>The terminal, or plain text when the output goes somewhere else: no colours, and tables as wide as they need.</summary>
    public static IAnsiConsole Console()
    {
        if (!System.Console.IsOutputRedirected)
            return AnsiConsole.Console;
        IAnsiConsole plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        plain.Profile.Width = WidthOfFiles;
        return plain;
    }

    public T Stage<T>(string name, Func<T> work, Func<T, string> describe)
    {
        long start = Stopwatch.GetTimestamp();
        using StatisticsScope seen = tracker.BeginStatistics();
        stopping.ThrowIfCancellationRequested();
        T result = work();
        Done(name, describe(result), start, seen.Read());
        return result;
    }

    public void Stage(string name, IReadOnlyList<Clip> clips, Action<Clip> work)
    {
        long start = Stopwatch.GetTimestamp();
        using StatisticsScope seen = tracker.BeginStatistics();
        if (console.Profile.Capabilities.Interactive)
            console.Progress().AutoClear(true).Start(context => WithBar(context.AddTask(name, maxValue: Math.Max(1, clips.Count)), clips, work));
        else
            Each(name, clips, work);
        Done(name, string.Create(CultureInfo.InvariantCulture, $"{clips.Count} clips"), start, seen.Read());
    }

    /// <summary>One line about something that is not as it was asked for.</summary>
    public void Note(string about, string what) => console.WriteLine($"{about,-10}   {what.ReplaceLineEndings(" ")}");

    public void Alive(string when)
    {
        console.WriteLine($"Alive {when}:");
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("Type", "Name").AddColumn(new TableColumn("Size").RightAligned())
            .AddColumns("Where", "Priority").AddColumn(new TableColumn("Idle").RightAligned());
        foreach (ResourceInfo resource in tracker.Snapshot())
        {
            table.AddRow(
                resource.Type,
                Markup.Escape(Path.GetFileName(resource.Name) ?? ""),
                ByteSize.Format(resource.Bytes),
                resource.Location.ToString(),
                resource.Priority.ToString(),
                string.Create(CultureInfo.InvariantCulture, $"{resource.Idle.TotalSeconds:0.00} s"));
        }

        console.Write(table);
    }

    private void Each(string name, IReadOnlyList<Clip> clips, Action<Clip> work)
    {
        foreach ((int index, Clip clip) in clips.Index())
        {
            stopping.ThrowIfCancellationRequested();
            console.WriteLine($"  {name,-10} {index + 1}/{clips.Count} {clip.Name}");
            work(clip);
            Pause();
        }
    }

    private void WithBar(ProgressTask bar, IReadOnlyList<Clip> clips, Action<Clip> work)
    {
        foreach (Clip clip in clips)
        {
            stopping.ThrowIfCancellationRequested();
            work(clip);
            Pause();
            bar.Increment(1);
        }
    }

    // Ends at once when the program does.
    private void Pause() => stopping.WaitHandle.WaitOne(pause);

    private void Done(string name, string what, long start, TrackerStatistics seen) => console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-10}   {what} ({Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s, {seen.Registered} registered, {ByteSize.Format(seen.PeakBytes)} at most)"));
}
