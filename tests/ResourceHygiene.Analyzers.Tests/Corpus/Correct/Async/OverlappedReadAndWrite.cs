public static class Pump
{
    public static async Task CopyAsync(string from, string to)
    {
        await using var source = File.OpenRead(from);
        await using var target = File.Create(to);
        byte[] first = new byte[4096], second = new byte[4096];
        int count = await source.ReadAsync(first);
        while (count > 0)
        {
            Task write = target.WriteAsync(first, 0, count);
            Task<int> read = source.ReadAsync(second, 0, second.Length);
            await write;
            count = await read;
            (first, second) = (second, first);
        }
    }
}
