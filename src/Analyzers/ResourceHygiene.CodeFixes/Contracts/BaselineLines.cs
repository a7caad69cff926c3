using System.Text;

namespace ResourceHygiene.CodeFixes.Contracts;

/// <summary>
/// The text of a baseline, line by line: lines are replaced where they stand, new ones go where the alphabet puts them, and
/// whatever else is in the file (comments, blank lines) stays.
/// </summary>
internal sealed class BaselineLines
{
    private static readonly char[] s_space = [' ', '\t', '\uFEFF'];

    private readonly List<string> _lines;
    private readonly string _lineEnd;

    public BaselineLines(string text)
    {
        _lineEnd = text.Contains("\r\n") ? "\r\n" : "\n";
        _lines = [.. text.Replace("\r\n", "\n").Split('\n')];
        while (_lines.Count > 0 && _lines[_lines.Count - 1].Trim().Length == 0)
            _lines.RemoveAt(_lines.Count - 1);
    }

    /// <summary>Puts a line in, in place of the one with the same subject; an empty one takes that away.</summary>
    public void Put(string subject, string line)
    {
        int index = _lines.FindIndex(existing => SubjectOf(existing) == subject);
        if (index < 0 && line.Length > 0)
            _lines.Insert(PlaceFor(subject), line);
        else if (index >= 0 && line.Length > 0)
            _lines[index] = line + CommentOf(_lines[index]);
        else if (index >= 0)
            _lines.RemoveAt(index);
    }

    /// <summary>What the lines are about, in their order.</summary>
    public IReadOnlyList<string> Subjects() => _lines.Select(SubjectOf).Where(static subject => subject.Length > 0).ToList();

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (string line in _lines)
            text.Append(line).Append(_lineEnd);
        return text.ToString();
    }

    // Behind the last line that comes before it: what is not sorted stays as it is.
    private int PlaceFor(string subject)
    {
        int last = _lines.FindLastIndex(existing => SubjectOf(existing) is { Length: > 0 } other && string.CompareOrdinal(other, subject) < 0);
        if (last >= 0)
            return last + 1;
        int first = _lines.FindIndex(static existing => SubjectOf(existing).Length > 0);
        return first >= 0 ? first : _lines.Count;
    }

    private static string SubjectOf(string line)
    {
        string trimmed = line.Trim(s_space);
        if (trimmed.Length == 0 || trimmed[0] == '#')
            return "";
        int end = trimmed.IndexOfAny(s_space);
        return end < 0 ? trimmed : trimmed.Substring(0, end);
    }

    // As in contract files: a comment follows white space.
    private static string CommentOf(string line)
    {
        for (int i = 1; i < line.Length; i++)
        {
            if (line[i] == '#' && char.IsWhiteSpace(line[i - 1]))
                return " " + line.Substring(i);
        }

        return "";
    }
}
