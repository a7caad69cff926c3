using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>User code that threw while a resource was let go.</summary>
/// <param name="Handle">The registration.</param>
/// <param name="Type">Its resource type.</param>
/// <param name="Name">Its name, if it has one.</param>
/// <param name="Reason">Why it was to be let go.</param>
/// <param name="Exception">What was thrown.</param>
public readonly record struct ReleaseFailure(
    ResourceHandle Handle, string Type, string? Name, ReleaseReason Reason, Exception Exception);

/// <summary>
/// Remembers failures, so that none is lost when no caller is there to be told: counts for ever, details of the last few.
/// Takes a lock, as failures are rare and no user code runs inside it.
/// </summary>
internal sealed class FailureLog
{
    private const int Remembered = 64;

    private readonly object _gate = new();
    private readonly Dictionary<(string Type, string Exception), long> _counts = [];
    private readonly Queue<ReleaseFailure> _recent = new();

    /// <summary>Called for each failure, outside the lock.</summary>
    public event Action<ReleaseFailure>? Recorded;

    public void Add(in ReleaseFailure failure)
    {
        Remember(failure);
        try
        {
            Recorded?.Invoke(failure);
        }
        catch (Exception exception)
        {
            // Only remembered: whoever is told of failures has just failed.
            Remember(failure with { Exception = exception });
        }
    }

    private void Remember(in ReleaseFailure failure)
    {
        var type = failure.Exception.GetType();
        var name = type.FullName ?? type.Name;
        lock (_gate)
        {
            _counts[(failure.Type, name)] = _counts.GetValueOrDefault((failure.Type, name)) + 1;
            if (_recent.Count == Remembered)
                _recent.Dequeue();
            _recent.Enqueue(failure);
        }
    }

    /// <summary>How often each exception came from each resource type, and the last failures, oldest first.</summary>
    public (ImmutableArray<(string Type, string Exception, long Count)> Counts, ImmutableArray<ReleaseFailure> Recent) Read()
    {
        lock (_gate)
            return ([.. _counts.Select(static pair => (pair.Key.Type, pair.Key.Exception, pair.Value))], [.. _recent]);
    }
}
