namespace ResourceHygiene.Tests.Linearizability;

/// <summary>What a thread may do with one resource.</summary>
internal enum Action
{
    Lease,
    Return,
    Release,
    ReleaseOrDefer,
    Dispose,
}

/// <summary>
/// One call and its answer. <paramref name="Called"/> and <paramref name="Returned"/> are drawn from one counter, so that a call that
/// returned before another was made has smaller numbers.
/// </summary>
/// <param name="Thread">Who called.</param>
/// <param name="Action">What was called.</param>
/// <param name="Answer">What came back: the status of a release, or whether there is a lease.</param>
/// <param name="Called">When.</param>
/// <param name="Returned">When it was answered.</param>
internal readonly record struct Operation(int Thread, Action Action, string Answer, long Called, long Returned)
{
    public override string ToString() => $"[{Called,3}..{Returned,3}] thread {Thread}: {Action} -> {Answer}";
}
