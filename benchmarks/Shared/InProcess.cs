using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace ResourceHygiene.Benchmarks;

/// <summary>Measures in this process: a generated project would need this repository's build around it.</summary>
public sealed class InProcess : ManualConfig
{
    public InProcess() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
}
