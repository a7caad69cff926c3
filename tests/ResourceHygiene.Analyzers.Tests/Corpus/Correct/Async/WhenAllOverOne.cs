public sealed class Fan(HttpClient client)
{
    public async Task<int> SumAsync(IEnumerable<string> addresses)
    {
        using var gate = new SemaphoreSlim(4);
        int[] lengths = await Task.WhenAll(addresses.Select(async address =>
        {
            await gate.WaitAsync();
            try
            {
                return (await client.GetStringAsync(address)).Length;
            }
            finally
            {
                gate.Release();
            }
        }));
        return lengths.Sum();
    }
}
