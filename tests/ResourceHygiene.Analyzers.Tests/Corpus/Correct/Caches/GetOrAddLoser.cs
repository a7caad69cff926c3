using System.Collections.Concurrent;

public sealed class HandleCache : IDisposable
{
    private readonly ConcurrentDictionary<string, FileStream> _open = new(StringComparer.Ordinal);

    public FileStream Get(string path)
    {
        if (_open.TryGetValue(path, out FileStream? known))
            return known;
        FileStream opened = File.OpenRead(path);
        FileStream winner = _open.GetOrAdd(path, opened);
        if (!ReferenceEquals(winner, opened))
            opened.Dispose();
        return winner;
    }

    public void Dispose()
    {
        foreach (KeyValuePair<string, FileStream> pair in _open)
            pair.Value.Dispose();
    }
}
