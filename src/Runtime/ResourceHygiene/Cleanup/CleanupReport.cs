using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ResourceHygiene;

/// <summary>How a clean-up ended as a whole.</summary>
public enum CleanupStatus
{
    /// <summary>Nothing failed and everything had its turn. What had to stay, such as leased resources, is no failure.</summary>
    Success,

    /// <summary>Something was cleaned, and something failed or had no turn.</summary>
    Partial,

    /// <summary>Nothing was cleaned, and something failed or had no turn.</summary>
    Failed,
}

/// <summary>What became of one thing in a clean-up.</summary>
public enum CleanupItemStatus
{
    /// <summary>A resource was released, trimmed or offloaded; a cleaner did its work.</summary>
    Cleaned,

    /// <summary>It had to stay, or there was nothing to do; the message says why.</summary>
    Kept,

    /// <summary>It threw, or was still running at the end of the time.</summary>
    Failed,

    /// <summary>The time was over before its turn.</summary>
    NotReached,
}

/// <summary>One thing in a clean-up: a resource, a registered cleaner, or one of the things a cleaner attempted.</summary>
/// <param name="Name">The resource's type and name, the cleaner's name, or <c>cleaner: item</c>.</param>
/// <param name="Level">The level that it belongs to.</param>
/// <param name="Status">What became of it.</param>
/// <param name="BytesFreed">Bytes freed.</param>
/// <param name="Error">What it threw, if it did.</param>
/// <param name="Message">Why it stayed or failed.</param>
/// <param name="Duration">Time spent in it.</param>
/// <param name="Resource">The registration; <see cref="ResourceHandle.None"/> where it is not a resource.</param>
public readonly record struct CleanupItem(
    string Name,
    CleanupLevel Level,
    CleanupItemStatus Status,
    long BytesFreed = 0,
    Exception? Error = null,
    string? Message = null,
    TimeSpan Duration = default,
    ResourceHandle Resource = default)
{
    /// <summary>One line: name, status, and why.</summary>
    public override string ToString()
    {
        var status = Status switch
        {
            CleanupItemStatus.Cleaned => BytesFreed > 0 ? $"cleaned, {ResourceText.Size(BytesFreed)} freed" : "cleaned",
            CleanupItemStatus.Kept => "kept",
            CleanupItemStatus.Failed => "failed",
            _ => "not reached, the time was over",
        };
        var kind = Error is null or TimeoutException ? "" : $" ({Error.GetType().Name})";
        return Message is null ? $"{Name}: {status}{kind}" : $"{Name}: {status}: {Message}{kind}";
    }
}

/// <summary>What a clean-up did: each thing that had its turn, in order, and what came of it. No longer changes.</summary>
public sealed class CleanupReport
{
    private CleanupItem[] _buffer = [];
    private int _listed;
    private CleanupItem[]? _items;

    // Made before the work: in an emergency there may be no memory for it afterwards.
    internal CleanupReport()
    {
    }

    /// <summary>How deep the clean-up went.</summary>
    public CleanupLevel Level { get; private set; }

    /// <summary>Whether all of it, some of it or none of it succeeded: computed from every single item.</summary>
    public CleanupStatus Status =>
        Failed + NotReached == 0 ? CleanupStatus.Success : Cleaned > 0 ? CleanupStatus.Partial : CleanupStatus.Failed;

    /// <summary>
    /// Each thing, in the order in which they ended. An emergency lists the first <see cref="ResourceCleaner.EmergencyItems"/> only
    /// and counts the others.
    /// </summary>
    public ImmutableArray<CleanupItem> Items
    {
        get
        {
            // Copied when somebody looks: an emergency must not allocate for it.
            var items = Volatile.Read(ref _items);
            if (items is null)
                Volatile.Write(ref _items, items = _buffer.AsSpan(0, _listed).ToArray());
            return System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(items);
        }
    }

    /// <summary>What was thrown, in order; from listed items.</summary>
    public IEnumerable<Exception> Errors => Items.Select(static item => item.Error).OfType<Exception>();

    /// <summary>How many things were cleaned.</summary>
    public int Cleaned { get; private set; }

    /// <summary>How many had to stay or had nothing to do.</summary>
    public int Kept { get; private set; }

    /// <summary>How many failed.</summary>
    public int Failed { get; private set; }

    /// <summary>How many had no turn because the time was over.</summary>
    public int NotReached { get; private set; }

    /// <summary>Bytes freed, all locations together.</summary>
    public long BytesFreed { get; private set; }

    /// <summary>How long it took, without the time spent waiting for another clean-up.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>For a caller to whom a failure matters: throws all that was thrown, if anything failed or had no turn.</summary>
    /// <exception cref="AggregateException">The status is not <see cref="CleanupStatus.Success"/>.</exception>
    public void ThrowIfFailed()
    {
        if (Status != CleanupStatus.Success)
            throw new AggregateException(ToString(), Errors);
    }

    /// <summary>A line with the counts, then one for each thing that was not simply cleaned.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"clean-up {Level.ToString().ToLowerInvariant()}: {Status.ToString().ToLowerInvariant()}; {Cleaned} cleaned, {ResourceText.Size(BytesFreed)} freed, {Kept} kept, {Failed} failed, {NotReached} not reached");
        foreach (var item in Items)
        {
            if (item.Status != CleanupItemStatus.Cleaned)
                text.Append('\n').Append(item);
        }
        var unlisted = Cleaned + Kept + Failed + NotReached - _listed;
        if (unlisted > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n{unlisted} more");
        return text.ToString();
    }

    internal void Fill(CleanupLevel level, CleanupItem[] buffer, int listed, in CleanupCounts counts, TimeSpan duration)
    {
        Level = level;
        _buffer = buffer;
        _listed = listed;
        Cleaned = counts.Cleaned;
        Kept = counts.Kept;
        Failed = counts.Failed;
        NotReached = counts.NotReached;
        BytesFreed = counts.BytesFreed;
        Duration = duration;
    }
}
