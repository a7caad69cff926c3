using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Summaries;

/// <summary>
/// What a project knows about another one that has no annotations, whether it references the built assembly or the source.
/// </summary>
public sealed class ConsumerTests
{
    [Theory]
    [InlineData(Seen.AsAssembly)]
    [InlineData(Seen.AsProject)]
    public Task A_token_of_a_list_in_another_assembly_may_go_with_the_list(Seen seen) => VerifyAsync(
        seen,
        """
        public interface IToken : IDisposable { void Leave(); }
        public interface IPlace : IDisposable { int Number { get; } }
        public interface IListener { }
        public class L
        {
            private readonly List<object> _entries = new();
            public IToken Connect(IListener listener) { _entries.Add(listener); return new Entry(this, listener); }
            public IToken Connect(string address) => new Entry(this, address);
            public IPlace ConnectPlace(IListener listener) => new Place(this);
            private class Entry(L list, object entry) : IToken { public void Leave() => list._entries.Remove(entry); public void Dispose() => Leave(); }
            private class Place(L list) : IPlace { public int Number => list._entries.Count; public void Dispose() => list._entries.Clear(); }
        }
        """,
        """
        private class Own : IListener
        {
            private readonly L _list = new();
            public Own() => _list.Connect(this);
            void Address() => {|RH1004:_list.Connect("a")|};
            void Takes() { {|RH1004:_list.ConnectPlace(this)|}; }
            void Elsewhere(L list) { {|RH1004:list.Connect(this)|}; }
        }
        """);

    [Theory]
    [InlineData(Seen.AsAssembly)]
    [InlineData(Seen.AsProject)]
    public Task A_wrapper_factory_of_any_name_hands_over_what_it_makes(Seen seen) => VerifyAsync(
        seen,
        "public static class L { public static Stream Reader(string p) => File.OpenRead(p); public static Stream CreateShared() => s_one; static readonly Stream s_one = new MemoryStream(); }",
        """
        int Leaks(string p) { var s = [|L.Reader(p)|]; return s.ReadByte(); }
        int Releases(string p) { using var s = L.Reader(p); return s.ReadByte(); }
        int Shares() { var s = L.CreateShared(); return s.ReadByte(); }
        """);

    [Theory]
    [InlineData(Seen.AsAssembly)]
    [InlineData(Seen.AsProject)]
    public Task A_wrapper_of_an_allocator_hands_over_memory(Seen seen) => VerifyAsync(
        seen,
        "public static class L { public static System.IntPtr Copy(string text) => System.Runtime.InteropServices.Marshal.StringToHGlobalAnsi(text); }",
        """
        void Leaks(string p) { var s = {|RH4001:L.Copy(p)|}; Console.WriteLine(s); }
        void Frees(string p) { var s = L.Copy(p); System.Runtime.InteropServices.Marshal.FreeHGlobal(s); }
        void Mixes(string p) { var s = L.Copy(p); {|RH4002:System.Runtime.InteropServices.Marshal.FreeBSTR(s)|}; }
        """);

    [Theory]
    [InlineData(Seen.AsAssembly)]
    [InlineData(Seen.AsProject)]
    public Task A_method_takes_over_what_it_stores(Seen seen) => VerifyAsync(
        seen,
        "public class L : IDisposable { Stream? _s; public void Give(Stream s) => _s = s; public void Read(Stream s) => s.ReadByte(); public void Dispose() => _s?.Dispose(); }",
        """
        void Gives(L l, string p) { var s = File.OpenRead(p); l.Give(s); }
        void Lends(L l, string p) { var s = [|File.OpenRead(p)|]; l.Read(s); }
        """);

    [Theory]
    [InlineData(Seen.AsAssembly)]
    [InlineData(Seen.AsProject)]
    public Task A_helper_releases(Seen seen) => VerifyAsync(
        seen,
        "public static class L { public static void Finish(Stream s) => s.Dispose(); public static void Register(Stream s) => s.Flush(); }",
        """
        void Finishes(string p) { var s = File.OpenRead(p); L.Finish(s); }
        void Uses(string p) { var s = [|File.OpenRead(p)|]; L.Register(s); }
        """);

    [Theory]
    [InlineData(Seen.AsAssembly)]
    [InlineData(Seen.AsProject)]
    public Task A_wrapper_is_another_face_of_what_it_wraps(Seen seen) => VerifyAsync(
        seen,
        """
        public sealed class Face : StreamReader { public Face(Stream s) : base(s) { } }
        public sealed class Aside : IDisposable { readonly MemoryStream _m = new(); public Aside(Stream s) => s.CopyTo(_m); public void Dispose() => _m.Dispose(); }
        public static class L { public static TextReader Text(Stream s) => new StreamReader(s); }
        """,
        """
        void Wraps(string p) { using var r = new Face(File.OpenRead(p)); }
        void Calls(string p) { using var r = L.Text(File.OpenRead(p)); }
        void Borrowed(Stream given) { var r = new Face(given); }
        void Copies(string p) { var s = [|File.OpenRead(p)|]; using var a = new Aside(s); }
        """);

    [Theory]
    [InlineData(Seen.AsAssembly)]
    [InlineData(Seen.AsProject)]
    public Task An_out_parameter_hands_over_what_comes_out(Seen seen) => VerifyAsync(
        seen,
        "public static class L { public static bool First(string p, out Stream s) { s = File.OpenRead(p); return true; } public static bool TryOpen(out Stream s) { s = s_one; return true; } static readonly Stream s_one = new MemoryStream(); }",
        """
        void Leaks(string p) { L.First(p, [|out var s|]); s.ReadByte(); }
        void Releases(string p) { L.First(p, out var s); s.Dispose(); }
        void Shares() { L.TryOpen(out var s); s.ReadByte(); }
        """);

    [Theory]
    [InlineData(Seen.AsAssembly)]
    [InlineData(Seen.AsProject)]
    public Task Generic_methods_and_nested_generic_types_are_recognised(Seen seen) => VerifyAsync(
        seen,
        """
        public class Outer<T> where T : class, IDisposable
        {
            public class Inner { public void Finish<U>(T item, IDictionary<T, U> others) => item.Dispose(); public Stream Reader<U>(string p, U other) => File.OpenRead(p); }
        }
        public static class L { public static T Checked<T>(T item) where T : class => item; public static void NotNull(object o) { if (o is null) throw new ArgumentNullException(nameof(o)); } }
        """,
        """
        void Finishes(Outer<Stream>.Inner inner, string p) { var s = File.OpenRead(p); inner.Finish<int>(s, null!); }
        void Leaks(Outer<Stream>.Inner inner, string p) { var s = [|inner.Reader(p, 1)|]; s.ReadByte(); }
        void Checks(string p) { using var s = L.Checked(File.OpenRead(p)); }
        void ChecksAndLeaks(string p) { var s = [|File.OpenRead(p)|]; L.NotNull(s); }
        """);

    [Theory]
    [InlineData(Seen.AsAssembly)]
    [InlineData(Seen.AsProject)]
    public Task An_override_means_what_its_base_means_unless_its_body_shows_more(Seen seen) => VerifyAsync(
        seen,
        """
        public abstract class B { public virtual Stream? Made() => new MemoryStream(); public virtual void Finish(Stream s) => s.Dispose(); public static Stream One { get; } = new MemoryStream(); }
        public class D : B { readonly Stream _s = new MemoryStream(); public override Stream Made() => _s; }
        """,
        """
        public abstract class Heir : B { public abstract override Stream Made(); public override void Finish(Stream s) => s.Flush(); }
        public class Other : B { public override Stream Made() => One; }
        void OfBase(B b) { var s = [|b.Made()|]; s!.Flush(); }
        void OfDerived(D d) { var s = d.Made(); s.Flush(); }
        void OfHeir(Heir h) { var s = [|h.Made()|]; s.Flush(); }
        void OfOther(Other o) { var s = o.Made(); s.Flush(); }
        void FinishedByBase(B b, string p) { var s = File.OpenRead(p); b.Finish(s); }
        void LentToHeir(Heir h, string p) { var s = [|File.OpenRead(p)|]; h.Finish(s); }
        """,
        // MemoryStream costs managed memory only.
        static test => test.BuildProperties["ResourceHygieneMode"] = "audit");

    [Theory]
    [InlineData(Seen.AsAssembly)]
    [InlineData(Seen.AsProject)]
    public Task An_extension_method_acts_on_its_receiver(Seen seen) => VerifyAsync(
        seen,
        "public static class L { public static void Finish(this Stream s) => s.Dispose(); public static Stream Buffered(this Stream s) => new BufferedStream(s); }",
        """
        void Finishes(string p) { var s = File.OpenRead(p); s.Finish(); }
        void Wraps(string p) { using var s = File.OpenRead(p).Buffered(); }
        """);

    [Theory]
    [InlineData(Seen.AsAssembly)]
    [InlineData(Seen.AsProject)]
    public Task A_method_releases_or_returns_the_object_that_it_is_called_on(Seen seen) => VerifyAsync(
        seen,
        """
        public class R : IDisposable
        {
            readonly MemoryStream _m = new();
            public void Quit() { Dispose(); }
            public R Next() => new R();
            public IDisposable Self() => this;
            public void Dispose() => _m.Dispose();
        }
        """,
        """
        void Quits() { var r = new R(); r.Quit(); }
        void Hops() { using var r = new R(); var next = [|r.Next()|]; next.ToString(); }
        IDisposable Returns() { var r = new R(); return r.Self(); }
        """);

    [Theory]
    [InlineData(Seen.AsAssembly)]
    [InlineData(Seen.AsProject)]
    public Task A_type_whose_Dispose_does_nothing_owes_nothing(Seen seen) => VerifyAsync(
        seen,
        "public sealed class Quiet : IDisposable { public void Dispose() { } } public sealed class Loud : IDisposable { readonly Stream _s = new MemoryStream(); public void Dispose() => _s.Dispose(); }",
        """
        void Owes() { var l = [|new Loud()|]; l.ToString(); }
        void OwesNothing() { var q = new Quiet(); q.ToString(); }
        """);

    [Theory]
    [InlineData(Seen.AsAssembly)]
    [InlineData(Seen.AsProject)]
    public Task What_comes_back_has_the_tier_of_what_was_made(Seen seen) => VerifyAsync(
        seen,
        "public static class L { public static TextWriter Text() => new StringWriter(); public static Stream Memory() => new MemoryStream(); public static Stream File(string p) => System.IO.File.OpenRead(p); }",
        """
        void None() { var w = L.Text(); w.Flush(); }
        void Minor() { var s = [|L.Memory()|]; s.Flush(); }
        void Critical(string p) { var s = [|L.File(p)|]; s.Flush(); }
        """,
        static test =>
        {
            test.ExpectedDiagnostics.Add(new DiagnosticResult("RH1001").WithSeverity(DiagnosticSeverity.Info));
            test.ExpectedDiagnostics.Add(new DiagnosticResult("RH1001").WithSeverity(DiagnosticSeverity.Warning));
        });

    [Fact]
    public Task Without_a_summary_signatures_are_all_there_is()
    {
        var library = SummaryCode.Library(
            "public static class L { public static Stream Reader(string p) => File.OpenRead(p); public static void Finish(Stream s) => s.Dispose(); }");
        library.BuildProperties["ResourceHygieneSummaries"] = "false";

        return SummaryCode.UseAsync(
            library.CompileToReference(),
            """
            void Reads(string p) { var s = L.Reader(p); s.ReadByte(); }
            void Finishes(string p) { var s = [|File.OpenRead(p)|]; L.Finish(s); }
            """);
    }

    [Fact]
    public Task A_reader_that_does_not_know_the_attribute_has_signatures_only()
    {
        // The compiler gives no arguments of an attribute whose class is missing. The package brings it with the analyzers.
        var test = SummaryCode.Consumer(
            SummaryCode.Reference("public static class L { public static Stream Reader(string p) => File.OpenRead(p); }", Seen.AsAssembly),
            "void Leaks(string p) { var s = L.Reader(p); s.ReadByte(); }");
        test.ReferenceRuntime = false;
        return test.RunAsync();
    }

    [Fact]
    public Task A_project_for_another_framework_is_read_as_source_too()
    {
        // Symbols of a project that sees other reference assemblies than the reader are not the reader's symbols.
        var library = CSharpCompilation.Create(
            "Library",
            [CSharpSyntaxTree.ParseText("using System.IO; public class L<T> { public Stream Reader(string p, T other) => File.OpenRead(p); }")],
            TestReferences.Net10.Select(static reference => MetadataReference.CreateFromFile(((PortableExecutableReference)reference).FilePath!)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        return SummaryCode.UseAsync(
            library.ToMetadataReference(),
            "void Leaks(L<int> l, string p) { var s = [|l.Reader(p, 1)|]; s.ReadByte(); }");
    }

    [Fact]
    public Task A_chain_of_projects_is_followed_to_its_end()
    {
        MetadataReference first = SummaryCode.Library("public static class L { public static Stream Reader(string p) => File.OpenRead(p); }").ReferenceAsProject();
        var second = SummaryCode.Library("public static class M { public static Stream Handle(string p) => L.Reader(p); }");
        second.AssemblyName = "Second";
        second.References.Add(first);

        var test = SummaryCode.Consumer(second.ReferenceAsProject(), "void Leaks(string p) { var s = [|M.Handle(p)|]; s.ReadByte(); }");
        test.References.Add(first);
        return test.RunAsync();
    }

    [Fact]
    public void What_a_library_learns_from_another_one_it_passes_on()
    {
        var second = SummaryCode.Library("public static class M { public static Stream Handle(string p) => L.Reader(p); }");
        second.AssemblyName = "Second";
        second.References.Add(SummaryCode.Reference("public static class L { public static Stream Reader(string p) => File.OpenRead(p); }", Seen.AsAssembly));

        Assert.Equal(["M:M.Handle(System.String) owned; tier critical"], SummaryCode.LinesIn(second.Generate()));
    }

    private static Task VerifyAsync(Seen seen, string library, string members, Action<AnalyzerTest<OwnershipAnalyzer>>? configure = null)
    {
        var test = SummaryCode.Consumer(SummaryCode.Reference(library, seen), members);
        configure?.Invoke(test);
        return test.RunAsync();
    }
}
