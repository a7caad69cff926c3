using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Tracing;

namespace ResourceHygiene;

/// <summary>
/// Events for tracing tools. Ids and payloads are stable: an event gains parameters at the end or gets a new id. Written
/// by hand, since the convenient overloads of the base class need reflection that a trimmed program no longer has.
/// </summary>
[EventSource(Name = TelemetryNames.Source)]
internal sealed class ResourceHygieneEventSource : EventSource
{
    private const int LongestText = 4096;

    private ResourceHygieneEventSource()
    {
    }

    public static ResourceHygieneEventSource Log { get; } = new();

    [NonEvent]
    public void Completed(in ReleaseRecord record)
    {
        var result = record.Result;
        switch (result.Status)
        {
            case ReleaseStatus.Released when IsEnabled(EventLevel.Verbose, EventKeywords.All):
                Released(record.Type, record.Name ?? "", Text(record.Reason), result.BytesFreed, result.Duration.TotalMilliseconds);
                break;
            case ReleaseStatus.Kept when IsEnabled(EventLevel.Informational, EventKeywords.All):
                Kept(record.Type, record.Name ?? "", Text(record.Reason), result.Message ?? "");
                break;
            default:
                break;
        }
    }

    [NonEvent]
    public void Failed(in ReleaseFailure failure)
    {
        if (IsEnabled(EventLevel.Error, EventKeywords.All))
        {
            var type = failure.Exception.GetType();
            Failed(failure.Type, failure.Name ?? "", Text(failure.Reason), type.FullName ?? type.Name, failure.Exception.Message);
        }
    }

    [NonEvent]
    public void Leaked(in LeakRecord leak)
    {
        if (IsEnabled(EventLevel.Warning, EventKeywords.All))
        {
            var site = leak.Site;
            Leaked(leak.Type, leak.Name ?? "", leak.Location.ToString(), site.File ?? "", site.Member ?? "", leak.Bytes, site.Line);
        }
    }

    [NonEvent]
    public void Cleaned(CleanupReport report, string level, string outcome)
    {
        if (IsEnabled(EventLevel.Informational, EventKeywords.All))
            Cleaned(level, outcome, report.Cleaned, report.Kept, report.Failed, report.NotReached, report.BytesFreed, report.Duration.TotalMilliseconds);
    }

    [NonEvent]
    public void Changed(PressureChange change)
    {
        if (IsEnabled(EventLevel.Warning, EventKeywords.All))
            PressureChanged(change.Location.ToString(), Text(change.From), Text(change.To), change.Reason);
    }

    [Event(1, Level = EventLevel.Verbose, Message = "{0} '{1}' released ({2}): {3} B in {4} ms")]
    public void Released(string kind, string name, string reason, long bytes, double milliseconds) =>
        Write(1, [kind, name, reason], [bytes, BitConverter.DoubleToInt64Bits(milliseconds)]);

    [Event(2, Level = EventLevel.Informational, Message = "{0} '{1}' kept ({2}): {3}")]
    public void Kept(string kind, string name, string reason, string why) => Write(2, [kind, name, reason, why], []);

    [Event(3, Level = EventLevel.Error, Message = "{0} '{1}' failed ({2}): {3}: {4}")]
    public void Failed(string kind, string name, string reason, string errorType, string message) =>
        Write(3, [kind, name, reason, errorType, message], []);

    [Event(4, Level = EventLevel.Warning, Message = "{0} '{1}' was never released: {5} B on {2}, acquired at {3}:{6} ({4})")]
    public void Leaked(string kind, string name, string location, string file, string member, long bytes, long line) =>
        Write(4, [kind, name, location, file, member], [bytes, line]);

    [Event(5, Level = EventLevel.Informational, Message = "Clean-up {0}: {1}, {2} cleaned, {3} kept, {4} failed, {5} not reached, {6} B freed in {7} ms")]
    public void Cleaned(string level, string outcome, long cleaned, long kept, long failed, long notReached, long bytes, double milliseconds) =>
        Write(5, [level, outcome], [cleaned, kept, failed, notReached, bytes, BitConverter.DoubleToInt64Bits(milliseconds)]);

    [Event(10, Level = EventLevel.Warning, Message = "Memory pressure at {0}: {1} to {2}: {3}")]
    public void PressureChanged(string location, string from, string to, string reason) => Write(10, [location, from, to, reason], []);

    private static string Text(PressureLevel level) => level switch
    {
        PressureLevel.Normal => "normal",
        PressureLevel.Warning => "warning",
        _ => "emergency",
    };

    private static string Text(ReleaseReason reason) => reason switch
    {
        ReleaseReason.Disposed => "disposed",
        ReleaseReason.Requested => "requested",
        ReleaseReason.Replaced => "replaced",
        ReleaseReason.Pressure => "pressure",
        ReleaseReason.Expired => "expired",
        ReleaseReason.Exit => "exit",
        _ => "",
    };

    /// <summary>Writes one event: all texts come before all numbers, and every number is 64 bits wide.</summary>
    [NonEvent]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only strings, 64-bit integers and doubles are written; there is nothing to trim.")]
    private unsafe void Write(int id, ReadOnlySpan<string> texts, ReadOnlySpan<long> numbers)
    {
        if (!IsEnabled())
            return;

        var length = 0;
        foreach (var text in texts)
            length += Math.Min(text.Length, LongestText) + 1;

        // One copy that can be pinned as a whole; each text ends with a zero.
        var buffer = ArrayPool<char>.Shared.Rent(Math.Max(1, length));
        var data = stackalloc EventData[texts.Length + numbers.Length];
        fixed (char* start = buffer)
        fixed (long* number = numbers)
        {
            var at = start;
            for (var i = 0; i < texts.Length; i++)
            {
                var text = texts[i].AsSpan(0, Math.Min(texts[i].Length, LongestText));
                text.CopyTo(new Span<char>(at, text.Length));
                at[text.Length] = '\0';
                data[i] = new EventData { DataPointer = (nint)at, Size = (text.Length + 1) * sizeof(char) };
                at += text.Length + 1;
            }
            for (var i = 0; i < numbers.Length; i++)
                data[texts.Length + i] = new EventData { DataPointer = (nint)(number + i), Size = sizeof(long) };

            WriteEventCore(id, texts.Length + numbers.Length, data);
        }
        ArrayPool<char>.Shared.Return(buffer);
    }
}
