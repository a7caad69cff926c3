using System.Globalization;
using ClipStudio.Audio;
using ClipStudio.Memory;
using ClipStudio.Model;
using ClipStudio.Output;
using ClipStudio.Rendering;
using ClipStudio.Reporting;
using ClipStudio.Subtitles;
using ResourceHygiene;

namespace ClipStudio.Pipeline;

/// <summary>The pipeline, from files to clips. Every stage asks the budget for room; nothing here releases anything by hand.</summary>
internal sealed class Studio(StudioOptions options, MemoryBudget budget, SmallMachine machine, StudioReport report, CancellationToken stopping)
{
    /// <summary>How many workers were lost while they painted; their frames are there all the same.</summary>
    public int LostWorkers { get; private set; }

    public IReadOnlyList<Clip> Run()
    {
        (IReadOnlyList<Source> sources, SafetensorsFile model) = report.Stage("probe", Probe, probed => Describe(probed.Sources));
        CreateOutput();

        using var scratch = new ScratchDirectory();
        using var models = new ModelCache(model, budget, options.ModelMemory, report);
        using var catalogue = new Catalogue(options.Output);
        using var painters = new FramePainters(options.Workers);
        var clips = new List<Clip>();
        foreach (Source source in sources)
            clips.AddRange(Process(source, models, scratch, catalogue, painters));
        report.Stage("outside", () => OutsideLook.At(options.Output, clips, stopping), static said => said);
        LostWorkers = painters.Lost;
        return clips;
    }

    private (IReadOnlyList<Source> Sources, SafetensorsFile Model) Probe()
    {
        IReadOnlyList<Source> sources = Source.Find(options.Input);
        SafetensorsFile model = SafetensorsFile.Open(options.ModelPath);
        WorkingSet.EnsureFits(sources, model, budget, options.MachineBytes);
        return (sources, model);
    }

    private IReadOnlyList<Clip> Process(Source source, ModelCache models, ScratchDirectory scratch, Catalogue catalogue, FramePainters painters)
    {
        using var recording = new Recording(source.Format, budget);
        using SubtitleIndex subtitles = report.Stage("subtitles", () => LoadSubtitles(source), index => $"{index.Cues.Count} cues of {source.Name}");

        IReadOnlyList<Clip> clips = report.Stage("score", () => Choose(source, recording, subtitles, models), Describe);
        report.Alive("after scoring");

        using var rendered = new RenderedClips();
        var renderer = new ClipRenderer(recording, subtitles, budget, scratch, painters);
        report.Stage("render", clips, clip =>
        {
            rendered.Add(clip, renderer.Render(clip));
            machine.Check();
        });
        report.Alive("after rendering");

        report.Stage("write", clips, _ =>
        {
            (Clip clip, ClipFrames frames) = rendered.Take();
            Write(clip, frames, recording, catalogue);
        });
        report.Stage("catalogue", () => RemoveEarlierClips(source, clips, catalogue), removed => $"{clips.Count} clips in {catalogue.Path}{removed}");
        return clips;
    }

    // A clip is there with its row, or not at all: what fails after the directory was written takes the directory back.
    private void Write(Clip clip, [TakesOwnership] ClipFrames frames, Recording recording, Catalogue catalogue) => CleanupScope.Run(
        scope =>
        {
            scope.Own(frames);
            ClipWriter.Write(options.Output, clip, recording, frames);
            scope.OnRollback(() => ClipWriter.Delete(options.Output, clip.Name));
            catalogue.Add(clip);
        },
        clip.Name);

    private string RemoveEarlierClips(Source source, IReadOnlyList<Clip> clips, Catalogue catalogue)
    {
        IReadOnlyList<string> removed = catalogue.RemoveAllBut(clips.Select(clip => clip.Name), source.Name);
        foreach (string name in removed)
            ClipWriter.Delete(options.Output, name);
        return removed.Count == 0 ? "" : $"; {removed.Count} of an earlier run removed";
    }

    private SubtitleIndex LoadSubtitles(Source source)
    {
        budget.MakeRoom(SubtitleIndex.SizeFor(SubRip.Parse(source.Subtitles).Count), "the subtitle index");
        return new(source.Subtitles);
    }

    private IReadOnlyList<Clip> Choose(Source source, Recording recording, SubtitleIndex subtitles, ModelCache models)
    {
        using var scorer = new HighlightScorer(models, budget);
        Highlights highlights = scorer.Score(recording);
        return ClipChooser.Choose(source.Name, subtitles.Cues, highlights, options.ClipsPerRecording, source.Format.Duration);
    }

    private void CreateOutput()
    {
        try
        {
            Directory.CreateDirectory(options.Output);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StudioException(options.Output, $"the output directory cannot be created ({refused.Message.TrimEnd('.')})", "Name a directory you may write to after --output");
        }
    }

    private static string Describe(IReadOnlyList<Source> sources) => string.Join(", ", sources.Select(source =>
        string.Create(CultureInfo.InvariantCulture, $"{source.Name}.wav: {source.Format.Duration.TotalSeconds:0.0} s, {source.Format.SampleRate / 1000} kHz")));

    private static string Describe(IReadOnlyList<Clip> clips) => clips.Count == 0
        ? "nothing worth a clip"
        : string.Create(CultureInfo.InvariantCulture, $"{clips.Count} clips, scores {clips.Min(clip => clip.Score):0.00} to {clips.Max(clip => clip.Score):0.00}");
}
