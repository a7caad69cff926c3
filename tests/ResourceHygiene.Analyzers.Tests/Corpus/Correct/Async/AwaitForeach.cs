public static class Lines
{
    public static async Task<int> CountAsync(string path)
    {
        using var reader = new StreamReader(path);
        int count = 0;
        await foreach (string line in ReadAsync(reader))
            count += line.Length;
        return count;
    }

    private static async IAsyncEnumerable<string> ReadAsync(TextReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
            yield return line;
    }
}
