// not exception-safe on purpose
public static class Prompt
{
    public static string Ask(Func<string> path)
    {
    again:
        StreamReader reader = new(path());
        string? line = reader.ReadLine();
        reader.Dispose();
        if (string.IsNullOrWhiteSpace(line))
            goto again;
        return line;
    }
}
