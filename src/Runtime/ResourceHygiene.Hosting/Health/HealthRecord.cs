using System.Collections.Immutable;

namespace ResourceHygiene.Hosting;

/// <summary>What the health check has to know about the past: the last fault of each kind, and when it was. For any thread.</summary>
internal sealed class HealthRecord(TimeProvider time)
{
    private Fault? _leak;
    private Fault? _failure;
    private Fault? _reload;
    private ImmutableDictionary<ResourceHandle, long> _releasing = ImmutableDictionary<ResourceHandle, long>.Empty;

    public void Leaked(string what) => Volatile.Write(ref _leak, new(what, time.GetTimestamp()));

    public void Failed(string what) => Volatile.Write(ref _failure, new(what, time.GetTimestamp()));

    /// <summary>The configuration that lies there is not the one in force.</summary>
    public void ReloadRefused(string why) => Volatile.Write(ref _reload, new(why, time.GetTimestamp()));

    public void Reloaded() => Volatile.Write(ref _reload, null);

    /// <summary>What is still to be told: faults of late, and a refused reload until there is one that is not.</summary>
    public IEnumerable<string> Reasons(TimeSpan remember)
    {
        if (IsRecent(Volatile.Read(ref _leak), remember) is { } leak)
            yield return $"leak: {leak}";
        if (IsRecent(Volatile.Read(ref _failure), remember) is { } failure)
            yield return $"failure: {failure}";
        if (Volatile.Read(ref _reload) is { } reload)
            yield return $"configuration refused: {reload.What}";
    }

    /// <summary>
    /// Resources whose release was already under way when this was asked that long ago: their handlers hang. The clock begins with
    /// the first question that sees a release, as nobody else asks.
    /// </summary>
    public IReadOnlyList<(ResourceInfo Resource, TimeSpan Since)> Stuck(IEnumerable<ResourceInfo> resources, TimeSpan after)
    {
        var now = time.GetTimestamp();
        var before = Volatile.Read(ref _releasing);
        var releasing = resources
            .Where(static resource => resource.State == ResourceState.Releasing)
            .Select(resource => (Resource: resource, Seen: before.GetValueOrDefault(resource.Handle, now)))
            .ToList();
        Volatile.Write(ref _releasing, releasing.ToImmutableDictionary(static entry => entry.Resource.Handle, static entry => entry.Seen));
        return [.. releasing.Select(entry => (entry.Resource, time.GetElapsedTime(entry.Seen, now))).Where(entry => entry.Item2 >= after)];
    }

    private string? IsRecent(Fault? fault, TimeSpan remember) =>
        fault is not null && time.GetElapsedTime(fault.When) <= remember ? fault.What : null;

    private sealed record Fault(string What, long When);
}
