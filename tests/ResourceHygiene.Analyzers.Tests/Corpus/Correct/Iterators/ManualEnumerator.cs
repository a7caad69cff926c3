public static class Zipping
{
    public static IEnumerable<(T First, T Second)> Pairs<T>(IEnumerable<T> source)
    {
        using IEnumerator<T> enumerator = source.GetEnumerator();
        while (enumerator.MoveNext())
        {
            T first = enumerator.Current;
            if (!enumerator.MoveNext())
                yield break;
            yield return (first, enumerator.Current);
        }
    }

    public static bool AreEqual<T>(IEnumerable<T> left, IEnumerable<T> right)
    {
        IEnumerator<T> a = left.GetEnumerator();
        IEnumerator<T> b = right.GetEnumerator();
        try
        {
            while (a.MoveNext())
            {
                if (!b.MoveNext() || !EqualityComparer<T>.Default.Equals(a.Current, b.Current))
                    return false;
            }

            return !b.MoveNext();
        }
        finally
        {
            b.Dispose();
            a.Dispose();
        }
    }
}
