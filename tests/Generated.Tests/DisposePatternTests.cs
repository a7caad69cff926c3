namespace ResourceHygiene.Generated.Tests;

/// <summary>Patterns of Dispose that are completed: a Dispose(bool) that nobody calls, a base by the asynchronous pattern with native state.</summary>
public partial class DisposePatternTests
{
    [TrackedResource(Type = "test_half")]
    private partial class Half
    {
        private readonly Journal _journal;
        [Owned] private readonly Part _part;

        public Half(Journal journal)
        {
            _journal = journal;
            _part = journal.Part("part");
            Track();
        }

        public ResourceHandle Handle => TrackedHandle;

        protected virtual void Dispose(bool disposing) => _journal.Add($"half {disposing}");
    }

    private sealed class Quarter(Journal journal) : Half(journal)
    {
        private readonly Journal _own = journal;

        protected override void Dispose(bool disposing)
        {
            _own.Add("quarter");
            base.Dispose(disposing);
        }
    }

    private sealed partial class Shelf(Journal journal)
    {
        [TrackedResource(Type = "test_shelf_clip")]
        public partial Part? Clip { get; set; }

        private void Dispose(bool disposing) => journal.Add($"shelf {disposing}");
    }

    [TrackedResource(Type = "test_line")]
    private sealed partial class Line : NativeChannel
    {
        [Owned] private readonly Part _part;

        public Line(Journal journal)
            : base(journal)
        {
            _part = journal.Part("part");
            Track();
        }

        public ResourceHandle Handle => TrackedHandle;
    }

    /// <summary>A base by the asynchronous pattern that owns native state, which Dispose(false) frees.</summary>
    private abstract class NativeChannel(Journal journal) : Channel(journal)
    {
        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            Journal.Add($"native {disposing}");
        }
    }

    [Fact]
    public void Dispose_bool_beside_no_Dispose_runs_once_before_the_members()
    {
        var journal = new Journal();
        Half half = new Quarter(journal);

        half.Dispose();
        half.Dispose();

        Assert.Equal(["quarter", "half True", "part"], journal.Entries);
    }

    [Fact]
    public void Dispose_bool_beside_no_Dispose_runs_for_the_runtime_too()
    {
        var journal = new Journal();

        ResourceTracker.Shared.Release(new Half(journal).Handle, ReleaseReason.Pressure);

        Assert.Equal(["half True", "part"], journal.Entries);
    }

    [Fact]
    public void Dispose_bool_of_a_class_with_tracked_properties_runs_before_these_are_released()
    {
        var journal = new Journal();
        var shelf = new Shelf(journal) { Clip = journal.Part("clip") };

        shelf.Dispose();
        shelf.Dispose();

        Assert.Equal(["shelf True", "clip"], journal.Entries);
    }

    [Fact]
    public async Task Native_part_of_a_base_by_the_asynchronous_pattern_is_freed_once()
    {
        var journal = new Journal();
        var line = new Line(journal);

        await line.DisposeAsync();
        await line.DisposeAsync();

        Assert.Equal(["part", "channel, asynchronously", "native False"], journal.Entries);
    }

    [Fact]
    public async Task Native_part_of_a_base_stays_while_an_asynchronous_release_is_put_off()
    {
        var journal = new Journal();
        var line = new Line(journal);
        Assert.True(ResourceTracker.Shared.TryLease(line.Handle, out Lease lease));

        await line.DisposeAsync();
        Assert.Empty(journal.Entries);

        lease.Dispose();
        Assert.Equal(["part", "channel", "native True"], journal.Entries);
    }

    [Fact]
    public void Native_part_of_a_base_is_freed_once_by_Dispose()
    {
        var journal = new Journal();

        new Line(journal).Dispose();

        Assert.Equal(["part", "channel", "native True"], journal.Entries);
    }
}
