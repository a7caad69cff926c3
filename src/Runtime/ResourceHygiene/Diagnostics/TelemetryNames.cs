namespace ResourceHygiene;

/// <summary>
/// The names under which this library is seen from outside. They follow the OpenTelemetry conventions and are as stable
/// as the API: a dashboard is built on them.
/// </summary>
public static class TelemetryNames
{
    /// <summary>Name of the meter, the activity source and the event source.</summary>
    public const string Source = "ResourceHygiene";

    /// <summary>Resources tracked now, by <see cref="Kind"/>. Unit: {resource}.</summary>
    public const string Live = "rh.resource.live";

    /// <summary>Their sizes, by <see cref="Kind"/>. Unit: By.</summary>
    public const string Bytes = "rh.resource.bytes";

    /// <summary>Registrations so far, by <see cref="Kind"/>. Unit: {resource}.</summary>
    public const string Registered = "rh.resource.registered";

    /// <summary>Resources collected unreleased so far, by <see cref="Kind"/>. Unit: {resource}.</summary>
    public const string Leaked = "rh.resource.leaked";

    /// <summary>Requests to let go so far, by <see cref="Kind"/>, <see cref="Outcome"/> and, for failures, <see cref="ErrorType"/>. Unit: {release}.</summary>
    public const string ReleaseCount = "rh.release.count";

    /// <summary>Bytes freed so far, by <see cref="Kind"/>. Unit: By.</summary>
    public const string ReleaseBytes = "rh.release.bytes";

    /// <summary>Time a release spent in user code, by <see cref="Kind"/>, <see cref="Outcome"/> and, for failures, <see cref="ErrorType"/>. Unit: s.</summary>
    public const string ReleaseDuration = "rh.release.duration";

    /// <summary>Duration of a clean-up, by <see cref="Level"/> and <see cref="Outcome"/>. Unit: s.</summary>
    public const string CleanupDuration = "rh.cleanup.duration";

    /// <summary>The pressure level: 0 normal, 1 warning, 2 emergency.</summary>
    public const string PressureLevel = "rh.pressure.level";

    /// <summary>Used memory, by <see cref="Gauge"/> and <see cref="Location"/>. Unit: By.</summary>
    public const string PressureUsed = "rh.pressure.used";

    /// <summary>The limit that the used memory is held against, by <see cref="Gauge"/> and <see cref="Location"/>. Unit: By.</summary>
    public const string PressureLimit = "rh.pressure.limit";

    /// <summary>Tag: the resource type. At most 100 different values; the others are counted together as <see cref="Other"/>.</summary>
    public const string Kind = "rh.resource.kind";

    /// <summary>Tag: what became of it.</summary>
    public const string Outcome = "rh.outcome";

    /// <summary>Tag: full class name of the exception; <see cref="Other"/> beyond 100 different ones. Only on failures.</summary>
    public const string ErrorType = "error.type";

    /// <summary>Tag: how deep the clean-up went: low, medium, high, critical.</summary>
    public const string Level = "rh.cleanup.level";

    /// <summary>Tag: which gauge measured.</summary>
    public const string Gauge = "rh.gauge";

    /// <summary>Tag: where the memory lies: host, storage, device 0.</summary>
    public const string Location = "rh.location";

    /// <summary>Stands for all values of a tag that are not listed by themselves.</summary>
    public const string Other = "_OTHER";
}
