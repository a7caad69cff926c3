namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>A method returns a tuple with resources that it acquired: whoever calls it owes their release, element by element.</summary>
public sealed class TakenParts
{
    private const string Givers =
        """
        private static (Resource First, Resource Second) Two() => (new Resource(), new Resource());
        private static (Stream Content, long Length) Open(string path) { var stream = File.OpenRead(path); return (stream, stream.Length); }
        private static (Resource First, Resource Second) Again() => Two();
        private static async Task<(Resource One, int Number)> MakeAsync() { await Task.Yield(); return (new Resource(), 1); }
        private static (Resource? One, string? Error) Try(string path) => path.Length == 0 ? (null, "empty") : (new Resource { Name = path }, null);
        private static (Resource? One, bool IsMade) Perhaps(string path) { Resource? one = null; if (path.Length > 0) one = new Resource(); return (one, one != null); }

        private static (Stream Stream, StreamReader Reader) Wrapped(string path) { var stream = File.OpenRead(path); var reader = new StreamReader(stream); return (stream, reader); }
        private static (Stream Stream, StreamReader Reader) WrappedInPlace(string path) { var stream = File.OpenRead(path); return (stream, new StreamReader(stream)); }
        private readonly Resource _kept = new();
        private static readonly List<Resource> s_all = new();
        private (Resource One, int Number) Kept() => (_kept, 1);
        private (Resource One, int Number) Either(bool flag) => flag ? (_kept, 1) : (new Resource(), 2);
        private static (Resource One, int Number) Registered() { var one = new Resource(); s_all.Add(one); return (one, 1); }
        private static (Resource One, int Number) Given(Resource one) => (one, 1);
        public virtual (Resource One, int Number) Overridable() => (new Resource(), 1);
        private Resource _field = new();
        public void Dispose() { _kept.Dispose(); _field.Dispose(); }
        private static void Keep((Resource, Resource) pair) => s_all.Add(pair.Item1);


        """;

    [Theory]
    [InlineData("var ([|first|], [|second|]) = Two(); first.Use(); second.Use();")]
    [InlineData("var (first, [|second|]) = Two(); first.Dispose(); second.Use();")]
    [InlineData("(Resource first, Resource [|second|]) = Two(); first.Dispose(); second.Use();")]
    [InlineData("var ([|first|], [|second|]) = Again(); first.Use(); second.Use();")]
    [InlineData("Resource first; (Resource second, [|first|]) = Two(); first.Use(); second.Dispose();")]
    [InlineData("var ([|stream|], length) = Open(path); stream.ReadByte(); Console.WriteLine(length);")]
    [InlineData("var ([|stream|], _) = Open(path); stream.ReadByte();")]
    [InlineData("var ([|one|], error) = Try(path); if (error != null) return; one!.Use();")]
    [InlineData("var ([|one|], made) = Perhaps(path); if (made) one!.Use();")]
    [InlineData("var (stream, [|reader|]) = Wrapped(path); Console.WriteLine(stream.Length + reader.Peek());")]
    public Task Taken_apart_and_not_released(string statements) => InMethod(statements);

    [Theory]
    [InlineData("var (first, {|RH1004:_|}) = Two(); first.Dispose();")]
    [InlineData("var ({|RH1004:_|}, length) = Open(path); Console.WriteLine(length);")]
    [InlineData("{|RH1004:Open(path)|};")]
    [InlineData("_ = {|RH1004:Open(path)|};")]
    [InlineData("Console.WriteLine({|RH1004:Open(path)|}.Length);")]
    [InlineData("{|RH1004:Open(path).Content|}.ReadByte();")]
    [InlineData("using var first = {|RH1004:Two()|}.First;")]
    public Task Never_taken(string statements) => InMethod(statements);

    [Theory]
    [InlineData("var pair = [|Two()|]; pair.First.Use();")]
    [InlineData("var pair = [|Two()|]; pair.First.Dispose(); pair.Item2.Use();")]
    [InlineData("var pair = [|Open(path)|]; Console.WriteLine(pair.Length);")]
    [InlineData("var pair = [|Two()|]; var (first, second) = pair; first.Dispose(); second.Use();")]
    [InlineData("var pair = ([|new Resource()|], 1); pair.Item1.Use();")]
    [InlineData("var pair = (One: [|new Resource()|], Number: 1); Console.WriteLine(pair.One.Name);")]
    public Task Left_in_the_tuple(string statements) => InMethod(statements);

    [Theory]
    [InlineData("var ({|RH1002:first|}, second) = Two(); second.Dispose(); if (path.Length == 0) return; first.Dispose();")]
    [InlineData("var ({|RH1002:stream|}, length) = Open(path); if (path.Length == 0) return; Console.WriteLine(length); stream.Dispose();")]
    public Task Forgotten_on_one_path(string statements) => InMethod(statements);

    [Theory]
    [InlineData("_ = MakeAsync();")]
    [InlineData("MakeAsync();")]
    [InlineData("_ = MakeAsync().ConfigureAwait(false);")]
    [InlineData("var task = MakeAsync(); var (one, number) = await task; one.Dispose();")]
    [InlineData("var task = MakeAsync(); using var one = (await task).One;")]
    [InlineData("var task = MakeAsync(); task.Wait(); task.Result.One.Dispose();")]
    public Task Not_awaited(string statements) => LeakCode.InClass(Givers + $"async Task M() {{ await Task.Yield(); {statements} }}");

    [Theory]
    [InlineData("_ = await {|RH1004:MakeAsync()|};")]
    [InlineData("await {|RH1004:MakeAsync()|}.ConfigureAwait(false);")]
    public Task Awaited_and_dropped(string statements) => LeakCode.InClass(Givers + $"async Task M() {{ await Task.Yield(); {statements} }}");

    // A wrapper around somebody else's resource owes nothing, also where a method returns it beside something else.
    [Theory]
    [InlineData("using var s = File.OpenRead(path); var (reader, version) = Head(s); Console.WriteLine(reader.PeekChar() + version);")]
    [InlineData("using var s = File.OpenRead(path); var pair = Head(s); Console.WriteLine(pair.Version);")]
    [InlineData("using var s = File.OpenRead(path); Console.WriteLine(Head(s).Version);")]
    [InlineData("using var s = File.OpenRead(path); var (reader, _) = Nested(s); Console.WriteLine(reader.PeekChar());")]
    [InlineData("var (reader, _) = Field(); Console.WriteLine(reader.PeekChar());")]
    [InlineData("var (reader, _) = OfLoop(); Console.WriteLine(reader.PeekChar());")]
    [InlineData("var ([|reader|], _) = Fresh(path); Console.WriteLine(reader.PeekChar());")]
    [InlineData("var ([|reader|], _) = FreshNested(path); Console.WriteLine(reader.PeekChar());")]
    public Task Around_what_was_there_before(string statements) => LeakCode.InClass(
        $$"""
        private readonly FileStream _stream = File.OpenRead("a");
        private readonly List<FileStream> _streams = new();
        static (BinaryReader Reader, int Version) Head(Stream s) { var r = new BinaryReader(s); return (r, r.ReadInt32()); }
        static (BinaryReader Reader, int Version) Nested(Stream s) { Stream same = s; var buffered = new BufferedStream(same); return (new BinaryReader(buffered), 1); }
        (BinaryReader Reader, int Version) Field() => (new BinaryReader(_stream), 1);
        (BinaryReader Reader, int Version) OfLoop() { foreach (var s in _streams) return (new BinaryReader(s), 1); throw new InvalidOperationException(); }
        static (BinaryReader Reader, int Version) Fresh(string path) => (new BinaryReader(File.OpenRead(path)), 1);
        static (BinaryReader Reader, int Version) FreshNested(string path) { var s = File.OpenRead(path); var r = new BinaryReader(s); return (r, r.ReadInt32()); }
        public void Dispose() { _stream.Dispose(); foreach (var s in _streams) s.Dispose(); }
        void M(string path) { {{statements}} }
        """);

    [Theory]
    [InlineData("var (input, output) = Same(path); using (output) Console.WriteLine(input.Length);")]
    [InlineData("var (input, [|output|]) = Two(path); using (input) Console.WriteLine(output.Length);")]
    public Task The_same_in_two_elements(string statements) => LeakCode.InClass(
        "static (Stream Input, Stream Output) Same(string path) { var both = File.OpenRead(path); return (both, (Stream)both); }\n"
        + "static (Stream Input, Stream Output) Two(string path) { var one = File.OpenRead(path); var other = File.OpenRead(path); return (one, other); }\n"
        + $"void M(string path) {{ {statements} }}");

    // Five methods that hand on what the last one makes: what is said of one does not depend on which was asked about first.
    [Theory]
    [InlineData("", "")]
    [InlineData("var ([|a|], _) = P3(); a.Use();", "")]
    [InlineData("", "var ([|a|], _) = P3(); a.Use();")]
    public Task Whoever_was_asked_before(string before, string after) => LeakCode.InClass(
        $$"""
        static (Resource, int) P0() => (new Resource(), 1);
        static (Resource, int) P1() => P0();
        static (Resource, int) P2() => P1();
        static (Resource, int) P3() => P2();
        static (Resource, int) P4() => P3();
        static (Resource, int) P5() => P4();
        void M() { {{before}} var (one, _) = P5(); one.Use(); {{after}} }
        """);

    // Code that is being typed.
    [Theory]
    [InlineData("(Resource A, Resource B) Pair() => (new(), new()); (Resource A, Resource B, int N) Three() => Pair(); void M() { var (a, b) = Pair(); var (c, d, n) = Three(); a.Dispose(); b.Dispose(); }")]
    [InlineData("(Resource A, Resource B, int N) Three() => Pair(); (Resource A, Resource B) Pair() => (new(), new()); void M() { var (c, d, n) = Three(); var (a, b) = Pair(); a.Dispose(); b.Dispose(); }")]
    [InlineData("T Get<T>() => (T)(object)(new Resource(), 1); void M() { var (a, n) = Get<(Resource, int)>(); var (b, c, m) = Get<(Resource, Resource, int)>(); Get<(Resource, Resource, int)>(); var t = Get<(Resource, Resource, int)>(); }")]
    [InlineData("(Stream, int) Open(string p) { Stream s = (Stream)s; s = File.OpenRead(p); return (s, 1); } void M(string p) { var (s, n) = Open(p); s.Dispose(); }")]
    [InlineData("(Stream, int) Open(string p) { Stream s = s; return (s, 1); } void M(string p) { var (s, n) = Open(p); s.Dispose(); }")]
    [InlineData("(Stream, int) Open(string p) { Stream s = t; Stream t = s; s = File.OpenRead(p); return (s, 1); } void M(string p) { var (s, n) = Open(p); s.Dispose(); }")]
    [InlineData("(BinaryReader, int) Open(string p) { var s = new BinaryReader(t); var t = new BufferedStream(s); return (s, 1); } void M(string p) { var (s, n) = Open(p); s.Dispose(); }")]
    [InlineData("(Stream, int) Open(string p) => Open(p); void M(string p) { var (s, n) = Open(p); s.Dispose(); }")]
    public Task Unfinished(string members)
    {
        var test = LeakCode.Test($"class C\n{{\n{members}\n}}");
        test.AllowedCompilerDiagnostics.UnionWith(["CS0029", "CS0165", "CS0841", "CS8130", "CS1503", "CS8132"]);
        return test.RunAsync();
    }

    [Fact]
    public Task Awaited() => LeakCode.InClass(Givers + "async Task M() { var ([|one|], number) = await MakeAsync(); one.Use(); var (two, _) = await MakeAsync().ConfigureAwait(false); two.Dispose(); }");

    [Theory]
    [InlineData("var (first, second) = Two(); first.Dispose(); second.Dispose();")]
    [InlineData("var (first, second) = Two(); using (first) using (second) first.Use();")]
    [InlineData("var (stream, length) = Open(path); if (length == 0) return; stream.Dispose();")]
    [InlineData("var (stream, length) = Open(path); switch (length) { case 0: break; default: stream.Dispose(); break; }")]
    [InlineData("var (one, error) = Try(path); if (error != null) return; one!.Dispose();")]
    [InlineData("var (one, made) = Perhaps(path); if (made) one!.Dispose();")]
    [InlineData("var pair = Two(); pair.First.Dispose(); pair.Second.Dispose();")]
    [InlineData("var pair = Two(); using var first = pair.First; using var second = pair.Item2;")]
    [InlineData("var pair = Two(); var (first, second) = pair; first.Dispose(); second.Dispose();")]
    [InlineData("using var stream = Open(path).Content;")]
    [InlineData("var (stream, reader) = Wrapped(path); using (reader) Console.WriteLine(stream.Length);")]
    [InlineData("var (stream, reader) = WrappedInPlace(path); using (reader) Console.WriteLine(stream.Length);")]
    [InlineData("Action open = () => Open(path); open();")]
    [InlineData("var pair = (new Resource(), 1); pair.Item1.Dispose();")]
    [InlineData("var pair = (new Resource(), 1); pair = (new Resource(), 2); s_all.Add(pair.Item1);")]
    [InlineData("var (one, number) = Kept(); one.Use(); Console.WriteLine(number);")]
    [InlineData("var (one, number) = Either(path.Length > 0); one.Use(); Console.WriteLine(number);")]
    [InlineData("var (one, _) = Registered(); one.Use();")]
    [InlineData("var (one, _) = Given(_kept); one.Use();")]
    [InlineData("var (one, _) = Overridable(); one.Use();")]
    public Task Released_or_never_owned(string statements) => InMethod(statements);

    [Theory]
    [InlineData("var pair = Two(); Keep(pair);", "")]
    [InlineData("Keep(Two());", "")]
    [InlineData("(_field, var other) = Two(); other.Dispose();", "")]
    [InlineData("var pair = Two(); _tuple = pair;", "private (Resource, Resource) _tuple;")]
    [InlineData("_tuple = Two();", "private (Resource, Resource) _tuple;")]
    [InlineData("var pairs = new List<(Resource, Resource)> { Two() }; _tuples = pairs;", "private List<(Resource, Resource)>? _tuples;")]
    [InlineData("var (first, second) = Two(); s_all.Add(first); s_all.Add(second);", "")]
    [InlineData("var pair = Two(); Action later = () => pair.First.Dispose(); later(); pair.Second.Dispose();", "")]
    public Task Handed_on(string statements, string members) => LeakCode.InClass(Givers + members + $"\nvoid M(string path) {{ {statements} }}");

    [Theory]
    [InlineData("(Resource, Resource) M() => Two();")]
    [InlineData("(Resource, Resource) M() { var pair = Two(); return pair; }")]
    [InlineData("(Resource, Resource) M() { var (first, second) = Two(); return (second, first); }")]
    [InlineData("(Resource, int) M() { var pair = (new Resource(), 1); pair.Item1.Use(); return pair; }")]
    [InlineData("(Resource, int) M() { var one = new Resource(); one.Use(); return (one, 1); }")]
    [InlineData("Resource M() { var (first, second) = Two(); second.Dispose(); return first; }")]
    [InlineData("async Task<(Resource, int)> M() { var (one, number) = await MakeAsync(); return (one, number); }")]
    public Task Returned(string member) => LeakCode.InClass(Givers + member);

    private static Task InMethod(string statements) => LeakCode.InClass(Givers + $"void M(string path) {{ {statements} }}");
}
