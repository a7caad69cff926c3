namespace ResourceHygiene.Generated.Tests;

/// <summary>Tracked classes whose base has a DisposeAsync.</summary>
public partial class AsyncBaseTests
{
    [TrackedResource(Type = "test_tap")]
    private sealed partial class Tap : Pipe
    {
        [Owned] private readonly Part _valve;

        public Tap(Journal journal)
            : base(journal)
        {
            _valve = journal.Part("valve");
            Track();
        }
    }

    [TrackedResource(Type = "test_feed")]
    private partial class Feed : Channel
    {
        [Owned] private readonly AsyncPart _source;

        public Feed(Journal journal)
            : base(journal)
        {
            _source = new AsyncPart(journal, "source");
            Track();
        }
    }

    [TrackedResource(Type = "test_feed")]
    private sealed partial class News : Feed
    {
        [Owned] private readonly AsyncPart _headlines;

        public News(Journal journal)
            : base(journal)
        {
            _headlines = new AsyncPart(journal, "headlines");
            Track();
        }

        public ResourceHandle Handle => TrackedHandle;
    }

    [Fact]
    public async Task Base_that_comes_back_from_DisposeAsync_to_Dispose_is_released_once()
    {
        var journal = new Journal();
        var tap = new Tap(journal);

        await tap.DisposeAsync();
        tap.Dispose();
        await tap.DisposeAsync();

        Assert.Equal(["valve", "pipe, asynchronously", "pipe True"], journal.Entries);
    }

    [Fact]
    public async Task Base_that_comes_back_is_released_once_by_many_callers_of_both()
    {
        for (var round = 0; round < 50; round++)
        {
            var journal = new Journal();
            var tap = new Tap(journal);
            using var start = new Barrier(4);

            await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    if (i % 2 == 0)
                        tap.Dispose();
                    else
                        tap.DisposeAsync().AsTask().Wait();
                },
                TaskCreationOptions.LongRunning)));

            Assert.Single(journal.Entries, "valve");
            Assert.Single(journal.Entries, "pipe True");
        }
    }

    [Fact]
    public void Base_that_has_both_is_disposed_synchronously_by_Dispose()
    {
        var journal = new Journal();

        new Tap(journal).Dispose();

        Assert.Equal(["valve", "pipe True"], journal.Entries);
    }

    [Fact]
    public async Task Base_by_the_asynchronous_pattern_is_released_after_every_level()
    {
        var journal = new Journal();
        Channel channel = new News(journal);

        await channel.DisposeAsync();
        channel.Dispose();

        Assert.Equal(["headlines", "source", "channel, asynchronously"], journal.Entries);
    }

    [Fact]
    public void Base_by_the_asynchronous_pattern_is_released_by_the_runtime()
    {
        var journal = new Journal();
        var news = new News(journal);

        ResourceTracker.Shared.Release(news.Handle, ReleaseReason.Pressure);

        Assert.Equal(["headlines", "source", "channel, asynchronously"], journal.Entries);
    }
}
