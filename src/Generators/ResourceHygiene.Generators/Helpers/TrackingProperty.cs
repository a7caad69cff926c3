using Microsoft.CodeAnalysis.Diagnostics;

namespace ResourceHygiene.Generators;

/// <summary>The build property that takes tracking out of generated code.</summary>
internal static class TrackingProperty
{
    private const string Key = "build_property.ResourceHygieneTracking";

    /// <summary>On unless the project says off; what it says else is an error of the build, not ours.</summary>
    public static bool IsOn(AnalyzerConfigOptions options) => !(options.TryGetValue(Key, out string? value) && value == "off");
}
