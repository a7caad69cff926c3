namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6005;

/// <summary>Nothing would be gained, or nothing can be awaited.</summary>
public sealed class Valid
{
    [Fact]
    public Task Awaited_using() => AsyncCode.InAsyncMethod(
        """
        await using var connection = new Connection();
        await connection.OpenAsync();
        """);

    [Fact]
    public Task Awaited_release() => AsyncCode.InAsyncMethod(
        """
        var connection = new Connection();
        await connection.OpenAsync();
        await connection.DisposeAsync();
        """);

    [Fact]
    public Task In_a_synchronous_method() => AsyncCode.InMethod(
        """
        using var connection = new Connection();
        connection.Use();
        """);

    [Fact]
    public Task In_a_synchronous_method_that_returns_a_task() => AsyncCode.InTaskMethod(
        """
        using var connection = new Connection();
        connection.Use();
        return Task.CompletedTask;
        """);

    [Fact]
    public Task In_a_synchronous_lambda_of_an_async_method() => AsyncCode.InAsyncMethod(
        """
        Action run = () =>
        {
            using var connection = new Connection();
            connection.Use();
        };
        run();
        await Task.Yield();
        """);

    [Fact]
    public Task A_stream_in_memory() => AsyncCode.InAsyncMethod(
        """
        using var memory = new MemoryStream();
        await memory.WriteAsync(new byte[8]);
        """);

    [Fact]
    public Task A_file_that_is_read() => AsyncCode.InAsyncMethod(
        """
        using var file = File.OpenRead(path);
        await file.ReadAsync(new byte[8]);
        """);

    [Fact]
    public Task A_file_that_is_opened_for_reading() => AsyncCode.InAsyncMethod(
        """
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
        await file.ReadAsync(new byte[8]);
        """);

    [Fact]
    public Task A_file_that_exists_or_is_made_and_then_read() => AsyncCode.InAsyncMethod(
        """
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read);
        await file.ReadAsync(new byte[8]);
        """);

    [Fact]
    public Task A_stream_that_decompresses() => AsyncCode.InAsyncMethod(
        """
        using var zip = new GZipStream(given, CompressionMode.Decompress);
        await zip.ReadAsync(new byte[8]);
        """);

    [Fact]
    public Task A_reader() => AsyncCode.InAsyncMethod(
        """
        using var reader = new StreamReader(path);
        await reader.ReadToEndAsync();
        """);

    [Fact]
    public Task A_timer() => AsyncCode.InAsyncMethod(
        """
        using var timer = new Timer(_ => { }, null, 0, 1000);
        await Task.Delay(10);
        """);

    [Fact]
    public Task A_registration() => AsyncCode.InClass(
        """
        async Task M(CancellationToken token)
        {
            using var registration = token.Register(() => { });
            await Task.Delay(10);
        }
        """);

    [Fact]
    public Task A_type_whose_release_only_wraps_the_other() => AsyncCode.InAsyncMethod(
        """
        using var wrapper = new Wrapper();
        await Task.Yield();
        """);

    [Fact]
    public Task A_type_that_cannot() => AsyncCode.InAsyncMethod(
        """
        using var client = new Client();
        await client.GetAsync(path);
        """);

    [Fact]
    public Task Under_a_lock() => AsyncCode.InClass(
        """
        private readonly object _gate = new();

        async Task M(Connection connection)
        {
            await Task.Yield();
            lock (_gate)
                connection.Dispose();
        }
        """);

    [Fact]
    public Task The_other_choice() => AsyncCode.InClass(
        """
        async Task M(IDisposable resource, Connection connection)
        {
            if (resource is IAsyncDisposable later)
                await later.DisposeAsync();
            else
                connection.Dispose();
        }
        """);

    [Fact]
    public Task Released_either_way() => AsyncCode.InClass(
        """
        async Task M(Connection connection, bool isAsync)
        {
            if (isAsync)
                await connection.DisposeAsync();
            else
                connection.Dispose();
        }
        """);

    [Fact]
    public Task A_stream_of_unknown_kind() => AsyncCode.InClass(
        """
        async Task M(HttpContent content)
        {
            using var stream = await content.ReadAsStreamAsync();
            await stream.ReadAsync(new byte[8]);
        }
        """);

    [Fact]
    public Task An_interface_that_says_no_more() => AsyncCode.InClass(
        """
        async Task M(Func<IDisposable> open)
        {
            using var resource = open();
            await Task.Yield();
        }
        """);

    [Fact]
    public Task A_provider_that_keeps_what_its_base_does() => AsyncCode.InClass(
        """
        async Task M(PlainConnection connection)
        {
            using (connection)
                await connection.OpenAsync();
        }

        public abstract class PlainConnection : DbConnection { }
        """);

    [Fact]
    public Task A_writer_into_memory() => AsyncCode.InAsyncMethod(
        """
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory))
            writer.WriteNullValue();
        await Task.Yield();
        """);

    [Fact]
    public Task A_writer_into_a_buffer() => AsyncCode.InAsyncMethod(
        """
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteNullValue();
        await Task.Yield();
        """);
}
