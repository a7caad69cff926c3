namespace ResourceHygiene.Tests.Linearizability;

/// <summary>
/// What one entry of the tracker promises when its callers come one after another: the specification, in as few lines as it takes.
/// </summary>
/// <param name="Leases">How many are held.</param>
/// <param name="IsPending">Whether a release waits for the last of them.</param>
/// <param name="IsGone">Whether it was released.</param>
internal readonly record struct EntryModel(int Leases, bool IsPending, bool IsGone)
{
    public static EntryModel New => default;

    /// <summary>The state after an action, and what it answers.</summary>
    public (EntryModel After, string Answer) Do(Action action) => action switch
    {
        Action.Lease => IsGone || IsPending ? (this, "False") : (this with { Leases = Leases + 1 }, "True"),
        Action.Return => (Returned(), "True"),
        _ when IsGone => (this, nameof(ReleaseStatus.AlreadyReleased)),
        _ when Leases == 0 => (this with { IsGone = true }, nameof(ReleaseStatus.Released)),
        Action.Release => (this, nameof(ReleaseStatus.Leased)),
        _ => (this with { IsPending = true }, nameof(ReleaseStatus.Deferred)),
    };

    private EntryModel Returned() =>
        Leases > 1 || !IsPending ? this with { Leases = Leases - 1 } : new(0, IsPending: false, IsGone: true);
}
