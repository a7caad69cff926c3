namespace ResourceHygiene.Generated.Tests;

public partial class ReleaseHandlerTests
{
    internal sealed class SubtitleIndex(Journal journal)
    {
        public Journal Journal => journal;
    }

    internal static class Handlers
    {
        [ReleaseHandler("test_subtitles")]
        internal static ReleaseOutcome ReleaseIndex(SubtitleIndex index, in ReleaseContext context)
        {
            index.Journal.Add($"{context.Type} {context.Reason}");
            return ReleaseOutcome.Released(7);
        }
    }

    internal static class AsyncHandlers
    {
        [ReleaseHandler("test_async_subtitles")]
        internal static async ValueTask<ReleaseOutcome> ReleaseIndexAsync(SubtitleIndex index, ReleaseContext context)
        {
            await Task.Yield();
            index.Journal.Add($"async {context.Reason}");
            return ReleaseOutcome.Released(8);
        }
    }

    internal class Track(Journal journal) : IDisposable
    {
        public Journal Journal => journal;

        public void Dispose() => journal.Add("disposed");
    }

    internal sealed class AudioTrack(Journal journal) : Track(journal);

    internal static class TrackHandlers
    {
        [ReleaseHandler("test_tracks")]
        internal static ReleaseOutcome ReleaseAny(IDisposable resource, in ReleaseContext context)
        {
            resource.Dispose();
            return default;
        }

        [ReleaseHandler("test_tracks")]
        internal static ReleaseOutcome ReleaseTrack(Track track, in ReleaseContext context)
        {
            track.Journal.Add("track");
            return default;
        }

        [ReleaseHandler("test_tracks")]
        internal static ReleaseOutcome ReleaseAudio(AudioTrack track, in ReleaseContext context)
        {
            track.Journal.Add("audio");
            return default;
        }
    }

    [Fact]
    public void Of_handlers_of_one_type_that_of_the_nearest_class_is_asked()
    {
        var journal = new Journal();
        foreach (var track in new[] { new AudioTrack(journal), new Track(journal) })
            ResourceTracker.Shared.Release(ResourceTracker.Shared.Register(track, new ResourceRegistration { Type = "test_tracks" }), ReleaseReason.Pressure);

        Assert.Equal(["audio", "track"], journal.Entries);
    }

    [Fact]
    public void Asynchronous_handler_is_waited_for()
    {
        var index = new SubtitleIndex(new Journal());
        var handle = ResourceTracker.Shared.Register(index, new ResourceRegistration { Type = "test_async_subtitles" });

        Assert.Equal(8, ResourceTracker.Shared.Release(handle, ReleaseReason.Expired).BytesFreed);

        Assert.Equal(["async Expired"], index.Journal.Entries);
    }

    private sealed partial class Holder
    {
        [TrackedResource(Type = "test_subtitles")]
        public partial SubtitleIndex? Index { get; set; }
    }

    [Fact]
    public void Handler_releases_resources_of_its_type()
    {
        var index = new SubtitleIndex(new Journal());
        var handle = ResourceTracker.Shared.Register(index, new ResourceRegistration { Type = "test_subtitles" });

        var result = ResourceTracker.Shared.Release(handle, ReleaseReason.Pressure);

        Assert.Equal(7, result.BytesFreed);
        Assert.Equal(["test_subtitles Pressure"], index.Journal.Entries);
    }

    [Fact]
    public void Handler_releases_the_value_of_a_tracked_property()
    {
        var index = new SubtitleIndex(new Journal());

        new Holder { Index = index }.Dispose();

        Assert.Equal(["test_subtitles Disposed"], index.Journal.Entries);
    }
}
