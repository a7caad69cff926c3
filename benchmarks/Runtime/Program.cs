using BenchmarkDotNet.Running;
using ResourceHygiene.Benchmarks;
using ResourceHygiene.Runtime.Benchmarks.Rows;

return args switch
{
    ["--quick", ..] => QuickRun.Run(args[1..]),
    ["--own", var directory, var count] => ExitRows.Own(directory, count),
    _ => Study(args),
};

static int Study(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(QuickRun).Assembly).Run(args);
    return 0;
}
