namespace ResourceHygiene.Generators.Benchmarks.Disposing;

/// <summary>Annotated: the rest is generated.</summary>
[TrackedResource(Type = "benchmark")]
internal sealed partial class GeneratedOwner
{
    [Owned] private readonly Part _first;
    [Owned(After = nameof(_first))] private readonly Part? _second;

    public GeneratedOwner(Part first, Part? second)
    {
        (_first, _second) = (first, second);
        Track(name: "owner", bytes: 64);
    }
}

/// <summary>The same promises by hand: tracked, released once whoever asks, one failure does not stop the rest.</summary>
internal sealed class HandWrittenOwner : IDisposable, IReleasable
{
    private readonly ResourceHandle _handle;
    private readonly Part _first;
    private readonly Part? _second;

    public HandWrittenOwner(Part first, Part? second)
    {
        (_first, _second) = (first, second);
        _handle = ResourceTracker.Shared.Register(this, new ResourceRegistration
        {
            Type = "benchmark",
            Name = "owner",
            Bytes = 64,
            Site = new AcquisitionSite("Owners.cs", 37, ".ctor"),
        });
    }

    public void Dispose()
    {
        ReleaseResult result = ResourceTracker.Shared.ReleaseOwned(_handle, this);
        if (result is { Status: ReleaseStatus.Failed, Exception: { } exception })
            throw new InvalidOperationException("The owner could not be released.", exception);
    }

    ReleaseOutcome IReleasable.Release(in ReleaseContext context)
    {
        List<Exception>? failures = null;
        try
        {
            _second?.Dispose();
        }
        catch (Exception exception)
        {
            (failures ??= []).Add(exception);
        }
        try
        {
            _first.Dispose();
        }
        catch (Exception exception)
        {
            (failures ??= []).Add(exception);
        }
        return failures is null ? ReleaseOutcome.Released() : throw new AggregateException(failures);
    }
}
