using ResourceHygiene;
using ResourceHygiene.Cuda;
using ResourceHygiene.Workers;

namespace ClipStudio.Pipeline;

/// <summary>What was asked for on the command line.</summary>
internal sealed record StudioOptions(string Input, string ModelPath, string Output, long BudgetBytes, int ClipsPerRecording)
{
    /// <summary>Memory of the machine that is simulated; none is where this is <see langword="null"/>.</summary>
    public long? MachineBytes { get; init; }

    /// <summary>In which order things are let go: one of <see cref="ReleaseAlgorithms"/>.</summary>
    public string Policy { get; init; } = ReleaseAlgorithms.DecisionTree;

    /// <summary>Where the model should lie: a GPU's memory, or the host's.</summary>
    public DeviceMemory ModelMemory { get; init; } = HostMemory.Shared;

    /// <summary>Where the leak report goes, if one is wanted.</summary>
    public string? LeakReport { get; init; }

    /// <summary>Where frames are painted: in a worker process, or in this one.</summary>
    public WorkerMode Workers { get; init; } = WorkerMode.Auto;

    public bool WorkSlowly { get; init; }

    public const long DefaultBudgetBytes = 24_000_000;

    public const int DefaultClips = 4;

    public static string BundledData { get; } = Path.Combine(AppContext.BaseDirectory, "Data");

    public static string BundledModel { get; } = Path.Combine(BundledData, "highlights.safetensors");
}
