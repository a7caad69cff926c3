namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>What belongs together: two faces from one call, and an object that is its own enumerator.</summary>
public sealed class ValidSiblings
{
    private const string Open =
        "private static void Open(string path, out FileStream file, out StreamWriter writer) { file = File.Create(path); writer = new StreamWriter(file); }\n";

    [Theory]
    [InlineData("Open(path, out var file, out var writer); writer.Write(1); writer.Dispose();")]
    [InlineData("Open(path, out var file, out _); file.WriteByte(1); file.Dispose();")]
    [InlineData("Open(path, out _, out var writer); using (writer) writer.Write(1);")]
    public Task A_stream_and_the_writer_around_it(string statements) => LeakCode.InClass(Open + $"void M(string path) {{ {statements} }}");

    [Fact]
    public Task Where_neither_is_released_both_are_lost() => LeakCode.InClass(
        Open + "void M(string path) { Open(path, [|out var file|], [|out var writer|]); writer.Write(file.Length); }");

    [Fact]
    public Task Two_of_the_same_type_are_released_one_by_one() => LeakCode.InClass(
        """
        private static void Pair(string path, out FileStream source, out FileStream target) { source = File.OpenRead(path); target = File.Create(path); }
        void M(string path) { Pair(path, out var source, [|out var target|]); using (source) target.WriteByte(1); }
        """);

    [Fact]
    public Task An_object_that_is_its_own_enumerator() => LeakCode.InFile(
        """
        using System.Collections;
        sealed class Lines : IEnumerable<string>, IEnumerator<string>
        {
            private readonly StreamReader _reader = File.OpenText("a");
            public string Current { get; private set; } = "";
            object IEnumerator.Current => Current;
            public bool MoveNext() => (Current = _reader.ReadLine()!) is not null;
            public void Reset() { }
            public IEnumerator<string> GetEnumerator() => this;
            IEnumerator IEnumerable.GetEnumerator() => this;
            public void Dispose() => _reader.Dispose();
        }
        class C
        {
            void M() { var lines = new Lines(); foreach (string line in lines) Console.WriteLine(line); }
            void M2() { var lines = [|new Lines()|]; while (lines.MoveNext()) Console.WriteLine(lines.Current); }
        }
        """);
}
