using System.Globalization;
using System.Text;

namespace LeakyClips;

internal static class Subtitles
{
    public static IReadOnlyList<(TimeSpan Start, TimeSpan End, string Text)> Load(string path)
    {
        string text = new StreamReader(path, Encoding.UTF8).ReadToEnd(); // RH1004: nobody holds the reader, so nobody can close it
        var cues = new List<(TimeSpan, TimeSpan, string)>();
        foreach (string block in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            string[] lines = block.Split('\n');
            string[] times = lines[1].Split(" --> ");
            cues.Add((Time(times[0]), Time(times[1]), string.Join(' ', lines[2..])));
        }

        return cues;
    }

    /// <summary>Correct: the writer owns the stream that it wraps, and closing the writer closes both.</summary>
    public static void Save(string path, IEnumerable<string> lines)
    {
        using var writer = new StreamWriter(File.Create(path));
        foreach (string line in lines)
            writer.WriteLine(line);
    }

    private static TimeSpan Time(string text) => TimeSpan.ParseExact(text.Trim(), @"hh\:mm\:ss\,fff", CultureInfo.InvariantCulture);
}
