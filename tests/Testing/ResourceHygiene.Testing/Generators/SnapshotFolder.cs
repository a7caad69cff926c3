using System.Collections.Immutable;

namespace ResourceHygiene.Testing;

/// <summary>The snapshots of one test: <c>Test#Hint.verified.cs</c> for each generated file.</summary>
/// <param name="directory">Where they lie.</param>
/// <param name="test">Class and method of the test.</param>
/// <param name="accept">Whether to store what is generated instead of comparing.</param>
internal sealed class SnapshotFolder(string directory, string test, bool accept)
{
    private const string Verified = ".verified.cs";
    private const string Received = ".received.cs";

    /// <exception cref="VerificationException">A generated file differs from its snapshot or has none, or a snapshot is left over.</exception>
    public async Task VerifyAsync(ImmutableSortedDictionary<string, string> generated)
    {
        List<string> problems = [];
        HashSet<string> expected = new(StringComparer.Ordinal);
        foreach ((string hint, string text) in generated)
        {
            string file = Path.Combine(directory, FileName(hint));
            expected.Add(file + Verified);
            if (await VerifyOneAsync(file, text) is { } problem)
                problems.Add(problem);
        }

        problems.AddRange(FindLeftovers(expected));
        if (problems.Count > 0)
            throw new VerificationException($"{string.Join('\n', problems)}\nIf this is what you want, run the test with RH_UPDATE_SNAPSHOTS=1.");
    }

    private async Task<string?> VerifyOneAsync(string file, string text)
    {
        string? verified = File.Exists(file + Verified) ? await File.ReadAllTextAsync(file + Verified) : null;
        if (verified == text)
        {
            File.Delete(file + Received);
            return null;
        }

        Directory.CreateDirectory(directory);
        if (accept)
        {
            await File.WriteAllTextAsync(file + Verified, text);
            File.Delete(file + Received);
            return null;
        }

        await File.WriteAllTextAsync(file + Received, text);
        string name = Path.GetFileName(file);
        return verified is null
            ? $"There is no snapshot {name}{Verified}. Received:\n{text}"
            : $"{name}{Verified} differs (- snapshot, + received):\n{TextDiff.Of(verified, text)}";
    }

    private IEnumerable<string> FindLeftovers(HashSet<string> expected)
    {
        string[] files = Directory.Exists(directory) ? Directory.GetFiles(directory, $"{test}#*{Verified}") : [];
        foreach (string leftover in files.Where(file => !expected.Contains(file)))
        {
            if (accept)
                File.Delete(leftover);
            else
                yield return $"{Path.GetFileName(leftover)} is a snapshot of a file that is no longer generated.";
        }
    }

    private string FileName(string hint)
    {
        string name = hint.EndsWith(".cs", StringComparison.Ordinal) ? hint[..^3] : hint;
        return $"{test}#{name.Replace('/', '_').Replace('\\', '_')}";
    }
}
