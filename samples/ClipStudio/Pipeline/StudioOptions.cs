namespace ClipStudio.Pipeline;

/// <summary>What was asked for on the command line.</summary>
internal sealed record StudioOptions(string Input, string ModelPath, string Output, long BudgetBytes, int ClipsPerRecording)
{
    public const long DefaultBudgetBytes = 24_000_000;

    public const int DefaultClips = 4;

    public static string BundledData { get; } = Path.Combine(AppContext.BaseDirectory, "Data");

    public static string BundledModel { get; } = Path.Combine(BundledData, "highlights.safetensors");
}
