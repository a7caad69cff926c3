// not exception-safe on purpose
public static class Clients
{
    private static readonly SocketsHttpHandler s_handler = new() { PooledConnectionLifetime = TimeSpan.FromMinutes(10) };

    public static async Task<string> ReadAsync(Uri address)
    {
        using HttpClient client = new(s_handler, disposeHandler: false) { BaseAddress = address };
        return await client.GetStringAsync("status");
    }
}
