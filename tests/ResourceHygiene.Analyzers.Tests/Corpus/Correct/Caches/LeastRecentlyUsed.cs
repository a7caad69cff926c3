public sealed class RecentFiles(int capacity) : IDisposable
{
    private readonly LinkedList<(string Path, FileStream Stream)> _order = new();
    private readonly Dictionary<string, LinkedListNode<(string Path, FileStream Stream)>> _nodes = new(StringComparer.Ordinal);

    public FileStream Open(string path)
    {
        if (_nodes.TryGetValue(path, out var known))
        {
            _order.Remove(known);
            _order.AddFirst(known);
            return known.Value.Stream;
        }

        if (_nodes.Count == capacity && _order.Last is { } last)
        {
            _order.RemoveLast();
            _nodes.Remove(last.Value.Path);
            last.Value.Stream.Dispose();
        }

        FileStream stream = File.OpenRead(path);
        _nodes.Add(path, _order.AddFirst((path, stream)));
        return stream;
    }

    public void Dispose()
    {
        foreach (var (_, stream) in _order)
            stream.Dispose();
    }
}
