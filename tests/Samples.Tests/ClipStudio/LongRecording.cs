using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Samples.Tests.ClipStudio;

/// <summary>The bundled narration many times in a row, so that the program works long enough to be interrupted.</summary>
internal static partial class LongRecording
{
    private const int HeaderBytes = 44;
    private const double BytesPerMillisecond = 32;

    public static string Write(StudioRun run, int times)
    {
        byte[] recording = File.ReadAllBytes(Path.Combine(StudioRun.BundledData, "narration.wav"));
        byte[] samples = recording[HeaderBytes..];
        using (FileStream file = File.Create(run.PathOf("long.wav")))
        {
            BitConverter.TryWriteBytes(recording.AsSpan(40), samples.Length * times);
            file.Write(recording.AsSpan(0, HeaderBytes));
            for (int i = 0; i < times; i++)
                file.Write(samples);
        }

        string subtitles = File.ReadAllText(Path.Combine(StudioRun.BundledData, "narration.srt"));
        StringBuilder all = new();
        for (int i = 0; i < times; i++)
        {
            TimeSpan offset = TimeSpan.FromMilliseconds(i * samples.Length / BytesPerMillisecond);
            all.Append(Time().Replace(subtitles, match => (Parse(match.Value) + offset).ToString(@"hh\:mm\:ss\,fff", CultureInfo.InvariantCulture)));
        }

        File.WriteAllText(run.PathOf("long.srt"), all.ToString());
        return run.PathOf("long.wav");
    }

    private static TimeSpan Parse(string text) => TimeSpan.ParseExact(text, @"hh\:mm\:ss\,fff", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\d\d:\d\d:\d\d,\d\d\d")]
    private static partial Regex Time();
}
