namespace ResourceHygiene.Hosting.Configuration;

/// <summary>Reads when memory pressure makes resources go. Thresholds that contradict each other are told by the section.</summary>
internal static class PressureReader
{
    private const int LongestHistory = 100_000;

    public static void Read(SectionReader section, ResourceHygieneOptions options)
    {
        var isEnabled = options.Pressure is not null;
        var read = options.Pressure ?? new PressureOptions();
        section.Flag("Enabled", value => isEnabled = value);
        section.Share("WarningAt", value => read = read with { WarningAt = value });
        section.Share("EmergencyAt", value => read = read with { EmergencyAt = value });
        section.Share("NormalBelow", value => read = read with { NormalBelow = value });
        section.Share("EmergencyTarget", value => read = read with { EmergencyTarget = value });
        section.Share("MinimumReclaim", value => read = read with { MinimumReclaim = value });
        section.Share("StallWarningAt", value => read = read with { StallWarningAt = value });
        section.Share("StallEmergencyAt", value => read = read with { StallEmergencyAt = value });
        section.Grace("WarningGrace", value => read = read with { WarningGrace = value });
        section.Grace("EmergencyGrace", value => read = read with { EmergencyGrace = value });
        section.Duration("Interval", value => read = read with { Interval = value });
        section.Duration("TightInterval", value => read = read with { TightInterval = value });
        section.Duration("RetryDelay", value => read = read with { RetryDelay = value });
        section.Duration("ActionBudget", value => read = read with { ActionBudget = value });
        section.Duration("StaleAfter", value => read = read with { StaleAfter = value });
        section.Choice("WarningReclaims", value => read = read with { WarningReclaims = value }, SectionReader.ChoicesOf<ReleasePriority>());
        section.Choice("WarningCleanup", value => read = read with { WarningCleanup = value }, LevelsOrOff());
        section.Choice("EmergencyCleanup", value => read = read with { EmergencyCleanup = value }, LevelsOrOff());
        section.Flag("CollectGarbage", value => read = read with { CollectGarbage = value });
        section.Flag("TrimNativeHeap", value => read = read with { TrimNativeHeap = value });
        section.Bytes("TrimAfterBytes", value => read = read with { TrimAfterBytes = value });
        section.Integer("HistorySize", 1, LongestHistory, value => read = read with { HistorySize = value });
        if (!isEnabled)
        {
            options.Pressure = null;
            return;
        }

        try
        {
            read.Validate();
            options.Pressure = read;
        }
        catch (ArgumentException exception)
        {
            section.Fault(exception.Message);
        }
    }

    private static (string, CleanupLevel?)[] LevelsOrOff() =>
        [("off", null), .. SectionReader.ChoicesOf<CleanupLevel>().Select(static choice => (choice.Name, (CleanupLevel?)choice.Value))];
}
