using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Generators.TrackedResources;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>
/// A program without tracking still releases what it owns, once, whether its own code was generated without it or only the
/// runtime has it switched off, as for the code of a library.
/// </summary>
public sealed class TrackingOffBehaviourTests
{
    private const string RuntimeSwitch = "ResourceHygiene.Tracking";

    private const string App =
        """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using ResourceHygiene;

        public sealed class Part : IDisposable
        {
            private readonly List<string> _journal; private readonly string _name;
            public Part(List<string> journal, string name) { _journal = journal; _name = name; }
            public void Dispose() => _journal.Add(_name);
        }

        [TrackedResource(Type = "model")]
        public sealed partial class Model
        {
            [Owned] private readonly Part _first; [Owned] private readonly Part _second;
            public Model(List<string> journal) { _first = new(journal, "first"); _second = new(journal, "second"); Track(bytes: 100); }
            public bool CanLease() { if (!TryLease(out Lease lease)) return false; lease.Dispose(); return true; }
            public void Use() => ThrowIfReleased();
        }

        [TrackedResource(Type = "view")]
        public readonly partial struct View
        {
            [Owned] private readonly Part _part;
            public View(List<string> journal) { _part = new(journal, "view"); Track(); }
            public bool CanLease() => TryLease(out Lease lease);
        }

        public sealed partial class Studio
        {
            private readonly List<string> _journal;
            public Studio(List<string> journal) => _journal = journal;
            [TrackedResource(Type = "part")] public partial Part? Frames { get; set; }
            [TrackedResource(Type = "part", Load = nameof(Open))] public partial Part? Sound { get; }
            private Part Open() => new(_journal, "sound");
            public string Lease() { using Leased<Part> sound = LeaseSound(); return "leased"; }
        }

        public static class Probe
        {
            public static string Run()
            {
                var journal = new List<string>();
                var model = new Model(journal);
                journal.Add($"lease {model.CanLease()}");
                model.Dispose();
                model.Dispose();
                journal.Add($"lease {model.CanLease()}");
                try { model.Use(); } catch (ObjectDisposedException) { journal.Add("gone"); }

                var view = new View(journal);
                var copy = view;
                journal.Add($"lease {copy.CanLease()}");
                view.Dispose();
                copy.Dispose();

                var studio = new Studio(journal) { Frames = new Part(journal, "frames 1") };
                studio.Frames = new Part(journal, "frames 2");
                journal.Add($"{studio.Lease()} {studio.TryLeaseFrames(out _, out Part? frames)} {ReferenceEquals(frames, studio.Frames)}");
                studio.Dispose();
                studio.Dispose();
                journal.Add($"tracked {ResourceTracker.Shared.Totals.Registered}");
                return string.Join(", ", journal);
            }
        }
        """;

    private const string Expected =
        "lease True, second, first, lease False, gone, lease True, view, frames 1, leased True True, sound, frames 2, tracked 0";

    [Fact]
    public void Generated_without_it() => Assert.Equal(Expected, Run(generated: false, runtime: true));

    [Fact]
    public void Switched_off_in_the_runtime() => Assert.Equal(Expected, Run(generated: true, runtime: false));

    [Fact]
    public void Neither_is_what_the_test_would_see_otherwise() => Assert.EndsWith("tracked 5", Run(generated: true, runtime: true), StringComparison.Ordinal);

    // A runtime of its own, which reads the switch afresh. That of the tests has read it long ago.
    private static string? Run(bool generated, bool runtime)
    {
        RuntimeHelpers.RunClassConstructor(typeof(ResourceTracker).Assembly.GetType("ResourceHygiene.TrackingSwitch", throwOnError: true)!.TypeHandle);
        AppContext.SetSwitch(RuntimeSwitch, runtime);
        Assembly app = new OwnRuntime().LoadFromStream(Emit(Compile(generated)));
        return (string?)app.GetType("Probe", throwOnError: true)!.GetMethod("Run")!.Invoke(null, null);
    }

    private static Compilation Compile(bool generated)
    {
        var compilation = CSharpCompilation.Create(
            "App",
            [CSharpSyntaxTree.ParseText(App, new CSharpParseOptions(LanguageVersion.Latest))],
            TestReferences.Net10.Concat(TestReferences.Runtime),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver
            .Create(
                [new TrackedResourceGenerator().AsSourceGenerator()],
                parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
                optionsProvider: new BuildOptions(generated ? "on" : "off"))
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out _);
        return complete;
    }

    private static MemoryStream Emit(Compilation compilation)
    {
        var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        stream.Position = 0;
        return stream;
    }

    private sealed class OwnRuntime() : AssemblyLoadContext(name: null)
    {
        protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name?.StartsWith("ResourceHygiene", StringComparison.Ordinal) == true
            ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll"))
            : null;
    }

    private sealed class BuildOptions(string tracking) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(tracking);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Options(string tracking) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value)
            {
                value = tracking;
                return key == "build_property.ResourceHygieneTracking";
            }
        }
    }
}
