namespace ResourceHygiene;

/// <summary>
/// Carries plans out: collects garbage where that may be all, reclaims by policy, measuring after each victim, cleans up where that is not enough, and gives what was freed back to the system.
/// For any thread; the calling one runs the handlers.
/// </summary>
internal sealed class PressureResponse(ResourceCleaner cleaner, PressureOptions options, TimeProvider time, Action observe)
{
    /// <summary>Host memory freed since the last collection.</summary>
    private long _freedSinceTrim;

    public PressureAction Run(PressurePlan plan)
    {
        var at = time.GetUtcNow();
        var start = time.GetTimestamp();
        var isEmergency = plan.Level == PressureLevel.Emergency;
        // Cheapest first: what fills this memory may be garbage.
        var trim = plan.Watch.CountsGarbage && options.CollectGarbage ? Trim() : null;
        var missing = trim is null ? plan.Bytes : Remeasure(plan);
        var goal = new ReclaimGoal(Math.Max(0, missing), plan.Location) { Usage = plan.Before.Load, Critical = plan.IsLastResort };
        var report = cleaner.Reclaim(goal, new ReclaimTerms
        {
            UpTo = isEmergency ? ReleasePriority.Critical : options.WarningReclaims,
            // What was freed may show late, as allocators keep it, or not at all; what others freed shows at once. Whichever is more counts.
            Missing = () => Remeasure(plan),
            Stop = plan.Stop.Token,
        });

        var freed = report.BytesFreed;
        CleanupReport? cleanup = null;
        if (!report.IsEnough && plan.Cleanup is { } depth && !plan.Stop.IsCancellationRequested)
        {
            cleanup = cleaner.Clean(depth, budget: null, plan.Stop.Token);
            freed += cleanup.BytesFreed;
        }

        if (!plan.Stop.IsCancellationRequested && IsWorthATrim(plan, freed))
            trim = Trim();
        observe();
        var fallen = Fallen(plan, out var after);
        return new PressureAction
        {
            At = at,
            Location = plan.Location,
            Level = plan.Level,
            Reason = $"{plan.Reason}, {ResourceText.Size(plan.Bytes)} to free",
            Outcome = Math.Max(freed, fallen) >= plan.Bytes || report.IsEnough ? PressureOutcome.Enough
                : plan.Stop.IsCancellationRequested ? PressureOutcome.Stopped
                : freed > 0 || fallen >= LeastProgress(plan) ? PressureOutcome.Partial
                : PressureOutcome.Nothing,
            Before = plan.Before,
            After = after,
            BytesWanted = plan.Bytes,
            BytesFreed = freed,
            Duration = time.GetElapsedTime(start),
            Reclaim = report,
            Cleanup = cleanup,
            Trim = trim,
        };
    }

    /// <summary>Memory comes and goes all the time; less than this is not progress.</summary>
    private static long LeastProgress(PressurePlan plan) => Math.Max(1, plan.Bytes / 10);

    /// <summary>By how much the gauge has fallen; 0 where it has no newer sample.</summary>
    private long Fallen(PressurePlan plan, out MemorySample now)
    {
        var reading = plan.Watch.Read(time.GetTimestamp(), time);
        now = reading.Sample;
        return reading.IsStale ? 0 : plan.Before.Used - now.Used;
    }

    private long Remeasure(PressurePlan plan)
    {
        observe();
        return plan.Bytes - Fallen(plan, out _);
    }

    private bool IsWorthATrim(PressurePlan plan, long freed)
    {
        if (plan.Location != ResourceLocation.Host || !(options.CollectGarbage || (options.TrimNativeHeap && HeapTrimmer.CanTrimNativeHeap)))
            return false;
        if (plan.Watch.CountsGarbage)
            return freed > 0;

        // An emergency without a victim: what fills the memory may be garbage.
        return Interlocked.Add(ref _freedSinceTrim, freed) >= options.TrimAfterBytes || (freed == 0 && plan.Level == PressureLevel.Emergency);
    }

    private HeapTrimReport Trim()
    {
        Interlocked.Exchange(ref _freedSinceTrim, 0);
        return HeapTrimmer.Trim(time, options.CollectGarbage, options.TrimNativeHeap);
    }
}
