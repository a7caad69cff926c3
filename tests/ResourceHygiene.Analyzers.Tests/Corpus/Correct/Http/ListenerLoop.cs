using System.Net;

public sealed class StatusServer(int port)
{
    public async Task RunAsync(CancellationToken stopping)
    {
        using HttpListener listener = new();
        listener.Prefixes.Add($"http://localhost:{port}/");
        listener.Start();
        using CancellationTokenRegistration stop = stopping.Register(listener.Abort);
        while (!stopping.IsCancellationRequested)
        {
            HttpListenerContext context = await listener.GetContextAsync();
            using HttpListenerResponse response = context.Response;
            response.StatusCode = 200;
            await using StreamWriter writer = new(response.OutputStream);
            await writer.WriteAsync("ok");
        }
    }
}
