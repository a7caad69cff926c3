namespace ResourceHygiene.Hosting.Configuration;

/// <summary>The keys of the configuration section, each in one place. docs/hosting.md lists them; a test loads its sample.</summary>
internal static class OptionsReader
{
    public static void Read(SectionReader section, ResourceHygieneOptions options)
    {
        section.Flag("Telemetry", value => options.Telemetry = value);
        section.Section("Policy", policy => PolicyReader.Read(policy, options));
        section.Section("Pressure", pressure => PressureReader.Read(pressure, options));
        section.Section("Reaper", reaper => options.Reaper = Read(reaper, options.Reaper ?? ReaperOptions.Default));
        section.Section("Cleaning", cleaning => Read(cleaning, options.Cleaning));
        section.Section("Leaks", leaks => Read(leaks, options.Leaks));
        section.Section("Exit", exit => Read(exit, options.Exit));
        section.Section("Health", health => Read(health, options.Health));
    }

    private static void Read(SectionReader section, PeriodicCleaningOptions options)
    {
        section.DurationOrOff("Every", value => options.Every = value);
        section.Choice("Level", value => options.Level = value, SectionReader.ChoicesOf<CleanupLevel>());
        section.Budget("Budget", value => options.Budget = value);
    }

    /// <summary>What is not set keeps its value from the options that are there already, or from those that a reaper begins with.</summary>
    private static ReaperOptions Read(SectionReader section, ReaperOptions options)
    {
        section.Deadline("HandlerDeadline", value => options = options with { HandlerDeadline = value });
        section.Values("HandlerDeadlines", (types, type) => types.Deadline(
            type, value => options = options with { HandlerDeadlines = options.HandlerDeadlines.SetItem(type, value) }));
        section.Grace("Grace", value => options = options with { Grace = value });
        return options;
    }

    private static void Read(SectionReader section, LeakOptions options)
    {
        section.Choice("Detection", value => options.Detection = value, SectionReader.ChoicesOf<LeakDetectionLevel>());
        section.DurationOrOff("Every", value => options.Every = value);
        section.Text("Report", value => options.Report = value);
        section.Text("SourceRoot", value => options.SourceRoot = value);
        section.Flag("CollectAtStop", value => options.CollectAtStop = value);
    }

    private static void Read(SectionReader section, HostExitOptions options)
    {
        section.Budget("Budget", value => options.Budget = value);
        section.Budget("EmergencyBudget", value => options.EmergencyBudget = value);
        section.Deadline("HandlerSlice", value => options.HandlerSlice = value);
        section.Flag("Signals", value => options.Signals = value);
        section.Flag("FailOnBackgroundServiceException", value => options.FailOnBackgroundServiceException = value);
        section.Flag("SweepAtStart", value => options.SweepAtStart = value);
    }

    private static void Read(SectionReader section, HealthOptions options)
    {
        section.Duration("Remember", value => options.Remember = value);
        section.Duration("StuckAfter", value => options.StuckAfter = value);
    }
}
