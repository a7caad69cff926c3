namespace ResourceHygiene;

/// <summary>
/// Whether generated code registers what it tracks. A program switches it off in its project file
/// (<c>&lt;ResourceHygieneTracking&gt;off&lt;/ResourceHygieneTracking&gt;</c>), which sets the runtime option of this name; a trimmed
/// program then does not even contain what lies behind it (<c>ILLink.Substitutions.xml</c> says so to the trimmer).
/// </summary>
internal static class TrackingSwitch
{
    private const string Name = "ResourceHygiene.Tracking";

    public static bool IsOn { get; } = !AppContext.TryGetSwitch(Name, out var isOn) || isOn;
}
