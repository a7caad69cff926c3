using System.Runtime.ExceptionServices;

namespace ResourceHygiene;

/// <summary>
/// Owns something that would outlive a killed process: tracked, written to the journal before it exists, and undone once, by
/// <see cref="Dispose"/>, at exit, or by the next start of a program of this user. Every member may be called from any thread.
/// </summary>
public sealed class Leftover : IReleasable, IDisposable
{
    private readonly LeftoverJournal _journal;
    private readonly RecordPlace? _place;
    private FileIdentity _file;
    private bool _isForgotten;

    internal Leftover(LeftoverJournal journal, LeftoverKind kind, string name, RecordPlace? place)
    {
        _journal = journal;
        _place = place;
        Kind = kind;
        Name = name;
        Handle = journal.Tracker.Register(this, new ResourceRegistration { Type = LeftoverJournal.TypeOf(kind), Name = name });
    }

    /// <summary>What it is.</summary>
    public LeftoverKind Kind { get; }

    /// <summary>The full path, with links among its parents followed; of a process its id and start time.</summary>
    public string Name { get; }

    /// <summary>The same as <see cref="Name"/>, of what has a path.</summary>
    /// <exception cref="InvalidOperationException">It is a process.</exception>
    public string Path => Kind == LeftoverKind.ChildProcess ? throw new InvalidOperationException($"{this} has no path.") : Name;

    /// <summary>Whether it is in the journal. If not, see <see cref="LeftoverJournal.UnavailableBecause"/>: then it is undone at exit only.</summary>
    public bool IsJournalled => _place is not null;

    /// <summary>The registration, so that what lies in a directory can depend on it.</summary>
    public ResourceHandle Handle { get; }

    /// <summary>
    /// Says that the thing exists now. Optional: from here on the journal also knows which file it is, and something that others
    /// put in its place is left alone.
    /// </summary>
    public void Created()
    {
        _file = FileIdentity.Of(Name) with { Owner = 0 };
        if (_place is { } place && _file.IsKnown)
            _journal.File?.Identify(place, _file);
    }

    /// <summary>Gives the thing up without undoing it: somebody else owns it now, or it is gone.</summary>
    public void Forget()
    {
        Volatile.Write(ref _isForgotten, true);
        Dispose();
    }

    /// <summary>Undoes it: deletes the directory with everything in it, or the file, or ends the process. While it is leased, the last lease's return does it. Further calls do nothing.</summary>
    /// <exception cref="IOException">It could not be undone. The journal still names it: exit and the next start try again.</exception>
    public void Dispose()
    {
        var terms = new ReleaseTerms { Reason = ReleaseReason.Disposed, WhenLeased = WhenLeased.Defer };
        var result = _journal.Tracker.Release(Handle, terms, this);
        if (result is { Status: ReleaseStatus.Failed, Exception: { } exception })
            ExceptionDispatchInfo.Throw(exception);
    }

    /// <summary>Pins it: it is not undone until the lease is returned.</summary>
    /// <param name="lease">The lease, to be disposed.</param>
    /// <returns>Whether it is there and stays there.</returns>
    public bool TryLease([Owned] out Lease lease) => _journal.Tracker.TryLease(Handle, out lease);

    ReleaseOutcome IReleasable.Release(in ReleaseContext context)
    {
        if (!Volatile.Read(ref _isForgotten))
        {
            var step = LeftoverRemover.Undo(new(Kind, Name, default, _file), ProcessIdentity.Current);
            if (step.Outcome == LeftoverOutcome.Failed)
                throw new IOException($"{Name} could not be undone: {step.Message}");
        }

        if (_place is { } place)
            _journal.File?.Remove(place);
        return ReleaseOutcome.Released();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Name}";
}
