namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Asynchronous bodies that release on every way out.</summary>
public sealed class ValidAsync
{
    [Fact]
    public Task Released_in_an_asynchronous_finally() => LeakCode.InClass(
        """
        async Task<int> M(string path)
        {
            var stream = File.OpenRead(path);
            try
            {
                if (stream.Length == 0)
                    return -1;
                return await stream.ReadAsync(new byte[1]);
            }
            finally
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
        """);

    [Fact]
    public Task Returned_by_an_asynchronous_factory_or_released() => LeakCode.InClass(
        """
        async Task<Stream?> OpenAsync(string path)
        {
            var stream = File.OpenRead(path);
            if (await stream.ReadAsync(new byte[1]) > 0)
                return stream;
            await stream.DisposeAsync();
            return null;
        }
        """);

    [Fact]
    public Task Returned_in_a_finished_task() => LeakCode.InClass(
        """
        Task<Stream> OpenAsync(string path, bool isBuffered)
        {
            Stream stream = File.OpenRead(path);
            if (isBuffered)
                return Task.FromResult<Stream>(new BufferedStream(stream));
            return Task.FromResult(stream);
        }
        """);

    [Fact]
    public Task A_client_is_served_by_a_task_of_its_own() => LeakCode.InFile(
        """
        using System.Net.Sockets;

        class Server
        {
            async Task Run(TcpListener listener, CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    var client = await listener.AcceptTcpClientAsync(token);
                    _ = Task.Run(() => Serve(client), token);
                }
            }

            static void Serve(TcpClient client)
            {
                using (client)
                    client.GetStream().ReadByte();
            }
        }
        """);

    [Fact]
    public Task A_client_is_served_by_a_method_that_releases_it() => LeakCode.InFile(
        """
        using System.Net.Sockets;

        class Server
        {
            async Task Run(TcpListener listener)
            {
                while (true)
                {
                    var client = await listener.AcceptTcpClientAsync();
                    _ = ServeAsync(client);
                }
            }

            static async Task ServeAsync(TcpClient client)
            {
                using (client)
                    await client.GetStream().ReadAsync(new byte[1]);
            }
        }
        """);

    [Fact]
    public Task A_semaphore_entered_and_a_resource_used() => LeakCode.InClass(
        """
        private readonly SemaphoreSlim _gate = new(1);

        async Task<int> M(string path)
        {
            await _gate.WaitAsync();
            try
            {
                using var stream = File.OpenRead(path);
                if (stream.Length == 0)
                    return 0;
                return await stream.ReadAsync(new byte[8]);
            }
            finally
            {
                _gate.Release();
            }
        }
        """);
}
