public sealed class Feed
{
    public event Action<string>? Received;

    public void Record(string path, Action run)
    {
        using var writer = new StreamWriter(path);
        Received += Write;
        try
        {
            run();
        }
        finally
        {
            Received -= Write;
        }

        void Write(string text) => writer.WriteLine(text);
    }

    public void Raise(string text) => Received?.Invoke(text);
}
