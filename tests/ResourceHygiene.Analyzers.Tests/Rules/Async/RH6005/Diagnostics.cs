namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6005;

/// <summary>Dispose blocks where DisposeAsync would not.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task Using_declaration() => AsyncCode.InAsyncMethod(
        """
        {|RH6005:using|} var connection = new Connection();
        await connection.OpenAsync();
        """);

    [Fact]
    public Task Using_statement() => AsyncCode.InAsyncMethod(
        """
        {|RH6005:using|} (var connection = new Connection())
            await connection.OpenAsync();
        """);

    [Fact]
    public Task Using_of_a_variable() => AsyncCode.InAsyncMethod(
        """
        var connection = new Connection();
        {|RH6005:using|} (connection)
            await connection.OpenAsync();
        """);

    [Fact]
    public Task Dispose_of_a_local() => AsyncCode.InAsyncMethod(
        """
        var connection = new Connection();
        await connection.OpenAsync();
        {|RH6005:connection.Dispose()|};
        """);

    [Fact]
    public Task Dispose_of_a_field() => AsyncCode.InClass(
        """
        private readonly Connection _connection = new();

        async ValueTask DisposeAsync()
        {
            await Task.Yield();
            {|RH6005:_connection.Dispose()|};
        }
        """);

    [Fact]
    public Task Dispose_of_what_may_be_null() => AsyncCode.InClass(
        """
        async Task M(Connection? connection)
        {
            await Task.Yield();
            connection?{|RH6005:.Dispose()|};
        }
        """);

    [Fact]
    public Task A_writer() => AsyncCode.InAsyncMethod(
        """
        {|RH6005:using|} var writer = new StreamWriter(path);
        await writer.WriteAsync("a");
        """);

    [Fact]
    public Task A_file_that_is_created() => AsyncCode.InAsyncMethod(
        """
        {|RH6005:using|} var file = File.Create(path);
        await file.WriteAsync(new byte[8]);
        """);

    [Fact]
    public Task A_file_that_is_opened_for_writing() => AsyncCode.InAsyncMethod(
        """
        {|RH6005:using|} var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        await file.WriteAsync(new byte[8]);
        """);

    [Fact]
    public Task A_stream_that_compresses() => AsyncCode.InAsyncMethod(
        """
        {|RH6005:using|} var zip = new GZipStream(given, CompressionMode.Compress);
        await zip.WriteAsync(new byte[8]);
        """);

    [Fact]
    public Task A_stream_that_compresses_at_a_level() => AsyncCode.InAsyncMethod(
        """
        {|RH6005:using|} var zip = new BrotliStream(given, CompressionLevel.Fastest);
        await zip.WriteAsync(new byte[8]);
        """);

    [Fact]
    public Task A_transaction() => AsyncCode.InClass(
        """
        async Task M(DbConnection connection)
        {
            {|RH6005:using|} var transaction = await connection.BeginTransactionAsync();
            await transaction.CommitAsync();
        }
        """);

    [Fact]
    public Task In_an_async_lambda() => AsyncCode.InMethod(
        """
        Func<Task> run = async () =>
        {
            {|RH6005:using|} var connection = new Connection();
            await connection.OpenAsync();
        };
        run();
        """);

    [Fact]
    public Task In_an_async_local_function() => AsyncCode.InMethod(
        """
        Run();

        async Task Run()
        {
            {|RH6005:using|} var connection = new Connection();
            await connection.OpenAsync();
        }
        """);

    [Fact]
    public Task A_writer_of_json() => AsyncCode.InAsyncMethod(
        """
        {|RH6005:using|} var writer = new Utf8JsonWriter(given);
        writer.WriteStartObject();
        await writer.FlushAsync();
        """);
}
