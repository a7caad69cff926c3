namespace ResourceHygiene.Workers.Tests.Payloads;

/// <summary>Segments that are files, for systems without anything better.</summary>
[Collection(nameof(CountsSegments))]
public sealed class FileSegmentTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("rh-payload-tests-").FullName;
    private readonly ResourceTracker _tracker = new();
    private readonly LeftoverJournal _journal;
    private readonly SegmentPool _pool;

    public FileSegmentTests()
    {
        _journal = LeftoverJournal.Open(new() { Directory = Path.Combine(_directory, "journal"), Tracker = _tracker });
        _pool = new(new() { Backing = SegmentBacking.File, Directory = _directory, Tracker = _tracker, Journal = _journal });
    }

    public void Dispose()
    {
        _pool.Dispose();
        Assert.Empty(Names);
        Assert.Empty(_journal.Live);
        Assert.Equal(0, _tracker.Totals.Live);
        _journal.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private IEnumerable<string> Names => Directory.EnumerateFiles(_directory, "rh-segment-*");

    [Fact]
    public void Both_sides_see_the_same_bytes()
    {
        using var map = new SegmentMap(_pool.Directory);
        using var sent = _pool.Copy<int>([1, 2, 3]);
        using var received = map.Open<int>(sent.Describe());

        received.Span[0] = 10;

        Assert.Equal(-1, sent.Describe().FileDescriptor);
        Assert.Equal([10, 2, 3], sent.ToArray());
    }

    [Fact]
    public void A_name_is_written_down_before_it_exists_and_is_for_this_user_only()
    {
        using var sent = _pool.Rent<byte>(10);

        var name = Assert.Single(Names);
        Assert.Equal((LeftoverKind.SharedMemory, name), Assert.Single(_journal.Live));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(name));
    }

    [Fact]
    public void Segments_are_used_again_and_their_names_go_with_them()
    {
        for (var round = 0; round < 5; round++)
            _pool.Rent(1000).Dispose();

        Assert.Single(Names);
        Assert.Equal(1, _pool.Statistics.Made);
        _pool.Trim();
        Assert.Empty(Names);
    }

    [Fact]
    public void A_name_is_not_let_go_while_its_segment_is_there()
    {
        using var sent = _pool.Rent<byte>(10);

        new ResourceCleaner(_tracker).ReleaseAll(ReleaseReason.Pressure, Timeout.InfiniteTimeSpan);

        Assert.Single(Names);
    }

    [Fact]
    public void Pool_and_journal_may_have_different_trackers()
    {
        var tracker = new ResourceTracker();
        using var pool = new SegmentPool(new() { Backing = SegmentBacking.File, Directory = _directory, Tracker = tracker, Journal = _journal });
        using (var sent = pool.Copy<int>([1]))
        {
            new ResourceCleaner(_tracker).ReleaseAll(ReleaseReason.Pressure, Timeout.InfiniteTimeSpan);
            Assert.Single(Names);
        }

        new ResourceCleaner(tracker).ReleaseAll(ReleaseReason.Pressure, Timeout.InfiniteTimeSpan);

        Assert.Empty(Names);
    }

    [Fact]
    public void Room_that_is_not_there_is_an_error_at_once_and_leaves_no_name()
    {
        var exception = Record.Exception(() => _pool.Rent(SegmentDescriptor.MaxCapacity / 2));

        Assert.IsAssignableFrom<IOException>(exception);
        Assert.Empty(Names);
        Assert.Equal(0, _pool.Statistics.Segments);
    }

    [Fact]
    public void A_file_that_is_shorter_than_described_is_refused()
    {
        using var map = new SegmentMap(_directory);
        using var sent = _pool.Rent<byte>(10);
        var descriptor = sent.Describe();

        Assert.Throws<InvalidDataException>(() => map.Open(descriptor with { Capacity = descriptor.Capacity * 2 }));
        Assert.Throws<IOException>(() => map.Open(descriptor with { Identity = descriptor.Identity + 1 }));
    }
}
