using System.Diagnostics.Tracing;

namespace ResourceHygiene.Tests.Diagnostics;

public sealed class EventSourceTests
{
    private readonly ResourceTracker _tracker = new(new ManualTimeProvider());
    private readonly string _type = $"type-{Guid.NewGuid():N}";

    [Fact]
    public void Events_keep_their_ids_and_payloads()
    {
        using var telemetry = ResourceTelemetry.Start(_tracker);
        using var listener = new Listener(_type);
        _tracker.Release(_tracker.Register(new Disposable(null), new() { Type = _type, Name = "frames", Bytes = 7 }));
        _tracker.Release(_tracker.Register(new Disposable(new IOException("broken")), new() { Type = _type, Name = "index" }));
        Assert.True(Garbage.IsCollected(Garbage.Make(Lose)));
        _tracker.CollectLeaks();

        Assert.Equal(
            [
                $"1 Released Verbose: kind={_type}, name=frames, reason=requested, bytes=7, milliseconds=0",
                $"3 Failed Error: kind={_type}, name=index, reason=requested, errorType=System.IO.IOException, message=broken",
                $"4 Leaked Warning: kind={_type}, name=lost, location=host, file=Clip.cs, member=Load, bytes=9, line=42",
            ],
            listener.Seen);
    }

    [Fact]
    public void The_manifest_is_well_formed()
    {
        using var telemetry = ResourceTelemetry.Start(_tracker);
        var source = EventSource.GetSources().Single(static source => source.Name == "ResourceHygiene");

        var manifest = EventSource.GenerateManifest(source.GetType(), "ResourceHygiene.dll", EventManifestOptions.Strict);

        Assert.Contains("value=\"1\"", manifest, StringComparison.Ordinal);
    }

    private object Lose()
    {
        var lost = new object();
        _tracker.Register(lost, new() { Type = _type, Name = "lost", Bytes = 9, Site = new("Clip.cs", 42, "Load") });
        return lost;
    }

    private sealed class Disposable(Exception? exception) : IDisposable
    {
        public void Dispose()
        {
            if (exception is not null)
                throw exception;
        }
    }

    /// <summary>Other tests run meanwhile and write to the same source: only events about one resource type count.</summary>
    private sealed class Listener(string type) : EventListener
    {
        private readonly List<string> _seen = [];

        public IReadOnlyList<string> Seen
        {
            get
            {
                lock (_seen)
                    return [.. _seen];
            }
        }

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "ResourceHygiene")
                EnableEvents(eventSource, EventLevel.Verbose);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.Payload is not { Count: > 0 } payload || !Equals(payload[0], type))
                return;

            var values = eventData.PayloadNames!.Zip(payload, static (name, value) => FormattableString.Invariant($"{name}={value}"));
            lock (_seen)
                _seen.Add($"{eventData.EventId} {eventData.EventName} {eventData.Level}: {string.Join(", ", values)}");
        }
    }
}
