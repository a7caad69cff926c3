using System.Globalization;
using System.Text;

namespace ResourceHygiene.Testing;

/// <summary>A line diff for failure messages: <c>-</c> was expected, <c>+</c> is there, with three lines around each change.</summary>
internal static class TextDiff
{
    private const int Context = 3;

    public static string Of(string expected, string actual)
    {
        string[] before = expected.Split('\n');
        string[] after = actual.Split('\n');
        List<(char Mark, string Line, int Number)> edits = Edits(before, after);
        StringBuilder text = new();
        int lastShown = -1;
        for (int i = 0; i < edits.Count; i++)
        {
            bool nearChange = edits.Skip(i - Context).Take(Context + 1 + Math.Min(i, Context)).Any(static e => e.Mark != ' ');
            if (!nearChange)
                continue;

            if (lastShown != i - 1)
                text.Append("  ...\n");

            (char mark, string line, int number) = edits[i];
            text.Append(CultureInfo.InvariantCulture, $"{mark}{number,4} {Visible(line)}\n");
            lastShown = i;
        }

        return text.ToString();
    }

    private static List<(char Mark, string Line, int Number)> Edits(string[] before, string[] after)
    {
        // lengths[i, j]: longest common subsequence of before[i..] and after[j..]. Test texts are short.
        int[,] lengths = new int[before.Length + 1, after.Length + 1];
        for (int i = before.Length - 1; i >= 0; i--)
        {
            for (int j = after.Length - 1; j >= 0; j--)
                lengths[i, j] = before[i] == after[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        }

        List<(char, string, int)> edits = [];
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                edits.Add((' ', after[j++], j));
                i++;
            }
            else if (j == after.Length || (i < before.Length && lengths[i + 1, j] >= lengths[i, j + 1]))
            {
                edits.Add(('-', before[i++], i));
            }
            else
            {
                edits.Add(('+', after[j++], j));
            }
        }

        return edits;
    }

    // Two lines that differ only in what one cannot see make a diff that nobody can read.
    private static string Visible(string line)
    {
        string trimmed = line.TrimEnd(' ', '\t', '\r');
        string tail = line[trimmed.Length..].Replace(' ', '·').Replace("\t", "→", StringComparison.Ordinal).Replace("\r", "␍", StringComparison.Ordinal);
        return trimmed + tail;
    }
}
