using System.Collections;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace ResourceHygiene.Tests;

/// <summary>What the runtime knows about classes of .NET whose Dispose is not the whole of it.</summary>
public sealed class BuiltInHandlerTests
{
    private readonly Workbench _bench = new();

    [Fact]
    public void A_stream_is_flushed_and_closed()
    {
        using var directory = new TempDirectory();
        var path = directory.Combine("a.bin");
        var stream = new BufferedStream(File.Create(path), 1024);
        stream.WriteByte(7);

        Assert.Equal(ReleaseStatus.Released, _bench.Reaper.Release(_bench.Add(stream)).Status);

        Assert.False(stream.CanWrite);
        Assert.Equal([7], File.ReadAllBytes(path));
    }

    [Fact]
    public void A_stream_that_cannot_be_flushed_is_closed_all_the_same_and_reported()
    {
        var stream = new FullStream();

        var result = _bench.Reaper.Release(_bench.Add(stream));

        Assert.Equal((ReleaseStatus.Failed, "disk full"), (result.Status, result.Message));
        Assert.True(stream.IsClosed);
    }

    [Fact]
    public void A_connection_is_closed_and_what_was_not_committed_is_rolled_back()
    {
        using var directory = new TempDirectory();
        var source = $"Data Source={directory.Combine("a.db")};Pooling=False";
        var connection = Open(source, "CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1)");
        connection.BeginTransaction();
        Execute(connection, "INSERT INTO t VALUES (2)");

        Assert.Equal(ReleaseStatus.Released, _bench.Reaper.Release(_bench.Add(connection, ResourceTypes.DatabaseConnection)).Status);

        Assert.Equal(System.Data.ConnectionState.Closed, connection.State);
        Assert.Equal(1L, CountRows(source));
    }

    [Fact]
    public void A_transaction_is_rolled_back_before_the_connection_it_needs_is_closed()
    {
        using var directory = new TempDirectory();
        var source = $"Data Source={directory.Combine("a.db")};Pooling=False";
        var connection = Open(source, "CREATE TABLE t (x INTEGER)");
        var connectionHandle = _bench.Add(connection, ResourceTypes.DatabaseConnection);
        var transaction = connection.BeginTransaction();
        var transactionHandle = _bench.Add(transaction, "database_transaction", dependsOn: [connectionHandle]);
        Execute(connection, "INSERT INTO t VALUES (2)");

        var report = _bench.Reaper.Release([connectionHandle, transactionHandle]);

        Assert.True(report.IsComplete, report.ToString());
        Assert.Equal(transactionHandle, report.Steps[0].Resource.Handle);
        Assert.Null(transaction.Connection);
        Assert.Equal(0L, CountRows(source));
    }

    [Fact]
    public void A_transaction_that_was_committed_stays_committed()
    {
        using var directory = new TempDirectory();
        var source = $"Data Source={directory.Combine("a.db")};Pooling=False";
        using var connection = Open(source, "CREATE TABLE t (x INTEGER)");
        var transaction = connection.BeginTransaction();
        Execute(connection, "INSERT INTO t VALUES (2)");
        transaction.Commit();

        Assert.Equal(ReleaseStatus.Released, _bench.Reaper.Release(_bench.Add(transaction)).Status);

        Assert.Equal(1L, CountRows(source));
    }

    [UnixFact]
    public void A_process_is_killed_with_its_descendants_and_waited_for()
    {
        // The shell prints its child's id and waits for it.
        var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "sleep 60 & echo $!; wait"]) { RedirectStandardOutput = true })!;
        var child = Process.GetProcessById(int.Parse(process.StandardOutput.ReadLine()!, System.Globalization.CultureInfo.InvariantCulture));
        using var observer = Process.GetProcessById(process.Id);

        Assert.Equal(ReleaseStatus.Released, _bench.Reaper.Release(_bench.Add(process, "process")).Status);

        Assert.True(observer.WaitForExit(TimeSpan.FromSeconds(10)));
        using (child)
            Assert.True(child.WaitForExit(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_process_that_never_ran_is_only_let_go() =>
        Assert.Equal(ReleaseStatus.Released, _bench.Reaper.Release(_bench.Add(new Process(), "process")).Status);

    [Fact]
    public void A_file_is_deleted_only_where_it_was_registered_as_temporary()
    {
        using var directory = new TempDirectory();
        var temporary = new FileInfo(directory.Combine("a"));
        var precious = new FileInfo(directory.Combine("b"));
        temporary.Create().Dispose();
        precious.Create().Dispose();

        _bench.Reaper.Release([_bench.Add(temporary, ResourceTypes.TempFile), _bench.Add(precious, "document")]);

        Assert.False(File.Exists(temporary.FullName));
        Assert.True(File.Exists(precious.FullName));
    }

    [Fact]
    public void A_directory_registered_as_temporary_is_deleted_with_all_that_is_in_it()
    {
        var directory = Directory.CreateTempSubdirectory();
        File.WriteAllText(Path.Combine(directory.CreateSubdirectory("a").FullName, "b"), "c");

        _bench.Reaper.Release(_bench.Add(directory, ResourceTypes.TempDirectory));

        Assert.False(Directory.Exists(directory.FullName));
    }

    [Fact]
    public void Parts_of_a_model_in_a_dictionary_go_optimizer_first_and_model_last()
    {
        var calls = new List<string>();
        var parts = new Dictionary<string, object>
        {
            ["model"] = new Part("model", calls),
            ["tokenizer"] = new Part("tokenizer", calls),
            ["outputs"] = new List<Part> { new("output 1", calls), new("output 2", calls) },
            ["optimizer"] = new Part("optimizer", calls),
        };

        Assert.Equal(ReleaseStatus.Released, _bench.Reaper.Release(_bench.Add(parts, ResourceTypes.ModelWeights)).Status);

        Assert.Equal(["optimizer", "output 2", "output 1", "tokenizer", "model"], calls);
        Assert.Empty(parts);
    }

    [Theory]
    [InlineData(ResourceTypes.ModelShards)]
    [InlineData(ResourceTypes.RenderCache)]
    [InlineData(ResourceTypes.AudioCache)]
    [InlineData(ResourceTypes.TempBuffers)]
    [InlineData(ResourceTypes.SubtitleIndex)]
    public void A_list_of_a_type_that_owns_its_content_is_disposed_from_the_end_and_emptied(string type)
    {
        var calls = new List<string>();
        var list = new List<Part> { new("a", calls), new("b", calls) };

        Assert.Equal(ReleaseStatus.Released, _bench.Reaper.Release(_bench.Add(list, type)).Status);

        Assert.Equal(["b", "a"], calls);
        Assert.Empty(list);
    }

    [Fact]
    public void A_part_that_throws_holds_nothing_back_and_is_reported()
    {
        var calls = new List<string>();
        var list = new ArrayList { new Part("a", calls), new Part("b", calls) { Failure = new IOException("b") }, new Part("c", calls) { Failure = new FormatException("c") } };

        var result = _bench.Reaper.Release(_bench.Add(list, ResourceTypes.ModelShards));

        Assert.Equal(["c", "b", "a"], calls);
        Assert.Equal(2, Assert.IsType<AggregateException>(result.Exception).InnerExceptions.Count);
        Assert.Empty(list);
    }

    [Fact]
    public void What_lies_in_a_collection_of_another_type_may_belong_to_somebody_else_and_is_left_alone()
    {
        var calls = new List<string>();
        var list = new List<Part> { new("a", calls) };

        _bench.Reaper.Release(_bench.Add(list, "playlist"));

        Assert.Empty(calls);
        Assert.Single(list);
    }

    private static SqliteConnection Open(string source, string setUp)
    {
        var connection = new SqliteConnection(source);
        connection.Open();
        Execute(connection, setUp);
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? CountRows(string source)
    {
        using var connection = new SqliteConnection(source);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM t";
        return command.ExecuteScalar();
    }

    private sealed class Part(string name, List<string> calls) : IDisposable
    {
        public Exception? Failure { get; init; }

        public void Dispose()
        {
            calls.Add(name);
            if (Failure is not null)
                throw Failure;
        }
    }

    private sealed class FullStream : MemoryStream
    {
        public bool IsClosed { get; private set; }

        public override void Flush() => throw new IOException("disk full");

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }
}
