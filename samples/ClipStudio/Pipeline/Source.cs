using ClipStudio.Audio;

namespace ClipStudio.Pipeline;

/// <summary>A recording and its subtitles: two files of the same name.</summary>
internal sealed record Source(string Name, WavFormat Format, string Subtitles)
{
    public static IReadOnlyList<Source> Find(string input)
    {
        if (File.Exists(input))
            return [Probe(input)];
        if (!Directory.Exists(input))
            throw new StudioException(input, "there is no such file or directory", "Name a WAV file, or a directory with WAV files, after --input");
        string[] recordings = [.. Directory.EnumerateFiles(input, "*.wav").Order(StringComparer.Ordinal)];
        return recordings.Length > 0
            ? [.. recordings.Select(Probe)]
            : throw new StudioException(input, "the directory has no WAV files", "Put recordings (name.wav) with their subtitles (name.srt) there");
    }

    private static Source Probe(string path)
    {
        string subtitles = Path.ChangeExtension(path, ".srt");
        WavFormat format = WavFormat.Probe(path);
        return File.Exists(subtitles)
            ? new(Path.GetFileNameWithoutExtension(path), format, subtitles)
            : throw new StudioException(path, $"its subtitles are missing (expected {subtitles})", "Put the .srt file beside the recording");
    }
}
