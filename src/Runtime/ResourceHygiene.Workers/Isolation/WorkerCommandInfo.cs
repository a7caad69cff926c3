namespace ResourceHygiene.Workers;

/// <summary>One command of a <see cref="WorkerService"/>. Immutable.</summary>
/// <param name="Id">What crosses the wire; unique in the service, and not 65535, which is the protocol's own.</param>
/// <param name="Name">What people call it; unique in the service.</param>
public sealed record WorkerCommandInfo(ushort Id, string Name)
{
    /// <summary>Answers with its arguments: a part of the protocol, by which a standby is warmed up.</summary>
    internal const ushort Echo = ushort.MaxValue;

    /// <summary>
    /// How long one call may take in the worker, <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for as long as it likes;
    /// <see cref="WorkerOptions.CallTimeout"/> where <see langword="null"/>.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Whether a newer call of this command makes older ones that still wait pointless: they complete with
    /// <see cref="WorkerFailure.Superseded"/>. <see cref="WorkerOptions.LatestWins"/> where <see langword="null"/>.
    /// </summary>
    public bool? LatestWins { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
