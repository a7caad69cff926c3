using System.Collections.Concurrent;

namespace ResourceHygiene.Workers;

/// <summary>
/// What programs occupied when they ran before, which is the best that can be said about one that starts: the cleaner decides by it
/// whether ending a command would help.
/// </summary>
internal sealed class CommandMemory
{
    /// <summary>What the smallest program needs. Not nothing: what occupies nothing is never ended to make room.</summary>
    private const long Least = 1L << 20;

    /// <summary>A program that makes up names of programs must not fill the memory with them.</summary>
    private const int MostPrograms = 256;

    private readonly ConcurrentDictionary<string, long> _peaks = new(StringComparer.Ordinal);

    public long Expect(string program) => _peaks.TryGetValue(program, out var peak) ? peak : Least;

    public void Note(string program, long? peak)
    {
        if (peak is not { } bytes || (!_peaks.ContainsKey(program) && _peaks.Count >= MostPrograms))
            return;

        // Rises at once and falls slowly: a run that happened to need little says nothing about the next.
        _peaks.AddOrUpdate(
            program,
            static (_, now) => Math.Max(Least, now),
            static (_, before, now) => Math.Max(Least, now >= before ? now : before - ((before - now) / 4)),
            bytes);
    }
}
