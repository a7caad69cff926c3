using ResourceHygiene;

namespace ClipStudio.Memory;

/// <summary>
/// The memory the pipeline may hold. A stage asks for room before it allocates; whatever has to go for that is
/// remembered together with the reasons, for the report.
/// </summary>
internal sealed class MemoryBudget(ResourceCleaner cleaner, long limitBytes)
{
    private readonly ResourceBudget _budget = new(cleaner, limitBytes);
    private readonly List<Reclaim> _reclaims = [];

    public long Limit => _budget.Limit;

    /// <summary>The most that was in use, or about to be, at any time.</summary>
    public long Peak { get; private set; }

    /// <summary>Each time something had to go, in order.</summary>
    public IReadOnlyList<Reclaim> Reclaims => _reclaims;

    public void MakeRoom(long bytes, string purpose)
    {
        ReclaimReport report = _budget.MakeRoom(bytes);
        if (!report.Steps.IsEmpty)
            _reclaims.Add(new(purpose, report));
        if (report.Missing > 0)
            throw new StudioException($"--budget {ByteSize.Format(Limit)}", $"no room for {purpose}: {ByteSize.Format(report.Missing)} missing, the rest is in use", $"Raise the budget by at least {ByteSize.Format(report.Missing)}");
        Peak = Math.Max(Peak, _budget.Used + bytes);
    }

    internal sealed record Reclaim(string Purpose, ReclaimReport Report);
}
