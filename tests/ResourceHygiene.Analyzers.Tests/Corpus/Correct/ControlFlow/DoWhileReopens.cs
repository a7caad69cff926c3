public static class Polling
{
    public static string WaitForLine(string path, CancellationToken cancellation)
    {
        string? line;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            using StreamReader reader = new(path);
            line = reader.ReadLine();
        }
        while (line is null);
        return line;
    }
}
