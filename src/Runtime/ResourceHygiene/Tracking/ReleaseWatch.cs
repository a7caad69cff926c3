using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;

namespace ResourceHygiene;

/// <summary>
/// Is told of releases while somebody listens to an instrument or an event source. Not a subscriber of the public event: to ask
/// whether anybody listens must cost less than to make the record that a subscriber gets.
/// </summary>
/// <param name="instrument">The instrument.</param>
/// <param name="events">The event source.</param>
/// <param name="callback">Whom to tell.</param>
internal sealed class ReleaseWatch(Instrument instrument, EventSource events, ReleaseWatch.Callback callback)
{
    public delegate void Callback(TypeAccount account, ResourceHandle handle, string? name, ReleaseReason reason, in ReleaseResult result);

    /// <summary>Failures are told in any case: they are rare, and nobody else knows their classes by type.</summary>
    public bool Wants(ReleaseStatus status) => instrument.Enabled || events.IsEnabled() || status == ReleaseStatus.Failed;

    public void Tell(TypeAccount account, ResourceHandle handle, string? name, ReleaseReason reason, in ReleaseResult result) =>
        callback(account, handle, name, reason, result);
}
