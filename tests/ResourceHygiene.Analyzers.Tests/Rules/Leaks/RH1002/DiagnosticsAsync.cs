namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Asynchronous bodies have the same ways out.</summary>
public sealed class DiagnosticsAsync
{
    [Fact]
    public Task An_awaited_factory_and_a_guard() => LeakCode.InClass(
        """
        static async Task<Stream> OpenAsync(string path) { await Task.Yield(); return File.OpenRead(path); }

        async Task<int> M(string path)
        {
            var stream = await {|RH1002:OpenAsync(path)|}.ConfigureAwait(false);
            if (stream.Length == 0)
                return -1;
            int first = stream.ReadByte();
            await stream.DisposeAsync();
            return first;
        }
        """);

    [Fact]
    public Task Released_asynchronously_in_one_branch() => LeakCode.InAsyncMethod(
        """
        var resource = {|RH1002:new AsyncResource()|};
        resource.Use();
        if (flag)
            await resource.DisposeAsync();
        """);

    [Fact]
    public Task A_cancelled_accept_loop() => LeakCode.InFile(
        """
        using System.Net.Sockets;

        class Server
        {
            async Task Run(TcpListener listener, CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    var client = await {|RH1002:listener.AcceptTcpClientAsync(token)|};
                    if (client.Available == 0)
                        continue;
                    client.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task Awaited_and_then_left() => LeakCode.InClass(
        """
        static async Task<Resource> CreateAsync() { await Task.Yield(); return new Resource(); }

        async Task M(bool flag)
        {
            var resource = await {|RH1002:CreateAsync()|};
            await Task.Yield();
            if (flag)
                return;
            resource.Dispose();
        }
        """);

    [Fact]
    public Task A_swallowed_cancellation() => LeakCode.InClass(
        """
        async Task M(string path, CancellationToken token)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            try
            {
                await stream.ReadAsync(new byte[16], token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            stream.Dispose();
        }
        """);
}
