using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Repository.Tests;

/// <summary>
/// A project under <c>src/</c>, compiled in memory from the command line that the build hands to the compiler: the real
/// files, references, symbols and options.
/// </summary>
internal static class SourceProject
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private static readonly ConcurrentDictionary<string, Task<CSharpCompilation>> Compilations = new(StringComparer.Ordinal);

    /// <summary>Paths of all shipped projects, relative to the repository's root.</summary>
    public static IEnumerable<string> All =>
        Directory.EnumerateFiles(RepositoryPaths.Combine("src"), "*.csproj", SearchOption.AllDirectories)
            .Select(static path => Path.GetRelativePath(RepositoryPaths.Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    /// <summary>The compilation of a project, after our own generators and the platform's for native calls and log messages, without errors.</summary>
    public static Task<CSharpCompilation> CompileAsync(string project) => Compilations.GetOrAdd(project, static p => CompileOnceAsync(p));

    private static async Task<CSharpCompilation> CompileOnceAsync(string project)
    {
        string path = RepositoryPaths.Combine(project);
        CSharpCommandLineArguments arguments = CSharpCommandLineParser.Default.Parse(
            await CompilerArgumentsAsync(path), Path.GetDirectoryName(path), sdkDirectory: null);

        CSharpCompilation compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path),
            arguments.SourceFiles.Select(file => Parse(file.Path, arguments.ParseOptions)),
            arguments.MetadataReferences.Select(static reference => TestReferences.FromFile(reference.Reference)),
            arguments.CompilationOptions);

        compilation = RunGenerators(compilation, arguments);
        Diagnostic[] errors = [.. compilation.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error && d.DefaultSeverity == DiagnosticSeverity.Error)];
        return errors is [] ? compilation : throw new VerificationException($"{project} does not compile:\n{string.Join('\n', errors.Take(10))}");
    }

    private static CSharpCompilation RunGenerators(CSharpCompilation compilation, CSharpCommandLineArguments arguments)
    {
        CSharpParseOptions options = arguments.ParseOptions;
        var generators = new[] { "ResourceHygiene.Generators", "ResourceHygiene.Analyzers" }
            .Select(Assembly.Load)
            .Concat(arguments.AnalyzerReferences
                .Select(static reference => reference.FilePath)
                .Where(static file => Path.GetFileName(file) is "Microsoft.Interop.LibraryImportGenerator.dll" or "Microsoft.Extensions.Logging.Generators.dll")
                .Select(Assembly.LoadFrom))
            .SelectMany(static assembly => assembly.GetTypes())
            .Where(static type => !type.IsAbstract && typeof(IIncrementalGenerator).IsAssignableFrom(type))
            .Select(static type => ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator());

        CSharpGeneratorDriver.Create(generators, parseOptions: options).RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        return (CSharpCompilation)generated;
    }

    private static SyntaxTree Parse(string path, CSharpParseOptions options)
    {
        using FileStream file = File.OpenRead(path);
        return CSharpSyntaxTree.ParseText(SourceText.From(file, Encoding.UTF8), options, path);
    }

    private static async Task<IEnumerable<string>> CompilerArgumentsAsync(string path)
    {
        // A design-time build, as an IDE does it: all of the build but the compiler. NonExistentFile is what an IDE sets
        // so that an up-to-date project answers too.
        List<string> arguments =
        [
            "msbuild", path, "-t:ResolveReferences;Compile", "-getItem:CscCommandLineArgs",
            "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:BuildProjectReferences=false",
            "-p:NonExistentFile=none", $"-p:Configuration={Configuration}",
        ];
        if (await TargetsSeveralFrameworksAsync(path))
            arguments.Add("-p:TargetFramework=net10.0");

        ProcessResult result = await new ProcessRunner().DotnetAsync([.. arguments]);
        using JsonDocument items = JsonDocument.Parse(result.ShouldSucceed().Output);
        ImmutableArray<string> lines =
        [
            .. items.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray()
                .Select(static item => item.GetProperty("Identity").GetString()!)
        ];
        return lines is []
            ? throw new VerificationException($"The build of {path} gave no compiler arguments.")
            : CommandLineParser.SplitCommandLineIntoArguments(string.Join(' ', lines), removeHashComments: false);
    }

    private static async Task<bool> TargetsSeveralFrameworksAsync(string path)
    {
        ProcessResult result = await new ProcessRunner().DotnetAsync("msbuild", path, "-getProperty:TargetFrameworks");
        return !string.IsNullOrWhiteSpace(result.ShouldSucceed().Output);
    }
}
