using BenchmarkDotNet.Running;
using ResourceHygiene.Benchmarks;
using ResourceHygiene.Workers;
using ResourceHygiene.Workers.Benchmarks.Peers;
using ResourceHygiene.Workers.Benchmarks.Rows;

// A worker of ours, or a child of one of the peers; else whoever measures.
if (WorkerHost.TryRun(out var exitCode, BenchService.Service))
    return exitCode;

return args switch
{
    ["--quick", ..] => QuickRun.Run(args[1..]),
    ["--slope", .. var rest] => SlopeRows.Run(rest),
    ["--peer", var name] => PeerPrograms.Run(name),
    _ => Study(args),
};

static int Study(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(QuickRun).Assembly).Run(args);
    return 0;
}
