public static class Deadlines
{
    public static async Task<string> GetAsync(HttpClient client, string address, CancellationToken token)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(token);
        deadline.CancelAfter(TimeSpan.FromSeconds(10));
        return await client.GetStringAsync(address, deadline.Token);
    }
}
