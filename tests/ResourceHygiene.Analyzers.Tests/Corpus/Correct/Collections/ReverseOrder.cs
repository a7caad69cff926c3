public sealed class Resources : IDisposable
{
    private readonly List<IDisposable> _items = new();

    public T Add<T>(T item)
        where T : IDisposable
    {
        _items.Add(item);
        return item;
    }

    public void Dispose()
    {
        foreach (IDisposable item in Enumerable.Reverse(_items))
            item.Dispose();
        _items.Clear();
    }
}

public static class Copy
{
    public static void Run(string from, string to)
    {
        using Resources resources = new();
        FileStream source = resources.Add(File.OpenRead(from));
        FileStream target = resources.Add(File.Create(to));
        source.CopyTo(target);
    }
}
