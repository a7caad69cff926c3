public sealed class LineWriter(Stream stream) : IDisposable
{
    private readonly StreamWriter _writer = new(stream);
    private int _number;

    public void Write(string line) => _writer.WriteLine($"{++_number}: {line}");

    public void Dispose() => _writer.Dispose();
}

public static class Numbering
{
    public static void Number(IEnumerable<string> lines, string path)
    {
        using LineWriter writer = new(File.Create(path));
        foreach (string line in lines)
            writer.Write(line);
    }
}
