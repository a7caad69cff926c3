using System.Text;

public static class Headers
{
    public static string ReadTitle(string path)
    {
        using FileStream file = File.OpenRead(path);
        using (StreamReader reader = new(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1024, leaveOpen: true))
        {
            if (reader.ReadLine() is { Length: > 0 } title)
                return title;
        }

        file.Seek(0, SeekOrigin.Begin);
        return $"untitled ({file.Length} bytes)";
    }
}
