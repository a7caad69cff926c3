namespace ResourceHygiene.Hosting;

/// <summary>
/// How ResourceHygiene behaves in a host. Set in code, or read from the configuration section
/// <see cref="SectionName"/>; what is set in code later wins.
/// </summary>
public sealed class ResourceHygieneOptions
{
    /// <summary>The usual name of the configuration section.</summary>
    public const string SectionName = "ResourceHygiene";

    private ReleasePolicy _policy = ReleasePolicy.Default;

    /// <summary>In which order resources go. Applied to the live cleaner once it is set, also on a reload; until then the cleaner keeps the one that it has.</summary>
    public ReleasePolicy Policy
    {
        get => _policy;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _policy = value;
            IsPolicySet = true;
        }
    }

    internal bool IsPolicySet { get; private set; }

    /// <summary>
    /// When memory pressure makes resources go; <see langword="null"/> watches no pressure. Read at the start only. The
    /// <see cref="PressureMonitor"/> can be injected; gauges registered as <see cref="IMemoryGauge"/> are watched, too.
    /// </summary>
    public PressureOptions? Pressure { get; set; } = new();

    /// <summary>
    /// Deadlines of release handlers. Applied to the live reaper, also on a reload; <see langword="null"/>, the default, leaves it
    /// with what it has.
    /// </summary>
    public ReaperOptions? Reaper { get; set; }

    /// <summary>Clean-ups at regular times. Off by default.</summary>
    public PeriodicCleaningOptions Cleaning { get; } = new();

    /// <summary>How leaks are noticed and reported.</summary>
    public LeakOptions Leaks { get; } = new();

    /// <summary>What happens when the host stops and the process ends.</summary>
    public HostExitOptions Exit { get; } = new();

    /// <summary>When the health check complains.</summary>
    public HealthOptions Health { get; } = new();

    /// <summary>Whether to show the tracker to metrics and tracing tools: see <see cref="ResourceTelemetry"/>. Read at the start only. Default: <see langword="true"/>.</summary>
    public bool Telemetry { get; set; } = true;

    /// <summary>What could not be read from the configuration. Reported together with what the values themselves get wrong.</summary>
    internal List<string> ConfigurationErrors { get; } = [];
}

/// <summary>Clean-ups at regular times.</summary>
public sealed class PeriodicCleaningOptions
{
    /// <summary>How often to clean up. Default: <see langword="null"/>, never: what the program merely has not used for a while stays.</summary>
    public TimeSpan? Every { get; set; }

    /// <summary>How deep to clean. Default: <see cref="CleanupLevel.Low"/>, what has outlived its retention.</summary>
    public CleanupLevel Level { get; set; } = CleanupLevel.Low;

    /// <summary>How long one clean-up may take. Default: 10 s.</summary>
    public TimeSpan Budget { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>How leaks are noticed and reported.</summary>
public sealed class LeakOptions
{
    /// <summary>
    /// Which leaks are reported, of what is registered from now on; <see langword="null"/>, the default, leaves the tracker with
    /// what it has.
    /// </summary>
    public LeakDetectionLevel? Detection { get; set; }

    /// <summary>How often to look for resources that the garbage collector took unreleased. Default: 30 s; <see langword="null"/> looks only when the host has stopped.</summary>
    public TimeSpan? Every { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Where to save the report as SARIF when the host has stopped. Default: nowhere.</summary>
    public string? Report { get; set; }

    /// <summary>The directory to which source paths in the report are made relative. See <see cref="LeakReport.WriteSarif"/>.</summary>
    public string? SourceRoot { get; set; }

    /// <summary>
    /// Whether to run the garbage collector once before the last look, so that short runs, such as tests, see their leaks too.
    /// Default: <see langword="false"/>.
    /// </summary>
    public bool CollectAtStop { get; set; }
}

/// <summary>What happens when the host stops and the process ends. Read at the start only.</summary>
public sealed class HostExitOptions
{
    /// <summary>How long the clean-up after the host's stop may take. Default: 5 s.</summary>
    public TimeSpan Budget { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long each release may take within it. Default: 1 s.</summary>
    public TimeSpan HandlerSlice { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the clean-up may take after an unhandled exception. Default: 1 s.</summary>
    public TimeSpan EmergencyBudget { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether to watch SIGINT, SIGTERM, SIGHUP and SIGQUIT: the first stops the host, SIGHUP too, which the host itself does not
    /// handle; another SIGINT, SIGTERM or SIGQUIT, half a second later or more, ends the process at once; and a service that
    /// goes on stopping beyond the host's shutdown timeout no longer keeps the process. Default: <see langword="true"/>.
    /// </summary>
    public bool Signals { get; set; } = true;

    /// <summary>
    /// Whether the process ends with exit code 1, not 0, after a <see cref="Microsoft.Extensions.Hosting.BackgroundService"/> threw.
    /// Only where Main returns no exit code of its own. Default: <see langword="true"/>.
    /// </summary>
    public bool FailOnBackgroundServiceException { get; set; } = true;

    /// <summary>Whether to undo what earlier processes were killed over. Default: <see langword="true"/>.</summary>
    public bool SweepAtStart { get; set; } = true;
}

/// <summary>When the health check complains.</summary>
public sealed class HealthOptions
{
    /// <summary>For how long a leak or a failed release makes the health degraded. Default: 5 min.</summary>
    public TimeSpan Remember { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a release handler may be seen running before it counts as hanging, which is unhealthy. Default: 30 s.</summary>
    public TimeSpan StuckAfter { get; set; } = TimeSpan.FromSeconds(30);
}
