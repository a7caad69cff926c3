using BenchmarkDotNet.Running;
using ResourceHygiene.Benchmarks;

return args is ["--quick", ..] ? QuickRun.Run(args[1..]) : Study(args);

static int Study(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(QuickRun).Assembly).Run(args);
    return 0;
}
