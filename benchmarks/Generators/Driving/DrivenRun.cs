using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ResourceHygiene.Generators.Benchmarks.Driving;

/// <summary>The same moves with one generator: open the project, hit a key elsewhere some times, edit an annotated type.</summary>
internal sealed class DrivenRun
{
    private readonly AnnotatedProject _project;
    private readonly Func<IIncrementalGenerator> _generator;
    private readonly int _expectedFiles;
    private CSharpCompilation _compilation;
    private GeneratorDriver _driver;

    /// <param name="project">What is opened and edited.</param>
    /// <param name="generator">Who takes part.</param>
    /// <param name="expectedFiles">How many files it must have generated: figures of a run that failed would be worth nothing.</param>
    public DrivenRun(AnnotatedProject project, Func<IIncrementalGenerator> generator, int expectedFiles)
    {
        (_project, _generator, _expectedFiles) = (project, generator, expectedFiles);
        (_compilation, _driver) = (project.Open(), CSharpGeneratorDriver.Create(generator()));
    }

    public Cost Open()
    {
        _compilation = _project.Open();
        _driver = CSharpGeneratorDriver.Create(_generator());
        return Drive(_compilation);
    }

    public Cost EditElsewhere() => Drive(_project.EditElsewhere(_compilation));

    public Cost EditAnnotated() => Drive(_project.EditAnnotated(_compilation));

    private Cost Drive(CSharpCompilation edited)
    {
        GC.Collect();
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        // Of the processor, not by the clock: others may use this machine, too. The driver runs on this thread alone.
        var start = Environment.CpuUsage.TotalTime;
        _driver = _driver.RunGenerators(edited);
        var cost = new Cost((Environment.CpuUsage.TotalTime - start).TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - bytes);

        var result = _driver.GetRunResult();
        if (result.Results[0].Exception is { } exception)
            throw new InvalidOperationException("The generator failed.", exception);
        if (result.GeneratedTrees.Length != _expectedFiles)
            throw new InvalidOperationException($"{result.GeneratedTrees.Length} files were generated where {_expectedFiles} were expected.");
        return cost;
    }
}

/// <summary>What one run of the driver cost.</summary>
internal readonly record struct Cost(double Milliseconds, double Bytes)
{
    public static Cost None => new(double.PositiveInfinity, double.PositiveInfinity);

    public Cost Best(Cost other) => new(Math.Min(Milliseconds, other.Milliseconds), Math.Min(Bytes, other.Bytes));
}
