using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Analyzers.Benchmarks.Inputs;

/// <summary>Somebody's library: a restored project, or a folder of sources.</summary>
internal static class ProjectSources
{
    public static Workload Load(string path, IEnumerable<string> references) =>
        File.Exists(path) ? FromProject(Path.GetFullPath(path)) : FromFolder(Path.GetFullPath(path), references);

    // A design-time build, as an IDE does it, says what the compiler would be told.
    private static Workload FromProject(string path)
    {
        CSharpCommandLineArguments arguments = CSharpCommandLineParser.Default.Parse(
            CompilerArguments(path), Path.GetDirectoryName(path), sdkDirectory: null);
        var workload = new Workload(
            Path.GetFileNameWithoutExtension(path),
            [.. arguments.SourceFiles.Select(static file => ReadFile(file.Path))],
            [.. arguments.MetadataReferences.Select(static reference => (MetadataReference)MetadataReference.CreateFromFile(reference.Reference, reference.Properties))],
            arguments.ParseOptions,
            arguments.CompilationOptions);
        return WithGenerated(workload, arguments.AnalyzerReferences.Select(static reference => reference.FilePath));
    }

    private static Workload FromFolder(string path, IEnumerable<string> references) => new(
        new DirectoryInfo(path).Name,
        [
            .. Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
                .Where(file => !Path.GetRelativePath(path, file).Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
                .Order(StringComparer.Ordinal)
                .Select(ReadFile)
        ],
        FrameworkReferences.Load().AddRange(FrameworkReferences.FromFiles(references)),
        CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, optimizationLevel: OptimizationLevel.Release));

    // What generators write is compiled like everything else; that they run is no part of what is measured.
    private static Workload WithGenerated(Workload workload, IEnumerable<string> analyzers)
    {
        ISourceGenerator[] generators = [.. analyzers.Where(File.Exists).SelectMany(static path => new AnalyzerFileReference(path, new Loader()).GetGenerators(LanguageNames.CSharp))];
        GeneratorDriverRunResult result = CSharpGeneratorDriver.Create(generators, parseOptions: workload.ParseOptions)
            .RunGenerators(workload.Compile(workload.Parse())).GetRunResult();
        return workload with { Files = workload.Files.AddRange(result.GeneratedTrees.Select(static tree => new SourceFile(tree.FilePath, tree.GetText()))) };
    }

    private static IEnumerable<string> CompilerArguments(string path)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (string argument in (string[])
            ["msbuild", path, "-t:ResolveReferences;Compile", "-getItem:CscCommandLineArgs", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true",
                "-p:NonExistentFile=none", "-p:Configuration=Release", "-nodeReuse:false"])
        {
            start.ArgumentList.Add(argument);
        }

        if (Environment.GetEnvironmentVariable("BENCHMARK_FRAMEWORK") is { Length: > 0 } framework)
            start.ArgumentList.Add($"-p:TargetFramework={framework}");
        using Process build = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start.");
        string output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        if (build.ExitCode != 0)
            throw new InvalidOperationException($"{path} does not build: {output}");
        using JsonDocument items = JsonDocument.Parse(output);
        return CommandLineParser.SplitCommandLineIntoArguments(
            string.Join(' ', items.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(static item => item.GetProperty("Identity").GetString())),
            removeHashComments: false);
    }

    private static SourceFile ReadFile(string path)
    {
        using FileStream file = File.OpenRead(path);
        return new SourceFile(path, SourceText.From(file, Encoding.UTF8));
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
            // Dependencies of generators lie beside them or are in this process already.
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
