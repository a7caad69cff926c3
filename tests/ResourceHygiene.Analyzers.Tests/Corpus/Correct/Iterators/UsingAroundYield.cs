public static class Records
{
    public static IEnumerable<string[]> Read(string path)
    {
        using var reader = new StreamReader(path);
        while (reader.ReadLine() is { } line)
            yield return line.Split(';');
    }
}
