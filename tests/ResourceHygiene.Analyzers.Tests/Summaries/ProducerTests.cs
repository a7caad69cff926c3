namespace ResourceHygiene.Analyzers.Tests.Summaries;

/// <summary>What is published about a library: what its source shows and its signatures do not.</summary>
public sealed class ProducerTests
{
    [Theory]
    [InlineData("public static Stream Reader(string p) => File.OpenRead(p);", "M:L.Reader(System.String) owned; tier critical")]
    [InlineData("public static Stream Null() => new MemoryStream();", "M:L.Null owned; tier minor")]
    [InlineData("public static Task<Stream> Later(string p) => Task.FromResult<Stream>(File.OpenRead(p));", "M:L.Later(System.String) owned; tier critical")]
    [InlineData("static readonly Stream s_one = new MemoryStream(); public static Stream CreateShared() => s_one;", "M:L.CreateShared borrowed")]
    [InlineData("public static void Drop(Stream s) => s.Dispose();", "M:L.Drop(System.IO.Stream) releases s")]
    [InlineData("Stream? _s; public void Give(Stream s) => _s = s;", "M:L.Give(System.IO.Stream) takes s")]
    [InlineData("public static void Register(Stream s) => s.Flush();", "M:L.Register(System.IO.Stream) borrowed s")]
    [InlineData("public static bool First(string p, out Stream s) { s = File.OpenRead(p); return true; }", "M:L.First(System.String,System.IO.Stream@) owned s")]
    [InlineData("public static bool TryOpen(out Stream? s) { s = s_none; return false; } static readonly Stream? s_none;", "M:L.TryOpen(System.IO.Stream@) borrowed s")]
    [InlineData("public static TextReader Text(Stream s) => new StreamReader(s);", "M:L.Text(System.IO.Stream) owned; tier minor; alias s")]
    [InlineData("public static T Checked<T>(T item) where T : class => item;", "M:L.Checked``1(``0) alias item")]
    [InlineData("public static void NotNull(object? o) { if (o is null) throw new ArgumentNullException(nameof(o)); }", "M:L.NotNull(System.Object) borrowed o")]
    [InlineData("public static void Drop<T>(T item) where T : IDisposable => item.Dispose();", "M:L.Drop``1(``0) releases item")]
    [InlineData("public static void In(in Stream s) => s.Dispose();", "M:L.In(System.IO.Stream@) releases s")]
    [InlineData("public static void Odd(Stream @class) => @class.Dispose();", "M:L.Odd(System.IO.Stream) releases class")]
    public void What_the_body_shows_is_published(string member, string line) =>
        Assert.Equal([line], SummaryCode.LinesOf($"public sealed class L {{ {member} }}"));

    [Theory]
    [InlineData("public static Stream Open(string p) => File.OpenRead(p);", "M:L.Open(System.String) tier critical")]
    [InlineData("public static void Fill(MemoryStream s) { s.Flush(); using var other = new MemoryStream(); other.CopyTo(s); }", null)]
    [InlineData("public static FileStream Open(string p) => File.OpenRead(p);", null)]
    [InlineData("public static Stream Same(Stream s) { s.Flush(); return s; }", "M:L.Same(System.IO.Stream) alias s")]
    [InlineData("public static Stream GetCached() => s_one; static readonly Stream s_one = new MemoryStream();", null)]
    [InlineData("public static void Read(Stream s) => s.ReadByte();", null)]
    [InlineData("public static int Add(int a, string b) => a + b.Length;", null)]
    [InlineData("public static void Ref(ref Stream s) => s.Dispose();", null)]
    [InlineData("public override bool Equals(object? o) => o is L; public override int GetHashCode() => 0;", null)]
    [InlineData("public static void Keep(object o) => s_all.Add(o); static readonly List<object> s_all = new();", null)]
    public void What_a_signature_says_anyway_is_not(string member, string? line) =>
        Assert.Equal(line is null ? [] : [line], SummaryCode.LinesOf($"public sealed class L {{ {member} }}"));

    [Theory]
    [InlineData("[return: Owned] public static Stream Reader(string p) => File.OpenRead(p);", "M:L.Reader(System.String) tier critical")]
    [InlineData("[return: Owned] public static FileStream Reader(string p) => File.OpenRead(p);", null)]
    [InlineData("public static void Drop([Releases] Stream s) => s.Dispose();", null)]
    [InlineData("public void Give([TakesOwnership] Stream s) => _s = s; Stream? _s;", null)]
    [InlineData("public static void Both([Releases] Stream s, Stream t) { s.Dispose(); t.Dispose(); }", "M:L.Both(System.IO.Stream,System.IO.Stream) releases t")]
    public void What_is_annotated_is_not(string member, string? line) =>
        Assert.Equal(line is null ? [] : [line], SummaryCode.LinesOf($"public sealed class L {{ {member} }}"));

    [Fact]
    public void Constructors_are_published() =>
        Assert.Equal(
            ["M:Aside.#ctor(System.IO.Stream) borrowed s", "M:Face.#ctor(System.IO.Stream) alias s"],
            SummaryCode.LinesOf(
                """
                public sealed class Face : StreamReader { public Face(Stream s) : base(s) { } }
                public sealed class Aside : IDisposable { private readonly MemoryStream _m = new(); public Aside(Stream s) => s.CopyTo(_m); public void Dispose() => _m.Dispose(); }
                public sealed class Keeper : IDisposable { private readonly Stream _s; public Keeper(Stream s) => _s = s; public void Dispose() => _s.Dispose(); }
                """));

    [Theory]
    [InlineData("s.Dispose();", "releases s")]
    [InlineData("try { s.Flush(); } finally { s.Dispose(); }", "releases s")]
    [InlineData("try { if (s.CanRead) return; s.Flush(); } finally { s?.Dispose(); }", "releases s")]
    [InlineData("using (s) { if (s.CanRead) return; s.Flush(); }", "releases s")]
    [InlineData("using var t = s; if (s.CanRead) return; s.Flush();", "releases s")]
    [InlineData("if (s != null) s.Dispose();", "releases s")]
    [InlineData("if (s is not null) { s.Dispose(); }", "releases s")]
    [InlineData("if (s.CanRead) throw new IOException(); s.Dispose();", "releases s")]
    [InlineData("Done(s);", "releases s")]
    [InlineData("if (!keep) s.Dispose();", "releases s unless keep")]
    [InlineData("try { s.Flush(); } finally { if (keep) s.Flush(); else s.Dispose(); }", "releases s unless keep")]
    [InlineData("if (keep) { s.Dispose(); }", "releases s when keep")]
    [InlineData("if (s.CanRead) s.Dispose();", "escapes s")]
    [InlineData("if (s.CanRead) return; s.Dispose();", "escapes s")]
    [InlineData("if (keep) return; s.Dispose();", "releases s unless keep")]
    [InlineData("if (keep) { if (s.CanRead) s.Dispose(); }", "escapes s")]
    [InlineData("while (s.ReadByte() > 0) s.Dispose();", "escapes s")]
    [InlineData("try { s.Flush(); } catch (IOException) { s.Dispose(); }", "escapes s")]
    [InlineData("Perhaps(s);", "escapes s")]
    [InlineData("if (s.CanRead) s.Dispose(); else { s.Flush(); s.Dispose(); }", "releases s")]
    [InlineData("var t = s; t.Dispose();", "releases s")]
    [InlineData("void Local() => s.Dispose(); if (keep) Local();", "releases s when keep")]
    [InlineData("void Local() => s.Dispose(); if (s.CanRead) Local();", "escapes s")]
    public void A_release_is_claimed_where_it_always_happens(string body, string fact) =>
        Assert.Contains(
            "M:L.Do(System.IO.Stream,System.Boolean) " + fact,
            SummaryCode.LinesOf($$"""
                public sealed class L
                {
                    public static void Do(Stream s, bool keep) { {{body}} }
                    public static void Done(Stream s) => s.Dispose();
                    public static void Perhaps(Stream s) { if (s.CanWrite) s.Dispose(); }
                }
                """));

    [Fact]
    public void What_is_released_is_not_always_what_was_passed() =>
        Assert.Empty(SummaryCode.LinesOf("public static class L { public static void Do(Stream s) { s.Flush(); s = new MemoryStream(); s.Dispose(); } }"));

    [Fact]
    public void A_flag_may_decide_about_the_object_itself() =>
        Assert.Equal(
            ["M:R.Finish(System.Boolean) releases this unless keep"],
            SummaryCode.LinesOf("public sealed class R : IDisposable { private readonly MemoryStream _m = new(); public void Finish(bool keep) { if (!keep) Dispose(); } public void Dispose() => _m.Dispose(); }"));

    [Fact]
    public void An_object_that_may_release_itself_is_not_said_to() =>
        Assert.Equal(
            ["M:R.Next escapes this"],
            SummaryCode.LinesOf("public sealed class R : IDisposable { private readonly MemoryStream _m = new(); public bool Next() { if (_m.CanRead) return true; Dispose(); return false; } public void Dispose() => _m.Dispose(); }"));

    [Fact]
    public void The_name_of_a_flag_is_as_good_as_before() =>
        Assert.Empty(SummaryCode.LinesOf("public sealed class K : IDisposable { private readonly Stream? _s; public K(Stream s, bool leaveOpen) { if (!leaveOpen) _s = s; } public void Dispose() => _s?.Dispose(); }"));

    [Fact]
    public void A_method_that_releases_its_object_is_published() =>
        Assert.Equal(
            ["M:R.Quit releases"],
            SummaryCode.LinesOf("public sealed class R : IDisposable { private readonly MemoryStream _m = new(); public void Quit() { Dispose(); } public void Use() => _m.Flush(); public void Dispose() => _m.Dispose(); }"));

    [Fact]
    public void A_method_that_only_looks_fluent_is_published() =>
        Assert.Equal(
            ["M:R.Fluent alias this", "M:R.Next owned; borrowed this", "M:R.Self alias this"],
            SummaryCode.LinesOf("public class R : IDisposable { private readonly MemoryStream _m = new(); public R Next() => new R(); public R Fluent() { _m.Flush(); return this; } public IDisposable Self() => this; public void Dispose() => _m.Dispose(); }"));

    [Fact]
    public void A_type_whose_Dispose_does_nothing_is_published() =>
        Assert.Equal(
            ["T:Counting tier none", "T:Quiet tier none"],
            SummaryCode.LinesOf(
                """
                public sealed class Quiet : IDisposable { public void Dispose() { } }
                public sealed class Counting : IEnumerator<int> { public int Current => 1; object System.Collections.IEnumerator.Current => 1; public bool MoveNext() => false; public void Reset() { } public void Dispose() { } }
                """));

    [Fact]
    public void Nested_and_generic_types_and_extension_methods_are_named_exactly() =>
        Assert.Equal(
            [
                "M:N.Outer`1.Inner.Give(`0,System.IO.Stream[]) releases item",
                "M:N.Outer`1.Inner.Reader``1(System.String,System.Collections.Generic.IDictionary{`0,``0}) owned; tier critical",
                "M:N.Streams.Finish(System.IO.Stream) releases stream",
            ],
            SummaryCode.LinesOf(
                """
                namespace N
                {
                    public class Outer<T> where T : class, IDisposable
                    {
                        public class Inner
                        {
                            public Stream Reader<U>(string p, IDictionary<T, U> all) => File.OpenRead(p);
                            public void Give(T item, Stream[] more) => item.Dispose();
                        }
                    }
                    public static class Streams { public static void Finish(this Stream stream) => stream.Dispose(); }
                }
                """));

    private const string Hidden =
        """
        internal class Inner { public static void A(Stream s) => s.Dispose(); }
        public class Outer
        {
            private static void B(Stream s) => s.Dispose();
            internal static void C(Stream s) => s.Dispose();
            private protected static void D(Stream s) => s.Dispose();
            protected static void E(Stream s) => s.Dispose();
            protected internal static void F(Stream s) => s.Dispose();
            private class Deep { public static void G(Stream s) => s.Dispose(); }
            public static void H() { B(Stream.Null); C(Stream.Null); D(Stream.Null); Deep.G(Stream.Null); }
        }
        """;

    [Fact]
    public void What_nobody_outside_can_call_is_left_out() =>
        Assert.Equal(["E", "F"], NamesIn(SummaryCode.LinesOf(Hidden)));

    [Fact]
    public void Friends_see_what_is_internal() =>
        Assert.Equal(["A", "C", "D", "E", "F"], NamesIn(SummaryCode.LinesOf("[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Friend\")]\n" + Hidden)));

    [Fact]
    public void An_interface_says_what_its_implementations_do() =>
        Assert.Equal(
            ["M:IStore.Read(System.IO.Stream) escapes s", "M:Store.Read(System.IO.Stream) takes s"],
            SummaryCode.LinesOf("public interface IStore { void Read(Stream s); } public class Store : IStore { Stream? _s; public void Read(Stream s) => _s = s; }"));

    [Fact]
    public void An_override_that_does_as_a_caller_assumes_says_so_where_its_base_does_not() =>
        Assert.Equal(
            ["M:B.Made owned; tier minor", "M:D.Made borrowed"],
            SummaryCode.LinesOf(
                """
                public class B { public virtual Stream Made() => new MemoryStream(); }
                public class D : B { readonly Stream _s = new MemoryStream(); public override Stream Made() => _s; }
                """));

    [Fact]
    public void Tracked_types_count_although_their_Dispose_is_not_generated_yet() =>
        Assert.Equal(
            ["M:L.Given(Tracked) takes t", "M:L.Made owned"],
            SummaryCode.LinesOf("[TrackedResource] public partial class Tracked { } public class L { Tracked? _t; public static Tracked Made() => new Tracked(); public void Given(Tracked t) => _t = t; }"));

    [Fact]
    public void What_generated_code_does_with_an_argument_is_unknown()
    {
        var library = SummaryCode.Library("[TrackedResource] public partial class Tracked { } public class L { public static void Drop(Tracked t) => t.Dispose(); }");
        library.AllowedCompilerDiagnostics.Add("CS1061");

        Assert.Equal(["M:L.Drop(Tracked) escapes t"], SummaryCode.LinesIn(library.Generate()));
    }

    private static IEnumerable<string> NamesIn(IEnumerable<string> lines) => lines.Select(static line => line.Split('(')[0][^1..]).Order(StringComparer.Ordinal);
}
