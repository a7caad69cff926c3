namespace ResourceHygiene;

/// <summary>
/// The subscribers of an event. Unlike a multicast delegate it calls the rest when one throws; raising allocates nothing.
/// </summary>
internal struct Subscribers<T>
{
    private Action<T>[]? _all;

    public readonly bool IsEmpty => Volatile.Read(in _all) is null;

    public void Add(Action<T>? handler)
    {
        if (handler is null)
            return;

        Action<T>[] added = [.. handler.GetInvocationList().Cast<Action<T>>()];
        while (true)
        {
            var before = Volatile.Read(ref _all);
            if (Interlocked.CompareExchange(ref _all, before is null ? added : [.. before, .. added], before) == before)
                return;
        }
    }

    public void Remove(Action<T>? handler)
    {
        foreach (var one in handler?.GetInvocationList() ?? [])
        {
            while (true)
            {
                var before = Volatile.Read(ref _all);
                var place = before is null ? -1 : Array.LastIndexOf(before, (Action<T>)one);
                if (place < 0)
                    break;

                var after = before!.Length == 1 ? null : before.Where((_, i) => i != place).ToArray();
                if (Interlocked.CompareExchange(ref _all, after, before) == before)
                    break;
            }
        }
    }

    /// <summary>Calls every subscriber; what one throws is recorded as such a failure.</summary>
    public readonly void Raise(in T value, FailureLog failures, in ReleaseFailure failure)
    {
        foreach (var subscriber in Volatile.Read(in _all) ?? [])
        {
            try
            {
                subscriber(value);
            }
            catch (Exception exception)
            {
                failures.Add(failure with { Exception = exception });
            }
        }
    }
}
