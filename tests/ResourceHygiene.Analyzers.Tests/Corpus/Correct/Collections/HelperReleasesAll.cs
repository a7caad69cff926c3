public static class Disposal
{
    public static void DisposeAll(params IDisposable?[] items)
    {
        List<Exception>? failures = null;
        foreach (IDisposable? item in items)
        {
            try
            {
                item?.Dispose();
            }
            catch (Exception e)
            {
                (failures ??= []).Add(e);
            }
        }

        if (failures is not null)
            throw new AggregateException(failures);
    }

    public static void DisposeAll<T>(this IEnumerable<T> items)
        where T : IDisposable
    {
        foreach (T item in items)
            item.Dispose();
    }
}

public static class DisposalUse
{
    public static void Run(string a, string b)
    {
        FileStream? first = null;
        FileStream? second = null;
        try
        {
            first = File.OpenRead(a);
            second = File.Create(b);
            first.CopyTo(second);
        }
        finally
        {
            Disposal.DisposeAll(second, first);
        }
    }

    public static int Count(IEnumerable<string> paths)
    {
        List<Stream> streams = [];
        try
        {
            foreach (string path in paths)
                streams.Add(File.OpenRead(path));
            return streams.Count;
        }
        finally
        {
            streams.DisposeAll();
        }
    }
}
