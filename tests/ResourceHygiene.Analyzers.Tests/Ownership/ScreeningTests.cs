using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.Analyzers.Ownership;
using ResourceHygiene.Analyzers.Ownership.Screening;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Analyzers.Tests.Configuration;
using ResourceHygiene.Analyzers.Tests.Fuzzing;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Ownership;

/// <summary>Which bodies the engine never sees because their names tell enough, and that nothing is lost by it.</summary>
public sealed class ScreeningTests
{
    private const string Types =
        """

        public sealed class Resource : IDisposable { public void Use() { } public void Dispose() => GC.KeepAlive(this); public static Resource Shared() => new(); }
        public sealed class Query { public Resource Select(Func<int, int> choose) => new(); }
        static class Releasing { public static void LetGo(this Resource resource) => resource.Dispose(); public static void Look(this Resource resource) => resource.Use(); }
        static class Making { public static Resource Fetch() => new(); public static bool TryFetch(out Resource resource) { resource = new(); return true; } public static int Count() => 1; }
        """;

    private static readonly CSharpCompilationOptions s_library = new(OutputKind.DynamicallyLinkedLibrary);

    [Theory]
    [InlineData("int M(int a) => a + 1;")]
    [InlineData("string M(string s) => s.Trim().ToUpperInvariant();")]
    [InlineData("object M() => new object();")]
    [InlineData("object M() { object o = new(); return o; }")]
    [InlineData("List<int> M() => new List<int> { 1, 2 };")]
    [InlineData("int[] M() => new int[3];")]
    [InlineData("Exception M() => new InvalidOperationException(\"no\");")]
    [InlineData("int M() => Making.Count();")]
    [InlineData("void M(Resource r) => r.Use();")]
    [InlineData("void M(Resource r) => r.Look();")]
    [InlineData("async Task M(Func<Task> f) => await f();")]
    [InlineData("int M(int[] a) { foreach (int i in a) if (i > 3) return Math.Max(i, 5); return 0; }")]
    [InlineData("int M(string s) { int i = s.Length; var j = i; return j; }")]
    [InlineData("int M() { Func<int> f = Making.Count; return f(); }")]
    [InlineData("int P { get; set; } = 3;")]
    [InlineData("System.Data.DataTable M() => new System.Data.DataTable();")]
    [InlineData("void M(int i) => throw new InvalidOperationException(\"no\");")]
    [InlineData("Exception P { get { return new(); } }")]
    public void Bodies_with_nothing_to_release_are_set_aside(string member) => Assert.False(IsSeen(member));

    [Theory]
    [InlineData("void M() { var r = new Resource(); }")]
    [InlineData("void M() { Resource r = new(); }")]
    [InlineData("void M() { Take(new()); } void Take(Resource r) { }")]
    [InlineData("void M(Resource r) { r.Dispose(); r.Use(); }")]
    [InlineData("void M(Resource? r) => r?.Dispose();")]
    [InlineData("void M(Resource r) { using (r) { } }")]
    [InlineData("void M(Resource r) { using var s = r; }")]
    [InlineData("void M(Resource r) => r.LetGo();")]
    [InlineData("void M() => Making.Fetch();")]
    [InlineData("void M() { Making.TryFetch(out var r); }")]
    [InlineData("void M() { var r = Resource.Shared(); }")]
    [InlineData("void M() { Resource Local() => new(); Local(); }")]
    [InlineData("void M() { Func<Resource> f = () => new Resource(); f(); }")]
    [InlineData("Resource _field = new Resource();")]
    [InlineData("Resource P { get; } = new();")]
    [InlineData("Resource P => new();")]
    [InlineData("Resource this[int i] => new Resource();")]
    [InlineData("T M<T>() where T : IDisposable, new() { var t = new T(); return default; }")]
    [InlineData("void M() { Func<string, Stream> f = File.OpenRead; var s = f(\"a\"); }")]
    [InlineData("void M() { Func<Resource> f = Making.Fetch; f(); }")]
    [InlineData("void M() { var s = File.OpenRead(\"a\"); }")]
    [InlineData("void M() { var s = System.IO.File.OpenRead(\"a\"); }")]
    [InlineData("void M(System.Data.Common.DbConnection c) { var x = c.BeginTransaction(); }")]
    [InlineData("void M() { var p = System.Diagnostics.Process.Start(\"a\"); }")]
    [InlineData("void M() { var b = System.Buffers.ArrayPool<byte>.Shared.Rent(3); System.Buffers.ArrayPool<byte>.Shared.Return(b); }")]
    [InlineData("void M(IEnumerable<int> a) { var q = System.Linq.Enumerable.Where(a, i => i > 0); var r = from i in new Query() select i; }")]
    [InlineData("void M(DateTime d) { var e = System.Text.Json.JsonDocument.Parse(\"1\"); }")]
    public void Bodies_in_which_something_may_be_acquired_or_released_are_seen(string member) => Assert.True(IsSeen(member));

    [Theory]
    [InlineData("using static Making;", "void M() { var r = Fetch(); }")]
    [InlineData("using static System.IO.File;", "void M() { var r = OpenRead(\"a\"); }")]
    [InlineData("using R = Resource;", "void M() { var r = new R(); }")]
    [InlineData("using F = System.IO.File;", "void M() { var r = F.OpenText(\"a\"); }")]
    public void Directives_hide_nothing(string directive, string member) => Assert.True(IsSeen(member, directive));

    [Fact]
    public void Constructors_are_seen_that_pass_a_resource_on_to_one_that_releases_it() =>
        Assert.True(IsSeen("public C(Resource r) : base(r) { }", declaration: "class B { public B(Resource r) { r.Dispose(); } } class C : B"));

    [Fact]
    public void Methods_of_a_base_type_in_metadata_are_looked_up() =>
        Assert.True(IsSeen("void M() { var m = Synchronized(this); }", declaration: "abstract class C : Stream"));

    [Theory]
    [InlineData("class C { Resource Fetch() => new(); void M() { (this.Fetch)(); } }")]
    [InlineData("class C { void ReturnIt(byte[] b) => System.Buffers.ArrayPool<byte>.Shared.Return(b); void M(byte[] b) { ReturnIt(b); ReturnIt(b); } }")]
    [InlineData("struct S : IDisposable { public S(int i) { } public void Dispose() => GC.KeepAlive(1); } class C { void M() { Nullable<S> s = new(1); s.ToString(); } }")]
    [InlineData("using N = System.Nullable<S>; struct S : IDisposable { public S(int i) { } public void Dispose() => GC.KeepAlive(1); } class C { void M() { N s = new(1); s.ToString(); } }")]
    [InlineData("using W = Box<int>; class Box<T> : IDisposable { public void Dispose() => GC.KeepAlive(this); } class C { void M() { var w = new W(); } }")]
    [InlineData("namespace Own.Tasks { class Task : IDisposable { public void Dispose() => GC.KeepAlive(this); } class C { Task Make() => new(); void M() { var t = Make(); t.ToString(); } } }")]
    [InlineData("class In { } class B { protected class In : IDisposable { public void Dispose() => GC.KeepAlive(this); } public B(object o) { } } class C() : B(new In().ToString());")]
    [InlineData("class value { } class C { Resource P { set { value.Dispose(); value.Use(); } } }")]
    [InlineData("class B([ResourceHygiene.Releases] Resource r) { Resource _r = r; } class C : B { C(Resource r) : base(r) { r.Use(); } }")]
    [InlineData("[ResourceHygiene.MustRelease(\"Z\" + \"ap\")] class H { public void Zap() => GC.KeepAlive(this); public void Use() { } } class C { void M(H h) { h.Zap(); h.Use(); } }")]
    [InlineData("[System.Runtime.CompilerServices.InterpolatedStringHandler] struct H { public H(int a, int b) { } public void AppendLiteral(string s) { } public void AppendFormatted(Resource r) => r.Dispose(); } class C { void Log(H h) { } void M(Resource r) { Log($\"a{r}\"); r.Use(); } }")]
    [InlineData("class C { void M(Resource r) { Kill(r); r.Use(); } void Kill(Resource r) => r.Dispose(); }")]
    [InlineData("class C { void M(Resource r) { r.LetGo(); r.LetGo(); r.Use(); } }")]
    [InlineData("class C { Resource _r = new(); void M() { this.Close(); _r.Use(); } void Close() { _r.Dispose(); _r.Use(); } }")]
    [InlineData("class C { void M(Resource r) { One(r); r.Use(); } void One(Resource r) => Two(r); void Two(Resource r) { One(r); Three(r); } void Three(Resource r) => r.Dispose(); }")]
    public Task What_source_says_is_not_lost(string source) => AssertSameReportsAsync(source + Types);

    [Theory]
    [InlineData("void M() { var s = Library.Thing.Obtain(); s.Use(); }")]
    [InlineData("void M() { var s = global::Library.Outer.Inner.Obtain(); s.ToString(); }")]
    [InlineData("void M() { var s = Library.Box<int>.Obtain(); s.ToString(); }")]
    [InlineData("void M() { var s = Library.Thing.Obtain(out _); s.Use(); }")]
    [InlineData("void M<T>() where T : Library.IThing { var s = T.Obtain(); s.ToString(); }")]
    [InlineData("interface I : Library.IMade { static void M() { var s = Made(); s.ToString(); } }")]
    [InlineData("interface I : Library.IMade { } void M() { var s = I.Made(); s.ToString(); }")]
    [InlineData("void M(Library.Maker make) { var s = make(); s.Use(); }")]
    [InlineData("class D : Library.Thing { D(System.IO.Stream s) : base(s) { s.ReadByte(); } }")]
    [InlineData("class D : Library.Summed { D(System.IO.Stream s) : base(s) { s.ReadByte(); } }")]
    [InlineData("class D : Library.Thing { D(System.IO.Stream s) : base(1, s) { s.ReadByte(); } }", "M:Library.Thing.#ctor(System.Int32,System.IO.Stream) releases s")]
    [InlineData("void M(Library.Plain make) { var s = make(); s.Use(); }", "M:Library.Plain.Invoke owned")]
    public Task What_a_library_says_is_not_lost(string member, string contracts = "") =>
        AssertSameReportsAsync($"class C {{ {member} }}", contracts, Library(
            """
            [assembly: ResourceHygiene.OwnershipSummary(1, "M:Library.Summed.#ctor(System.IO.Stream) releases s")]
            namespace Library
            {
                public class Thing : IDisposable
                {
                    public Thing() { }
                    public Thing([ResourceHygiene.Releases] System.IO.Stream s) { }
                    public Thing(int i, System.IO.Stream s) { }
                    public static Thing Obtain() => new();
                    public static Thing Obtain(out int i) { i = 1; return new(); }
                    public void Use() { }
                    public void Dispose() => GC.KeepAlive(this);
                }
                public class Summed { public Summed(System.IO.Stream s) { } }
                public class Outer { public class Inner : IDisposable { public static Inner Obtain() => new(); public void Dispose() => GC.KeepAlive(this); } }
                public class Box<T> : IDisposable { public static Box<T> Obtain() => new(); public void Dispose() => GC.KeepAlive(this); }
                public interface IThing : IDisposable { static abstract IThing Obtain(); }
                public interface IMade : IDisposable { static IMade Made() => null!; }
                [return: ResourceHygiene.Owned] public delegate Thing Maker();
                public delegate Thing Plain();
            }
            """));

    [Theory]
    [InlineData("release.H = Zap", "class C { void M(H h) { h.Zap();\nh.Use(); } }", "RH3003")]
    [InlineData("release.H = Zap", "class C { void M(H h) { Ext.Done(h);\nh.Use(); } } static class Ext { public static void Done(H h) => h.Zap(); }", "RH3003")]
    [InlineData("release.H = Zap", "class C { void M(H h) { h.Zap();\nh.Zap(); } }", "RH3001")]
    [InlineData("release.H = Zap", "class C { void M() {\nvar h = Make(); h.Use(); } H Make() => new(); }", "RH1001")]
    [InlineData("release.H = Zap", "class C { void M() {\nH h = new(); h.Use(); } }", "RH1001")]
    [InlineData("release.IZap = Zap", "interface IZap { void Zap(); } class D : IZap { public void Zap() { } public void Use() { } } class C { void M(D h) { h.Zap();\nh.Use(); } }", "RH3003")]
    [InlineData("tier.DataTable = normal", "class C { int M() {\nvar t = new System.Data.DataTable(); return t.Rows.Count; } }", "RH1001")]
    [InlineData("tier.MemoryStream = critical", "class C { int M() {\nvar t = new MemoryStream(); return t.ReadByte(); } }", "RH1001")]
    [InlineData("tier.H = normal\nresource_hygiene.release.H = Zap", "class C { int M() {\nvar t = new H(); t.Use(); return 1; } }", "RH1001")]
    public async Task What_is_configured_is_not_lost(string setting, string source, string id) => Assert.Equal(
        [$"C.cs(2): {id}"],
        await ConfiguredRun.ReportsAsync($"root = true\n[*.cs]\nresource_hygiene.{setting}", ("C.cs", source), ("H.cs", "public class H { public void Zap() { } public void Use() { } }")));

    [Fact]
    public Task Attributes_that_a_library_carries_itself_are_read() => AssertSameReportsAsync(
        "class C { void M(System.IO.Stream s) { L.Finish(s); s.ReadByte(); } }", "", Library(
            "namespace ResourceHygiene { class ReleasesAttribute : Attribute { } } public static class L { public static void Finish([ResourceHygiene.Releases] System.IO.Stream s) { } }", isAnnotated: false));

    [Fact]
    public Task Projects_that_a_project_references_are_read()
    {
        MetadataReference deep = CSharpCompilation.Create("Deep", [CSharpSyntaxTree.ParseText("public static class Deep { public static void Done(System.IO.Stream s) => s.Dispose(); }")], TestReferences.Net10, s_library).ToMetadataReference();
        MetadataReference near = CSharpCompilation.Create("Near", [CSharpSyntaxTree.ParseText("public static class Near { public static void Finish(System.IO.Stream s) => Deep.Done(s); }")], [.. TestReferences.Net10, deep], s_library).ToMetadataReference();
        return AssertSameReportsAsync("class C { void M(System.IO.Stream s) { Near.Finish(s); s.ReadByte(); } }", "", near);
    }

    [Fact]
    public async Task Who_asks_after_somebody_who_gave_up_is_answered()
    {
        CSharpCompilation compilation = InferredContracts.Compile("class C { void M() { var r = new Resource(); } }" + Types);
        SyntaxTree tree = compilation.SyntaxTrees.Single();
        using var impatient = new CancellationTokenSource();
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        CompilationWithAnalyzers host = compilation.WithAnalyzers([new OwnershipAnalyzer()], options);
        await host.GetAnalyzerSyntaxDiagnosticsAsync(tree, impatient.Token);
        await impatient.CancelAsync();

        ImmutableArray<Diagnostic> found = await host.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), filterSpan: null, CancellationToken.None);

        Assert.Equal("RH1001", Assert.Single(found).Id);
    }

    [Fact]
    public async Task Nothing_is_reported_of_bodies_that_are_set_aside()
    {
        int rounds = int.TryParse(Environment.GetEnvironmentVariable(FuzzTests.RoundsVariable), CultureInfo.InvariantCulture, out int asked) ? asked : 400;
        var differences = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(Enumerable.Range(50_000, rounds), async (seed, cancellation) =>
        {
            FuzzCase @case = FuzzCase.FromSeed(seed);
            CSharpCompilation compilation = FuzzRun.Compile(@case, out SyntaxTree _);
            // Whoever asks for every guess has every body read.
            HashSet<string> screened = await ReportsAsync(compilation, "recommended", cancellation);
            HashSet<string> all = await ReportsAsync(compilation, "audit", cancellation);
            all.SymmetricExceptWith(screened);
            foreach (string difference in all)
                differences.Add($"seed {seed} ({@case.Origin}): {difference}");
        });

        Assert.True(differences.IsEmpty, string.Join("\n", differences));
    }

    // Whoever asks for every guess has every body read.
    private static async Task AssertSameReportsAsync(string source, string contracts = "", params MetadataReference[] references)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Code", [CSharpSyntaxTree.ParseText(source), CSharpSyntaxTree.ParseText("global using System;")], [.. TestReferences.Net10, .. TestReferences.Runtime, .. references], s_library);
        Assert.Empty(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        ContractText[] files = contracts.Length == 0 ? [] : [new ContractText(contracts)];

        HashSet<string> all = await ReportsAsync(compilation, "audit", CancellationToken.None, [.. files]);
        Assert.NotEmpty(all);
        Assert.Equal(all, await ReportsAsync(compilation, "recommended", CancellationToken.None, [.. files]));
    }

    private static PortableExecutableReference Library(string source, bool isAnnotated = true)
    {
        using var image = new MemoryStream();
        ImmutableArray<MetadataReference> references = isAnnotated ? [.. TestReferences.Net10, .. TestReferences.Runtime] : TestReferences.Net10;
        Assert.True(CSharpCompilation.Create("Library", [CSharpSyntaxTree.ParseText("using System;\n" + source)], references, s_library).Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static async Task<HashSet<string>> ReportsAsync(CSharpCompilation compilation, string mode, CancellationToken cancellation, ImmutableArray<AdditionalText> files = default)
    {
        var (diagnostics, _) = await ProductAnalyzers.RunAsync(compilation, [new OwnershipAnalyzer()], mode, cancellation, files.IsDefault ? [] : files);
        return [.. diagnostics.Where(static diagnostic => diagnostic.Id is not ("RH9001" or "RH9003") && !IsOfAuditOnly(diagnostic)).Select(static diagnostic => $"{diagnostic.Id} at {diagnostic.Location.GetLineSpan()}")];
    }

    // What is not returned only if something throws is said of rented buffers in audit mode alone.
    private static bool IsOfAuditOnly(Diagnostic diagnostic) =>
        diagnostic is { Id: "RH4004", Severity: DiagnosticSeverity.Info } && diagnostic.GetMessage(CultureInfo.InvariantCulture).Contains(" throws;", StringComparison.Ordinal);

    private static bool IsSeen(string member, string directive = "", string declaration = "class C")
    {
        CSharpCompilation compilation = InferredContracts.Compile($"{directive}\n{declaration}\n{{\n{member}\n}}{Types}");
        SyntaxTree tree = compilation.SyntaxTrees.Single();
        var names = new OwnershipKnowledge(compilation).Names(CancellationToken.None);
        SyntaxNode type = tree.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.ClassDeclarationSyntax>().First(static type => type.Identifier.Text == "C");
        return ScreenedBodies.In(compilation.GetSemanticModel(tree), names, CancellationToken.None)
            .Any(blocks => type.Span.Contains(blocks[0].Syntax.Span));
    }

    private sealed class ContractText(string text) : AdditionalText
    {
        public override string Path => "a.contracts.txt";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
