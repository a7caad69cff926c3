using ResourceHygiene.CodeFixes.Async;

namespace ResourceHygiene.CodeFixes.Tests.Async;

/// <summary>What releases asynchronously is awaited.</summary>
public sealed class ReleaseAsynchronouslyFixTests
{
    [Fact]
    public Task A_declaration() => Awaited<ReleaseAsynchronouslyFix>.FixesClass(
        """
        async Task M()
        {
            // Open until the end.
            {|RH6005:using|} var connection = new Connection();
            await connection.OpenAsync();
        }
        """,
        """
        async Task M()
        {
            // Open until the end.
            await using var connection = new Connection();
            await connection.OpenAsync();
        }
        """);

    [Fact]
    public Task A_statement() => Awaited<ReleaseAsynchronouslyFix>.FixesClass(
        """
        async Task M()
        {
            {|RH6005:using|} (var connection = new Connection())
            {
                await connection.OpenAsync();
            }
        }
        """,
        """
        async Task M()
        {
            await using (var connection = new Connection())
            {
                await connection.OpenAsync();
            }
        }
        """);

    [Fact]
    public Task One_in_the_other() => Awaited<ReleaseAsynchronouslyFix>.FixesClass(
        """
        async Task M()
        {
            {|RH6005:using|} (var first = new Connection())
            {|RH6005:using|} (var second = new Connection())
                await second.OpenAsync();
        }
        """,
        """
        async Task M()
        {
            await using (var first = new Connection())
            await using (var second = new Connection())
                await second.OpenAsync();
        }
        """);

    [Fact]
    public Task A_call() => Awaited<ReleaseAsynchronouslyFix>.FixesClass(
        """
        async Task M(Connection connection)
        {
            await connection.OpenAsync();
            {|RH6005:connection.Dispose()|}; // done
        }
        """,
        """
        async Task M(Connection connection)
        {
            await connection.OpenAsync();
            await connection.DisposeAsync(); // done
        }
        """);

    [Fact]
    public Task Of_a_field() => Awaited<ReleaseAsynchronouslyFix>.FixesClass(
        """
        private readonly Connection _connection = new();

        async Task M()
        {
            await Task.Yield();
            {|RH6005:_connection.Dispose()|};
        }
        """,
        """
        private readonly Connection _connection = new();

        async Task M()
        {
            await Task.Yield();
            await _connection.DisposeAsync();
        }
        """);

    [Fact]
    public Task Not_of_what_may_be_null() => Awaited<ReleaseAsynchronouslyFix>.OffersNothingInClass(
        """
        async Task M(Connection? connection)
        {
            await Task.Yield();
            connection?{|RH6005:.Dispose()|};
        }
        """);
}
