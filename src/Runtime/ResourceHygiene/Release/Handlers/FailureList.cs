using System.Runtime.ExceptionServices;

namespace ResourceHygiene;

/// <summary>Does several things of which none must stop the next, and throws at the end what they threw.</summary>
internal struct FailureList
{
    private List<Exception>? _failures;

    public void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            (_failures ??= []).Add(exception);
        }
    }

    /// <summary>A single exception is thrown as it was.</summary>
    public readonly void ThrowIfAny(string of)
    {
        if (_failures is [var only])
            ExceptionDispatchInfo.Throw(only);
        if (_failures is not null)
            throw new AggregateException($"{_failures.Count} {of} could not be released.", _failures);
    }
}
