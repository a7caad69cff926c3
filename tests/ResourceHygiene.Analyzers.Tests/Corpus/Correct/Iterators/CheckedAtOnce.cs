public static class Tail
{
    public static IEnumerable<string> Of(string path, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Iterate();

        IEnumerable<string> Iterate()
        {
            using var reader = new StreamReader(path);
            for (int i = 0; i < count && reader.ReadLine() is { } line; i++)
                yield return line;
        }
    }
}
