namespace ResourceHygiene.Generated.Tests;

/// <summary>Exceptions of what is released: thrown at the end, or only recorded.</summary>
public partial class FailureTests
{
    [TrackedResource(Type = "test_quiet", Failures = ReleaseFailures.Report)]
    private sealed partial class Quiet : IAsyncDisposable
    {
        [Owned] private readonly Part _first;
        [Owned] private readonly Part _second;

        public Quiet(Journal journal, Exception failure, bool track)
        {
            _first = journal.Part("first");
            _second = journal.Part("second", failure);
            if (track)
                Track();
        }
    }

    private sealed partial class Album
    {
        [TrackedResource(Type = "test_quiet_cover", Failures = ReleaseFailures.Report)]
        public partial Part? Cover { get; set; }

        [TrackedResource(Type = "test_quiet_index", Failures = ReleaseFailures.Report, Load = nameof(LoadIndex))]
        public partial Part? Index { get; set; }

        [TrackedResource(Type = "test_loud_text")]
        public partial Part? Text { get; set; }

        private static Part LoadIndex() => throw new NotSupportedException();
    }

    [TrackedResource(Type = "test_owner")]
    private sealed partial class HandWritten : IDisposable
    {
        private readonly Journal _journal;
        [Owned] private readonly Part _part;

        public HandWritten(Journal journal)
        {
            _journal = journal;
            _part = journal.Part("part");
            Track();
        }

        public ResourceHandle Handle => TrackedHandle;

        public void Dispose()
        {
            _journal.Add("mine");
            ReleaseTracked();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Failures_that_are_to_be_reported_are_recorded_and_not_thrown(bool track)
    {
        var journal = new Journal();
        var (first, second) = (new IOException("one"), new IOException("two"));

        new Quiet(journal, first, track).Dispose();
        await new Quiet(journal, second, track).DisposeAsync();

        Assert.Equal(["second", "first", "second", "first"], journal.Entries);
        var recorded = Reaper.Shared.Statistics.RecentFailures.Select(static failure => (failure.Exception as AggregateException)?.InnerException);
        Assert.Contains(first, recorded);
        Assert.Contains(second, recorded);
    }

    [Fact]
    public void Hand_written_Dispose_runs_once_for_a_release_by_the_runtime()
    {
        var journal = new Journal();
        var owner = new HandWritten(journal);

        ResourceTracker.Shared.Release(owner.Handle, ReleaseReason.Pressure);

        Assert.Equal(["mine", "part"], journal.Entries);
    }

    [Fact]
    public void Hand_written_Dispose_of_the_owner_is_not_called_again()
    {
        var journal = new Journal();

        new HandWritten(journal).Dispose();

        Assert.Equal(["mine", "part"], journal.Entries);
    }

    [Fact]
    public void Properties_whose_failures_are_to_be_reported_throw_neither_when_they_are_set_nor_at_the_end()
    {
        var journal = new Journal();
        Exception[] failures = [new IOException("set"), new IOException("end"), new IOException("loaded")];
        var album = new Album { Cover = journal.Part("first", failures[0]), Index = journal.Part("index", failures[2]) };

        album.Cover = journal.Part("second", failures[1]);
        album.Dispose();

        Assert.Equal(["first", "index", "second"], journal.Entries);
        var recorded = Reaper.Shared.Statistics.RecentFailures.Select(static failure => failure.Exception).ToHashSet();
        Assert.Superset(failures.ToHashSet(), recorded);
    }

    [Fact]
    public void Property_whose_failures_are_to_be_thrown_throws_them_when_it_is_set()
    {
        var journal = new Journal();
        using var album = new Album { Text = journal.Part("first", new IOException("set")) };

        Assert.Throws<IOException>(() => album.Text = null);
    }
}
