using System.Diagnostics;

namespace ResourceHygiene.Workers;

/// <summary>What is measured of one item. Made only where somebody measures.</summary>
internal sealed class WorkTrace(long broughtAt, ActivityContext parent)
{
    public long BroughtAt => broughtAt;

    /// <summary>What its bringer was doing: the attempt belongs to that, and not to what the pool did before.</summary>
    public ActivityContext Parent => parent;

    public long StartedAt { get; set; }

    public Activity? Activity { get; set; }
}
