public static class Copies
{
    public static async Task CopyAllAsync(string[] paths, string target)
    {
        var copies = new List<Task>();
        foreach (string path in paths)
            copies.Add(CopyAsync(path, target));
        await Task.WhenAll(copies);
    }

    private static async Task CopyAsync(string path, string target)
    {
        await using FileStream source = File.OpenRead(path);
        await using FileStream copy = File.Create(Path.Combine(target, Path.GetFileName(path)));
        await source.CopyToAsync(copy);
    }
}
