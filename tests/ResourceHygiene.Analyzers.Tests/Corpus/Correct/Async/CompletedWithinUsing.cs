public interface ISink
{
    Task PutAsync(string text);
}

public sealed class FileSink(string path) : ISink
{
    public Task PutAsync(string text)
    {
        using var writer = new StreamWriter(path, append: true);
        writer.Write(text);
        return Task.CompletedTask;
    }
}
