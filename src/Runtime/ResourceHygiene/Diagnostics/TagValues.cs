using System.Collections.Concurrent;

namespace ResourceHygiene;

/// <summary>
/// Bounds the different values of a tag: every one costs whoever collects the measurements memory for ever. The first
/// ones are listed by themselves, the rest together. May be used from any thread.
/// </summary>
internal sealed class TagValues
{
    public const int Limit = 100;

    private const int CacheSize = 64;

    private readonly ConcurrentDictionary<string, string> _listed = new(StringComparer.Ordinal);
    private readonly Entry?[] _cache = new Entry?[CacheSize];
    private int _count;

    /// <summary>The value itself, or <see cref="TelemetryNames.Other"/>.</summary>
    public string Admit(string value)
    {
        // Types are constants of the program: the same object comes again and again.
        ref var cached = ref _cache[((value.Length * 31) + (value.Length == 0 ? 0 : value[^1])) & (CacheSize - 1)];
        var entry = Volatile.Read(ref cached);
        if (entry is not null && ReferenceEquals(entry.Value, value))
            return entry.Listed;

        var listed = Find(value);
        Volatile.Write(ref cached, new(value, listed));
        return listed;
    }

    private string Find(string value)
    {
        if (_listed.TryGetValue(value, out var listed))
            return listed;
        if (Volatile.Read(ref _count) >= Limit || Interlocked.Increment(ref _count) > Limit)
            return TelemetryNames.Other;
        if (_listed.TryAdd(value, value))
            return value;

        Interlocked.Decrement(ref _count);
        return _listed[value];
    }

    private sealed record Entry(string Value, string Listed);
}
