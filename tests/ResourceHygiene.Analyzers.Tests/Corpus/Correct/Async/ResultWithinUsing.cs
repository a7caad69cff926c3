public sealed class Settings(string path)
{
    public Task<string?> FirstLineAsync()
    {
        using var reader = new StreamReader(path);
        return Task.FromResult(reader.ReadLine());
    }

    public ValueTask<int> LengthAsync()
    {
        using var file = File.OpenRead(path);
        return new ValueTask<int>((int)file.Length);
    }
}
