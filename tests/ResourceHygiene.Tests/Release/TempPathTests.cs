namespace ResourceHygiene.Tests;

public sealed class TempPathTests : IDisposable
{
    private readonly ResourceTracker _tracker = new();
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("rh-test-");

    public void Dispose() => _parent.Delete(recursive: true);

    [Fact]
    public void A_directory_is_tracked_from_its_creation_and_deleted_with_its_content()
    {
        var directory = new TempDirectory("frames-", _parent.FullName, _tracker);
        File.WriteAllBytes(directory.Combine("a"), new byte[10]);
        Directory.CreateDirectory(directory.Combine("b"));
        File.WriteAllBytes(directory.Combine("b/c"), new byte[5]);
        Assert.Equal(1, _tracker.TotalsOf(ResourceTypes.TempDirectory).Live);

        directory.Dispose();
        directory.Dispose();

        Assert.False(Directory.Exists(directory.FullName));
        Assert.StartsWith(Path.Combine(_parent.FullName, "frames-"), directory.FullName, StringComparison.Ordinal);
        Assert.Equal((0L, 1L), (_tracker.TotalsOf(ResourceTypes.TempDirectory).Live, _tracker.TotalsOf(ResourceTypes.TempDirectory).Released));
        Assert.Equal(15, new Reaper(_tracker).Statistics.Total.BytesFreed);
    }

    [Fact]
    public void A_file_is_deleted_by_whoever_releases_it_first()
    {
        var file = new TempFile(".wav", _parent.FullName, _tracker);
        using (var stream = file.Open())
            stream.WriteByte(1);

        Assert.Equal(1, new Reaper(_tracker).Release(file.Handle).BytesFreed);

        Assert.False(File.Exists(file.FullName));
        Assert.EndsWith(".wav", file.ToString(), StringComparison.Ordinal);
        file.Dispose();
    }

    [Fact]
    public void What_keeps_a_file_open_goes_before_the_directory_it_lies_in()
    {
        var directory = new TempDirectory(parent: _parent.FullName, tracker: _tracker);
        var stream = new FileStream(directory.Combine("a"), FileMode.CreateNew);
        _tracker.Register(stream, new() { Type = "file", DependsOn = [directory.Handle] });

        var report = new ResourceCleaner(_tracker).ReleaseAll(ReleaseReason.Exit, Timeout.InfiniteTimeSpan);

        Assert.Equal(["file", ResourceTypes.TempDirectory], report.Steps.Select(static step => step.Resource.Type));
        Assert.True(report.IsComplete);
        Assert.False(Directory.Exists(directory.FullName));
    }

    [Fact]
    public void A_source_of_the_deadline_that_is_disposed_already_does_not_end_the_attempts()
    {
        var attempts = 0;
        var deleter = new PathDeleter([TimeSpan.Zero], _ => throw (++attempts == 1 ? new IOException("busy") : new UnauthorizedAccessException("still")));
        var source = new CancellationTokenSource();
        var token = source.Token;
        source.Dispose();

        Assert.Throws<IOException>(() => deleter.Delete(_parent.FullName, token));
        Assert.Equal(2, attempts);
    }

    [Fact]
    public void What_somebody_else_deletes_on_the_way_does_not_leave_the_rest_behind()
    {
        var left = 0;
        for (var round = 0; round < 30; round++)
        {
            var directory = _parent.CreateSubdirectory($"{round}");
            var children = Enumerable.Range(0, 50).Select(i => directory.CreateSubdirectory($"{i}")).ToArray();

            Parallel.Invoke(
                () => PathDeleter.DeleteNow(directory.FullName),
                () => Array.ForEach(children, static child => PathDeleter.DeleteNow(child.FullName)),
                () => Array.ForEach([.. children.Reverse()], static child => PathDeleter.DeleteNow(child.FullName)));
            left += Directory.Exists(directory.FullName) ? 1 : 0;
        }
        Assert.Equal(0, left);
    }

    [Fact]
    public void What_is_busy_for_a_moment_is_deleted_at_a_later_attempt()
    {
        var attempts = 0;
        var deleter = new PathDeleter([TimeSpan.Zero, TimeSpan.Zero], path =>
        {
            if (++attempts < 3)
                throw new IOException("busy");
            PathDeleter.DeleteNow(path);
        });
        var file = new TempFile(parent: _parent.FullName, tracker: _tracker, deleter: deleter);

        file.Dispose();

        Assert.Equal(3, attempts);
        Assert.Empty(deleter.Pending);
        Assert.False(File.Exists(file.FullName));
    }

    [Fact]
    public void What_stays_busy_counts_as_failed_and_is_recorded_to_be_deleted_later()
    {
        var isBusy = true;
        var deleter = new PathDeleter([TimeSpan.Zero], path =>
        {
            if (isBusy)
                throw new UnauthorizedAccessException("held by a scanner");
            PathDeleter.DeleteNow(path);
        });
        var directory = new TempDirectory(parent: _parent.FullName, tracker: _tracker, deleter: deleter);

        directory.Dispose();

        var failure = Assert.Single(new Reaper(_tracker).Statistics.RecentFailures);
        Assert.Contains("could not be deleted after 2 attempts and will be tried again later: held by a scanner", failure.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, new Reaper(_tracker).Statistics.Total.BytesFreed);
        var pending = Assert.Single(deleter.Pending);
        Assert.Equal((directory.FullName, 2), (pending.Path, pending.Attempts));

        Assert.Equal(1, deleter.RetryPending());
        isBusy = false;
        new TempFile(parent: _parent.FullName, tracker: _tracker, deleter: deleter).Dispose();

        Assert.Empty(deleter.Pending);
        Assert.False(Directory.Exists(directory.FullName));
    }

    [Fact]
    public void At_the_end_of_the_time_no_further_attempt_is_waited_for()
    {
        using var over = new CancellationTokenSource();
        over.Cancel();
        var attempts = 0;
        var deleter = new PathDeleter([TimeSpan.FromHours(1)], _ =>
        {
            attempts++;
            throw new IOException("busy");
        });

        Assert.Throws<IOException>(() => deleter.Delete("x", over.Token));

        Assert.Equal(1, attempts);
    }

    [UnixFact]
    public void Links_are_deleted_and_never_what_they_point_to()
    {
        var target = _parent.CreateSubdirectory("precious");
        File.WriteAllText(Path.Combine(target.FullName, "a"), "a");
        var directory = new TempDirectory(parent: _parent.FullName, tracker: _tracker);
        Directory.CreateSymbolicLink(directory.Combine("link"), target.FullName);
        File.CreateSymbolicLink(directory.Combine("file link"), Path.Combine(target.FullName, "a"));

        directory.Dispose();

        Assert.False(Directory.Exists(directory.FullName));
        Assert.True(File.Exists(Path.Combine(target.FullName, "a")));
    }

    [UnixFact]
    public void A_directory_that_its_owner_made_read_only_is_deleted()
    {
        if (OperatingSystem.IsWindows())
            return;

        var directory = new TempDirectory(parent: _parent.FullName, tracker: _tracker);
        File.WriteAllText(directory.Combine("a"), "a");
        File.SetUnixFileMode(directory.FullName, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        directory.Dispose();

        Assert.False(Directory.Exists(directory.FullName));
    }

    [Fact]
    public void What_is_gone_already_counts_as_deleted()
    {
        var directory = new TempDirectory(parent: _parent.FullName, tracker: _tracker);
        Directory.Delete(directory.FullName);

        Assert.Equal((ReleaseStatus.Released, 0L), new Reaper(_tracker).Release(directory.Handle) is var result ? (result.Status, result.BytesFreed) : default);
    }
}
