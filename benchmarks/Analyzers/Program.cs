using BenchmarkDotNet.Running;
using ResourceHygiene.Analyzers.Benchmarks.Quick;

return args switch
{
    ["--quick", ..] => QuickRun.Run(args[1..]),
    [PeakMemory.Switch, ..] => PeakMemory.Child(args[1..]),
    _ => Study(args),
};

static int Study(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(QuickRun).Assembly).Run(args);
    return 0;
}
