using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Generators.ReleaseHandlers;
using ResourceHygiene.Generators.TrackedResources;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Generators.Tests.ReleaseHandlers;

/// <summary>A program whose handlers are for a class of an assembly that is not there any more.</summary>
public sealed class MissingAssemblyTests
{
    private const string Vendor = "namespace Vendor; public class Codec { public bool IsClosed; }";

    private const string App =
        """
        using System.Linq;
        using ResourceHygiene;

        public sealed class Own { public bool IsClosed; }

        internal static class Handlers
        {
            [ReleaseHandler("codec")]
            internal static ReleaseOutcome Close(Vendor.Codec codec, in ReleaseContext context) { codec.IsClosed = true; return ReleaseOutcome.Released(3); }

            [Trim("codec")]
            internal static long Shrink(Vendor.Codec codec, TrimRequest request) => 0;

            [ReleaseHandler("codec")]
            internal static ReleaseOutcome CloseOwn(Own own, in ReleaseContext context) { own.IsClosed = true; return ReleaseOutcome.Released(5); }

            [Cleaner(Name = "codecs of NAME", Level = CleanupLevel.Low)]
            internal static void Tidy(CleanerContext context) { if (new Vendor.Codec().IsClosed) context.Freed(1); }
        }

        internal sealed class Wrapper : Vendor.Codec
        {
            [ReleaseHandler("codec")]
            internal ReleaseOutcome Close(in ReleaseContext context) => ReleaseOutcome.Released(7);
        }

        public static class Probe
        {
            public static long ReleaseOwn() => Release(new Own());

            public static long ReleaseCodec() => Release(new Vendor.Codec());

            private static long Release(object resource) =>
                ResourceTracker.Shared.Release(ResourceTracker.Shared.Register(resource, new ResourceRegistration { Type = "codec" }), ReleaseReason.Pressure).BytesFreed;
        }
        """;

    [Fact]
    public void Start_succeeds_and_other_handlers_work()
    {
        Assembly app = Load(withVendor: false);

        RuntimeHelpers.RunModuleConstructor(app.ManifestModule.ModuleHandle);

        Assert.Equal(5L, Call(app, "ReleaseOwn"));
        Assert.Equal(5L, Call(app, "ReleaseOwn"));
        ReleaseFailure[] failures = [.. Reaper.Shared.Statistics.RecentFailures.Where(static failure => failure.Type == "codec")];
        // One for each class that is not there, however often a resource of the type is released.
        Assert.Equal(2, failures.Length);
        Assert.All(failures, static failure => Assert.IsType<FileNotFoundException>(failure.Exception));

        CleanupItem cleaned = ResourceCleaner.Shared.Clean(CleanupLevel.Low).Items.Single(static item => item.Name == "codecs of False");
        Assert.Equal(CleanupItemStatus.Failed, cleaned.Status);
        Assert.IsType<FileNotFoundException>(cleaned.Error);
    }

    [Fact]
    public void With_the_assembly_there_its_handler_works() => Assert.Equal(3L, Call(Load(withVendor: true), "ReleaseCodec"));

    private static object? Call(Assembly app, string method) => app.GetType("Probe", throwOnError: true)!.GetMethod(method)!.Invoke(null, null);

    private static Assembly Load(bool withVendor)
    {
        CSharpCompilation vendor = Compile("Vendor", Vendor);
        CSharpCompilation app = Compile("App", App.Replace("NAME", withVendor.ToString(), StringComparison.Ordinal), vendor.ToMetadataReference());
        CSharpGeneratorDriver
            .Create([new ReleaseHandlerGenerator().AsSourceGenerator(), new TrackedResourceGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)app.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(app, out Compilation complete, out _);

        var context = new AssemblyLoadContext(name: null);
        if (withVendor)
            context.LoadFromStream(Emit(vendor));
        return context.LoadFromStream(Emit(complete));
    }

    private static CSharpCompilation Compile(string name, string source, params MetadataReference[] more) => CSharpCompilation.Create(
        name,
        [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest))],
        TestReferences.Net10.Concat(TestReferences.Runtime).Concat(more),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static MemoryStream Emit(Compilation compilation)
    {
        var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        stream.Position = 0;
        return stream;
    }
}
