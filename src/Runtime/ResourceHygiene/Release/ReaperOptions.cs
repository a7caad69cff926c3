using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>How a <see cref="Reaper"/> treats handlers. Immutable; put another into <see cref="Reaper.Options"/> to change it while the program runs.</summary>
/// <remarks>
/// Without any deadline, handlers run on the calling thread. With one, they run one after another on a thread of their own:
/// at the deadline the handler's <see cref="ReleaseContext.Deadline"/> is cancelled, and one that is still running after
/// <see cref="Grace"/> is left behind there, recorded as <see cref="ReleaseStatus.Overrun"/>, and the run goes on with the next.
/// An owner's own Dispose and the return of a last lease run where they are called, without deadline.
/// </remarks>
public sealed record ReaperOptions
{
    private readonly TimeSpan _handlerDeadline = Timeout.InfiniteTimeSpan;
    private readonly TimeSpan _grace = TimeSpan.FromMilliseconds(100);
    private readonly ImmutableDictionary<string, TimeSpan> _handlerDeadlines = ImmutableDictionary<string, TimeSpan>.Empty;

    /// <summary>What a reaper has that was given nothing else: no deadlines.</summary>
    public static ReaperOptions Default { get; } = new();

    /// <summary>How long one handler may take. Default: <see cref="Timeout.InfiniteTimeSpan"/>, for ever.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive, or longer than 24 days.</exception>
    public TimeSpan HandlerDeadline
    {
        get => _handlerDeadline;
        init => _handlerDeadline = Checked(value, nameof(HandlerDeadline));
    }

    /// <summary>Other deadlines for handlers of some resource types, <see cref="Timeout.InfiniteTimeSpan"/> for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not positive, or longer than 24 days.</exception>
    public ImmutableDictionary<string, TimeSpan> HandlerDeadlines
    {
        get => _handlerDeadlines;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach (var (type, deadline) in value)
                Checked(deadline, $"{nameof(HandlerDeadlines)}[\"{type}\"]");
            _handlerDeadlines = value;
        }
    }

    /// <summary>
    /// How long a handler that was told that its time is over may take to come back with an outcome. Default: 100 ms.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or longer than 24 days.</exception>
    public TimeSpan Grace
    {
        get => _grace;
        init => _grace = value == TimeSpan.Zero ? value : Checked(value, nameof(Grace));
    }

    /// <summary>Whether any handler has one.</summary>
    internal bool HasDeadlines
    {
        get
        {
            if (_handlerDeadline != Timeout.InfiniteTimeSpan)
                return true;
            if (_handlerDeadlines.IsEmpty)
                return false;
            foreach (var (_, deadline) in _handlerDeadlines)
            {
                if (deadline != Timeout.InfiniteTimeSpan)
                    return true;
            }
            return false;
        }
    }

    internal TimeSpan DeadlineOf(string type) =>
        _handlerDeadlines.Count > 0 && _handlerDeadlines.TryGetValue(type, out var deadline) ? deadline : _handlerDeadline;

    private static TimeSpan Checked(TimeSpan value, string name) =>
        value == Timeout.InfiniteTimeSpan || (value > TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be positive and at most 24 days, or infinite.");
}
