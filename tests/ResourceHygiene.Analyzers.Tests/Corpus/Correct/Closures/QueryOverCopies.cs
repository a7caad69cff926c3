public static class Copied
{
    public static IEnumerable<string> Upper(string path)
    {
        using var reader = new StreamReader(path);
        string[] lines = reader.ReadToEnd().Split('\n');
        return lines.Select(line => line.ToUpperInvariant());
    }
}
