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
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Queue<ReleaseFailure> _recent = new();

    public void Add(in ReleaseFailure failure)
    {
        var type = failure.Exception.GetType();
        var name = type.FullName ?? type.Name;
        lock (_gate)
        {
            _counts[name] = _counts.GetValueOrDefault(name) + 1;
            if (_recent.Count == Remembered)
                _recent.Dequeue();
            _recent.Enqueue(failure);
        }
    }

    public (ImmutableDictionary<string, long> ByException, ImmutableArray<ReleaseFailure> Recent) Read()
    {
        lock (_gate)
            return (_counts.ToImmutableDictionary(StringComparer.Ordinal), [.. _recent]);
    }
}
