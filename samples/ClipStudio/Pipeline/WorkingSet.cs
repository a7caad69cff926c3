using ClipStudio.Audio;
using ClipStudio.Memory;
using ClipStudio.Model;
using ClipStudio.Rendering;
using ClipStudio.Subtitles;

namespace ClipStudio.Pipeline;

/// <summary>What must be in memory at the same time, known from the headers alone, before anything is loaded.</summary>
internal static class WorkingSet
{
    public static void EnsureFits(IEnumerable<Source> sources, SafetensorsFile model, MemoryBudget budget, long? machine)
    {
        long limit = Math.Min(budget.Limit, machine ?? long.MaxValue);
        string option = limit == budget.Limit ? "budget" : "machine";
        foreach (Source source in sources)
        {
            long needed = Of(source, model);
            if (needed > limit)
                throw new StudioException($"--{option} {ByteSize.FormatAsArgument(limit)}", $"'{source.Name}' cannot be worked on in so little memory", $"The smallest {option} that works is {ByteSize.FormatAsArgument(sources.Max(each => Of(each, model)))}");
        }
    }

    private static long Of(Source source, SafetensorsFile model)
    {
        long audio = Recording.SizeFor(source.Format);
        long subtitles = SubtitleIndex.SizeFor(SubRip.Parse(source.Subtitles).Count);
        long scoring = HighlightModel.SizeInBytes(model) + HighlightScorer.FeaturesInBytes(source.Format);
        long rendering = ClipFrames.SizeFor(ClipRenderer.FrameCount(Clip.Longest));
        return audio + subtitles + Math.Max(scoring, rendering);
    }
}
