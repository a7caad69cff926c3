public static class Openings
{
    // Each stream belongs to whoever asked for the next one.
    public static IEnumerable<Stream> OpenAll(IEnumerable<string> paths)
    {
        foreach (string path in paths)
            yield return File.OpenRead(path);
    }

    public static long Total(IEnumerable<string> paths)
    {
        long total = 0;
        foreach (Stream stream in OpenAll(paths))
        {
            using (stream)
                total += stream.Length;
        }

        return total;
    }
}
