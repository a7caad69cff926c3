using ResourceHygiene.Workers;

namespace WorkerProbe;

/// <summary>The worker of the classes beside it, whose dispatchers and clients are generated: <c>WorkerProbe generated</c>.</summary>
internal static class GeneratedArea
{
    public static int Run(string[] args) => WorkerHost.TryRun(out int exitCode, Gallery.Worker, Mixer.Worker, Tools.Worker)
        ? exitCode
        : Areas.Unknown($"generated {string.Join(' ', args)}");
}
