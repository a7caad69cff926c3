namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>tests/WorkerProbe, which lies beside the tests.</summary>
internal static class ProbeProgram
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.ProcessPath ?? "dotnet";

    /// <summary>The arguments that make <see cref="Path"/> run the probe with these.</summary>
    public static string[] Arguments(params string[] arguments) => [System.IO.Path.Combine(AppContext.BaseDirectory, "WorkerProbe.dll"), .. arguments];
}
