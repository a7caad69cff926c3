using System.Runtime.CompilerServices;

namespace ResourceHygiene;

// Telling those who measure releases.
public sealed partial class ResourceTracker
{
    private ReleaseWatch[] _watches = [];

    internal void Add(ReleaseWatch watch) => ChangeWatches(watches => [.. watches, watch]);

    internal void Remove(ReleaseWatch watch) => ChangeWatches(watches => Array.FindAll(watches, other => other != watch));

    private void ChangeWatches(Func<ReleaseWatch[], ReleaseWatch[]> change)
    {
        ReleaseWatch[] seen;
        do
            seen = Volatile.Read(ref _watches);
        while (Interlocked.CompareExchange(ref _watches, change(seen), seen) != seen);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsWatched(ReleaseStatus status)
    {
        foreach (var watch in _watches)
        {
            if (watch.Wants(status))
                return true;
        }
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TellWatches(ResourceHandle handle, TypeAccount account, string? name, ReleaseReason reason, in ReleaseResult result)
    {
        foreach (var watch in _watches)
        {
            if (watch.Wants(result.Status))
                Tell(watch, handle, account, name, reason, result);
        }
    }

    private void Tell(ReleaseWatch watch, ResourceHandle handle, TypeAccount account, string? name, ReleaseReason reason, in ReleaseResult result)
    {
        try
        {
            watch.Tell(account, handle, name, reason, result);
        }
        catch (Exception exception)
        {
            // A listener's own code runs inside.
            _failures.Add(new(handle, account.Type, name, reason, exception));
        }
    }
}
