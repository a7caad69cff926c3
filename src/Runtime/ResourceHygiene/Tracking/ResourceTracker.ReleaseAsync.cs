namespace ResourceHygiene;

// The same release for owners who can wait without a thread: claimed in the same way, and so once.
public sealed partial class ResourceTracker
{
    /// <summary>
    /// Releases a resource for its owner; the entry is claimed until the task is over. Whoever asks meanwhile learns
    /// <see cref="ReleaseStatus.AlreadyReleased"/>. Deferred while it is leased: the last lease's return then waits for it.
    /// </summary>
    /// <param name="handle">The registration.</param>
    /// <param name="terms">On which terms.</param>
    /// <param name="resource">What was registered.</param>
    internal async ValueTask<ReleaseResult> ReleaseAsync(ResourceHandle handle, ReleaseTerms terms, object resource)
    {
        if (Claim(handle, terms, resource, out var refusal) is not { } claimed)
            return refusal;

        while (true)
        {
            var result = HeldBack(handle, terms) ?? await _executor.ExecuteAsync(claimed, OrderFor(handle, terms)).ConfigureAwait(false);
            if (Settle(handle, result, ref terms))
                return result;
        }
    }

    /// <summary>Remembers what an owner's release threw where neither a result nor the owner is told.</summary>
    internal void RecordFailure(in ReleaseFailure failure) => _failures.Add(failure);
}
