public sealed class Cache(string folder)
{
    private readonly Dictionary<string, string> _texts = [];

    public ValueTask<string> GetAsync(string name) =>
        _texts.TryGetValue(name, out string? text) ? new ValueTask<string>(text) : new ValueTask<string>(LoadAsync(name));

    private async Task<string> LoadAsync(string name)
    {
        using var reader = new StreamReader(Path.Combine(folder, name));
        return _texts[name] = await reader.ReadToEndAsync();
    }
}
