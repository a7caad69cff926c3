using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Suppression;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Suppressors.Tests;

/// <summary>The analyzers of other packages, as restored, run over a few lines of C# together with our suppressor.</summary>
internal static class Peer
{
    private const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using ResourceHygiene;
        """;

    // Another assembly, so that the peers do not read its bodies. What ours knows about it, the annotations say.
    private const string Library =
        """
        public class Resource : IDisposable
        {
            public string Name { get; set; } = "";
            public void Use() { }
            public void Dispose() => Name = "released";
        }

        public static class Disposer
        {
            public static void Release([Releases] IDisposable? one) => one?.Dispose();
            public static void MaybeRelease(IDisposable? one) { if (DateTime.Now.Hour > 2) one?.Dispose(); }
            public static void Remember(object one) => Console.Write(one);
        }

        public class Keeper : IDisposable
        {
            public Keeper(Resource one) => One = one;
            public Resource One { get; set; }
            public void Dispose() => Console.Write(One);
        }

        public class Owner : IDisposable
        {
            private readonly List<IDisposable> _all = new();
            public void Take([TakesOwnership] IDisposable one) => _all.Add(one);
            public void Look([Borrowed] IDisposable one) => Console.Write(one);
            [return: Owned] public Resource Give() => new();
            [return: Borrowed] public Resource CreateShared() => (Resource)_all[0];
            public Task RunAsync([TakesOwnership] Resource one) => Task.Run(() => one.Dispose());
            public Task UseAsync([Borrowed] Resource one) => Task.Run(() => one.Use());
            public void Dispose() { foreach (var one in _all) one.Dispose(); }
        }
        """;

    private static readonly MetadataReference s_library = Emit();
    private static readonly Dictionary<string, ImmutableArray<DiagnosticAnalyzer>> s_loaded = [];
    private static readonly object s_gate = new();

    /// <summary>Members of a class: each report of the rule is marked with the place where it is, and taken back.</summary>
    public static Task IsSuppressed(string package, string id, string source) => Verify(package, id, source, isSuppressed: true);

    /// <summary>As <see cref="IsSuppressed"/>, for what stays reported.</summary>
    public static Task Stays(string package, string id, string source) => Verify(package, id, source, isSuppressed: false);

    private static async Task Verify(string package, string id, string source, bool isSuppressed)
    {
        ImmutableArray<Diagnostic> reported = await ReportsAsync(package, id, source);

        Assert.True(reported.Length > 0, $"{package} does not report {id} here; the test tests nothing.");
        Assert.True(
            reported.All(diagnostic => diagnostic.IsSuppressed == isSuppressed),
            $"Expected all to be {(isSuppressed ? "suppressed" : "reported")}:\n{string.Join('\n', reported.Select(static diagnostic => $"{diagnostic} suppressed: {diagnostic.IsSuppressed}"))}");
    }

    private static async Task<ImmutableArray<Diagnostic>> ReportsAsync(string package, string id, string source)
    {
        ImmutableArray<DiagnosticAnalyzer> analyzers = [.. Load(package).Where(analyzer => analyzer.SupportedDiagnostics.Any(rule => rule.Id == id)), new PeerSuppressor()];
        Assert.True(analyzers.Length > 1, $"{package} has no rule {id}.");
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Peers",
            [CSharpSyntaxTree.ParseText(source, path: "/src/Code.cs"), CSharpSyntaxTree.ParseText(Usings, path: "/src/Usings.cs")],
            TestReferences.Net10.Concat(TestReferences.Runtime).Append(s_library),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
                .WithSpecificDiagnosticOptions([KeyValuePair.Create(id, ReportDiagnostic.Warn)]));
        Assert.Empty(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([]),
            onAnalyzerException: static (exception, analyzer, _) => throw new InvalidOperationException($"{analyzer} threw.", exception),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: true);
        ImmutableArray<Diagnostic> all = await compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync();
        return [.. all.Where(diagnostic => diagnostic.Id == id && diagnostic.Location.SourceTree?.FilePath == "/src/Code.cs")];
    }

    private static PortableExecutableReference Emit()
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Library",
            [CSharpSyntaxTree.ParseText(Library), CSharpSyntaxTree.ParseText(Usings)],
            TestReferences.Net10.Concat(TestReferences.Runtime),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using MemoryStream image = new();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static ImmutableArray<DiagnosticAnalyzer> Load(string package)
    {
        lock (s_gate)
        {
            if (!s_loaded.TryGetValue(package, out ImmutableArray<DiagnosticAnalyzer> analyzers))
                s_loaded.Add(package, analyzers = [.. PathsOf(package).SelectMany(LoadFile)]);
            return analyzers;
        }
    }

    private static IEnumerable<string> PathsOf(string package) => typeof(Peer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(attribute => attribute.Key == package || attribute.Key.EndsWith(package, StringComparison.Ordinal)).Select(static attribute => attribute.Value!);

    private static IEnumerable<DiagnosticAnalyzer> LoadFile(string path)
    {
        // What a package brings along lies beside it.
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, name.Name + ".dll") is var beside && File.Exists(beside) ? context.LoadFromAssemblyPath(beside) : null;
        Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(path));
        return assembly.GetTypes()
            .Where(static type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && !typeof(DiagnosticSuppressor).IsAssignableFrom(type)
                && type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true && type.GetConstructor(Type.EmptyTypes) is not null)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!);
    }
}
