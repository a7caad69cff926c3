using System.Globalization;
using System.Text;

namespace ClipStudio.Subtitles;

/// <summary>Reads and writes SubRip (.srt) files. Strict: a subtitle that is silently misplaced is worse than an error with its line.</summary>
internal static class SubRip
{
    private const string TimeFormat = @"hh\:mm\:ss\,fff";

    public static IReadOnlyList<Cue> Parse(string path)
    {
        string[] lines = File.ReadAllLines(path);
        var cues = new List<Cue>();
        for (int at = 0; at < lines.Length;)
        {
            if (string.IsNullOrWhiteSpace(lines[at]))
            {
                at++;
                continue;
            }

            cues.Add(ParseCue(path, lines, ref at));
            if (cues.Count > 1 && cues[^1].Start < cues[^2].Start)
                throw Malformed(path, at, $"subtitle {cues[^1].Number} starts before the one in front of it", "Sort the subtitles by time");
        }

        return cues.Count > 0 ? cues : throw new StudioException(path, "the file has no subtitles", "Use a file with at least one");
    }

    public static void Write(string path, IEnumerable<Cue> cues, TimeSpan origin)
    {
        var text = new StringBuilder();
        foreach ((int index, Cue cue) in cues.Index())
            text.Append(CultureInfo.InvariantCulture, $"{index + 1}\n{Stamp(cue.Start - origin)} --> {Stamp(cue.End - origin)}\n{cue.Text}\n\n");
        File.WriteAllText(path, text.ToString());
    }

    private static Cue ParseCue(string path, string[] lines, ref int at)
    {
        if (!int.TryParse(lines[at].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            throw Malformed(path, at + 1, $"expected a subtitle number, found {Shown(lines[at])}", "Each subtitle is a number, a time line, text, and an empty line");
        if (++at >= lines.Length || lines[at].Split(" --> ") is not [string from, string to] || !TryTime(from, out TimeSpan start) || !TryTime(to, out TimeSpan end))
            throw Malformed(path, at + 1, $"expected times like 00:01:02,500 --> 00:01:04,000, found {Shown(lines.ElementAtOrDefault(at))}", "Correct the line");
        if (end <= start)
            throw Malformed(path, at + 1, $"subtitle {number} ends before it starts", "Correct the line");

        int first = ++at;
        while (at < lines.Length && !string.IsNullOrWhiteSpace(lines[at]))
            at++;
        return at > first
            ? new(number, start, end, string.Join('\n', lines[first..at]))
            : throw Malformed(path, first, $"subtitle {number} has no text", "Add the text or remove the subtitle");
    }

    // A file that is no text at all must not be printed at somebody's terminal.
    private static string Shown(string? line)
    {
        const int Longest = 40;
        string text = string.Concat((line ?? "").Trim().Take(Longest).Select(c => char.IsControl(c) || c == '\uFFFD' ? '?' : c));
        return $"'{text}'";
    }

    private static bool TryTime(string text, out TimeSpan time)
        => TimeSpan.TryParseExact(text.Trim(), TimeFormat, CultureInfo.InvariantCulture, out time);

    private static string Stamp(TimeSpan time)
        => (time < TimeSpan.Zero ? TimeSpan.Zero : time).ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static StudioException Malformed(string path, int line, string what, string remedy) => new($"{path}:{line}", what, remedy);
}
