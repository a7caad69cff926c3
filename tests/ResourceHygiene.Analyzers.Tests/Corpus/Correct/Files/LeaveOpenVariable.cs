using System.Text;

public sealed class CsvWriter : IDisposable
{
    private readonly StreamWriter _writer;

    public CsvWriter(Stream stream, bool leaveOpen) => _writer = new StreamWriter(stream, new UTF8Encoding(false), 4096, leaveOpen);

    public void Row(params string[] cells) => _writer.WriteLine(string.Join(',', cells));

    public void Dispose() => _writer.Dispose();

    public static void Export(string path, IEnumerable<string[]> rows, bool keep, out long length)
    {
        using FileStream file = File.Create(path);
        using (CsvWriter writer = new(file, leaveOpen: true))
        {
            foreach (string[] row in rows)
                writer.Row(row);
        }

        length = keep ? file.Length : 0;
    }
}
