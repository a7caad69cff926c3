public static class Texts
{
    public static string[] Lines(string text)
    {
        List<string> lines = [];
        StringReader reader = new(text);
        try
        {
            while (reader.ReadLine() is { } line)
                lines.Add(line);
        }
        finally
        {
            reader.Dispose();
        }

        return [.. lines];
    }

    public static string Join(IEnumerable<string> lines)
    {
        StringWriter writer = new();
        foreach (string line in lines)
            writer.WriteLine(line);
        return writer.ToString();
    }
}
