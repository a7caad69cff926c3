public static class LineSource
{
    public static IEnumerable<string> Read(string path)
    {
        using StreamReader reader = new(path);
        string? line;
        while ((line = reader.ReadLine()) != null)
        {
            if (line.Length == 0)
                yield break;
            yield return line;
        }
    }

    public static int Count(string path) => Read(path).Count();
}
