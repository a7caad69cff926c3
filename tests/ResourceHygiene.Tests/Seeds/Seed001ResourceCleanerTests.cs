using Microsoft.Data.Sqlite;

namespace ResourceHygiene.Tests;

/// <summary>The numbered defects of the original resource cleaner; each test is named by what happens here instead.</summary>
public sealed class Seed001ResourceCleanerTests : IDisposable
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(30);

    private readonly string _directory = Directory.CreateTempSubdirectory("rh-seed001-").FullName;
    private readonly Workbench _bench = new();

    public void Dispose()
    {
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Defect_1_a_scope_closes_files_and_connections_at_its_end_whether_it_succeeds_or_throws(bool throws)
    {
        FileStream? file = null;
        var connectionsClosed = 0;
        void Export()
        {
            using var scope = CleanupScope.Begin("export");
            file = scope.Own(File.Create(Path.Combine(_directory, "out.bin")));
            scope.Defer(() => connectionsClosed++);
            if (throws)
                throw new FormatException();
        }

        if (throws)
            Assert.Throws<FormatException>(Export);
        else
            Export();

        Assert.False(file!.CanWrite);
        Assert.Equal(1, connectionsClosed);
    }

    [Fact]
    public void Defect_2_device_buffers_move_to_the_host_at_level_high_whatever_else_is_installed()
    {
        var moved = 0;
        var buffer = _bench.Add(new FakeModel { OnOffload = _ => moved++ }, "gpu_buffer", bytes: 100, location: ResourceLocation.Device(0));

        _bench.Cleaner.Clean(CleanupLevel.High);

        Assert.Equal(1, moved);
        Assert.Equal(ResourceLocation.Host, _bench.Info(buffer).Location);
    }

    [Theory]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(ThreadInterruptedException))]
    [InlineData(typeof(InsufficientMemoryException))]
    public async Task Defect_3_no_kind_of_exception_leaves_anything_behind(Type kind)
    {
        var released = 0;
        var exception = (Exception)Activator.CreateInstance(kind)!;

        var caught = await Record.ExceptionAsync(() => CleanupScope.RunAsync(async scope =>
        {
            scope.Defer(() => released++);
            await Task.Yield();
            throw exception;
        }));

        Assert.Same(exception, caught);
        Assert.Equal(1, released);
    }

    [Fact]
    public void Defect_3_an_iterator_that_is_left_early_leaves_nothing_behind_either()
    {
        var released = 0;
        IEnumerable<int> Numbers()
        {
            using var scope = new CleanupScope();
            scope.Defer(() => released++);
            for (var i = 0; ; i++)
                yield return i;
        }

        Assert.Equal(3, Numbers().First(static number => number == 3));

        Assert.Equal(1, released);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Defect_4_four_clean_ups_at_once_close_nothing_twice(bool withObjectsOfTheirOwn)
    {
        const int Handles = 10_000;
        using var together = new Barrier(4);
        var waiting = 0;
        var handles = new FakeResource[Handles];
        for (var i = 0; i < Handles; i++)
        {
            handles[i] = new FakeResource
            {
                // With objects of their own all four are inside a handler before any goes on; one object lets them in one after another.
                OnRelease = _ =>
                {
                    if (withObjectsOfTheirOwn && Interlocked.Increment(ref waiting) <= 4)
                        Assert.True(together.SignalAndWait(TooLong));
                    return default;
                },
            };
            _bench.Add(handles[i], "file_handle");
        }

        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () => (withObjectsOfTheirOwn ? new ResourceCleaner(_bench.Tracker) : _bench.Cleaner).Clean(CleanupLevel.Critical),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))).WaitAsync(TooLong);

        Assert.All(handles, static handle => Assert.Equal(1, handle.Releases));
        Assert.Equal((Handles, 0), (reports.Sum(static report => report.Cleaned), reports.Sum(static report => report.Failed)));
        if (withObjectsOfTheirOwn)
            Assert.All(reports, static report => Assert.NotEqual(0, report.Cleaned));
    }

    [Fact]
    public void Defect_5_a_file_is_closed_before_the_directory_around_it_is_deleted()
    {
        var order = new List<string>();
        using (var scope = new CleanupScope())
        {
            scope.Defer(() =>
            {
                order.Add("directory");
                Directory.Delete(_directory, recursive: true);
            });
            var file = scope.Own(File.Create(Path.Combine(_directory, "out.bin")));
            scope.Defer(() => order.Add(file.CanWrite ? "file still open" : "file closed early"));
        }
        Assert.Equal(["file still open", "directory"], order);
        Assert.False(Directory.Exists(_directory));

        order.Clear();
        var directory = _bench.Add(Noting(order, "tracked directory"), ResourceTypes.TempDirectory);
        _bench.Add(Noting(order, "tracked file"), "file", dependsOn: [directory]);
        _bench.Cleaner.Clean(CleanupLevel.Critical);
        Assert.Equal(["tracked file", "tracked directory"], order);
    }

    [Fact]
    public void Defect_6_what_is_not_there_is_refused_when_it_is_registered_and_never_fails_a_clean_up()
    {
        using var scope = new CleanupScope();

        Assert.Throws<ArgumentNullException>(() => scope.Own((FileStream)null!));
        Assert.Throws<ArgumentNullException>(() => _bench.Tracker.Register(null!, new ResourceRegistration { Type = ResourceTypes.TempDirectory }));

        foreach (var level in Enum.GetValues<CleanupLevel>())
            Assert.Equal((CleanupStatus.Success, 0), (_bench.Cleaner.Clean(level).Status, _bench.Cleaner.Clean(level).Failed));
    }

    [Theory]
    [InlineData(CleanupLevel.Low)]
    [InlineData(CleanupLevel.Critical)]
    public void Defect_7_a_failing_close_shows_in_the_status_of_the_whole(CleanupLevel level)
    {
        using var registration = _bench.Cleaner.Register(new Cleaner
        {
            Name = "file handles",
            Level = CleanupLevel.Low,
            Clean = static context =>
            {
                context.Attempt("log.txt", static () => throw new IOException("busy"));
                context.Attempt("data.bin", static () => { });
            },
        });

        var report = _bench.Cleaner.Clean(level);

        Assert.Equal((CleanupStatus.Partial, 1), (report.Status, report.Failed));
        Assert.Contains("file handles: log.txt: failed: busy (IOException)", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Defect_8_the_deepest_level_does_nothing_twice()
    {
        var turns = new List<string>();
        using var all = _bench.Cleaner.Register(
            [.. Enum.GetValues<CleanupLevel>().Select(level => new Cleaner { Name = level.ToString(), Level = level, Clean = _ => turns.Add(level.ToString()) })]);
        var resource = new FakeModel { OnTrim = _ => throw new FormatException("trimmed"), OnOffload = _ => throw new FormatException("moved") };
        _bench.Add(resource, bytes: 10, location: ResourceLocation.Device(0));

        var report = _bench.Cleaner.Clean(CleanupLevel.Critical);

        Assert.Equal(["Low", "Medium", "High", "Critical"], turns);
        Assert.Equal((CleanupStatus.Success, 1), (report.Status, resource.Releases));
    }

    [Fact]
    public void Defect_9_what_is_still_there_does_not_count_as_removed()
    {
        _bench.Add(
            new FakeResource { OnRelease = _ => Directory.Exists(_directory) ? ReleaseOutcome.Kept("the directory is still there") : default },
            ResourceTypes.TempDirectory);
        using var registration = _bench.Cleaner.Register(new Cleaner { Name = "missing", Clean = _ => Directory.Delete(Path.Combine(_directory, "missing")) });

        var report = _bench.Cleaner.Clean(CleanupLevel.Medium);

        Assert.Equal((0, 1, 1, CleanupStatus.Failed), (report.Cleaned, report.Kept, report.Failed, report.Status));
    }

    [Theory]
    [InlineData(false, 0L)]
    [InlineData(true, 1L)]
    public async Task Defect_9_a_real_transaction_is_rolled_back_unless_the_scope_was_completed(bool completed, long rows)
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        Execute(connection, "create table log (line text)");

        await using (var scope = CleanupScope.Begin())
        {
            scope.OwnTransaction(connection.BeginTransaction());
            Execute(connection, "insert into log values ('a')");
            if (completed)
                scope.Complete();
        }

        Assert.Equal(rows, Execute(connection, "select count(*) from log"));
    }

    [Fact]
    public void Defect_9_work_of_unknown_state_is_rolled_back_and_never_committed()
    {
        var outcome = "";
        using (var scope = new CleanupScope())
        {
            scope.OnComplete(() => outcome += "committed");
            scope.OnRollback(() => outcome += "rolled back");
        }

        Assert.Equal("rolled back", outcome);
    }

    [Fact]
    public void Defect_10_failed_things_do_not_stay_registrations_end_and_each_cleaner_has_its_own_line()
    {
        _bench.Add(new FakeResource { OnRelease = static _ => throw new IOException("broken") });
        var first = _bench.Cleaner.Register(new Cleaner { Name = "one", Clean = static context => context.Freed(1) });
        using var second = _bench.Cleaner.Register(new Cleaner { Name = "two", Clean = static context => context.Freed(2) });

        var report = _bench.Cleaner.Clean(CleanupLevel.Critical);
        Assert.Equal([("one", 1L), ("two", 2L), ("test", 0L)], report.Items.Select(item => (item.Name, item.BytesFreed)));

        first.Dispose();
        var next = _bench.Cleaner.Clean(CleanupLevel.Critical);
        Assert.Equal((CleanupStatus.Success, "two"), (next.Status, Assert.Single(next.Items).Name));
    }

    private static object? Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static FakeResource Noting(List<string> order, string name) => new()
    {
        OnRelease = _ =>
        {
            order.Add(name);
            return default;
        },
    };
}
