namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>A type that releases only what it was given, and that only if it happens to be disposable, owes nothing of its own.</summary>
public sealed class GivenContents
{
    private const string Writer =
        """
        interface ISink { void Write(int value); }

        ref struct Writer<T> where T : ISink
        {
            public T Output;
            public Writer(T output) { Output = output; }
            public void Write(int value) => Output.Write(value);
            public void Dispose()
            {
                if (typeof(T).IsValueType)
                {
                    if (Output is IDisposable)
                        ((IDisposable)Output).Dispose();
                }
                else
                {
                    (Output as IDisposable)?.Dispose();
                }
            }
        }

        static class Writer
        {
            public static Writer<T> Create<T>(T output) where T : ISink => new Writer<T>(output);
        }

        sealed class FileSink : ISink, IDisposable
        {
            private readonly FileStream _file = File.OpenRead("a");
            public void Write(int value) => _file.WriteByte((byte)value);
            public void Dispose() => _file.Dispose();
        }


        """;

    [Theory]
    [InlineData("var writer = Writer.Create(sink); writer.Write(1);")]
    [InlineData("var writer = new Writer<ISink>(sink); writer.Write(1);")]
    public Task Around_what_is_no_resource(string statements) => LeakCode.InFile(Writer + $"class C {{ void M(ISink sink) {{ {statements} }} }}");

    [Theory]
    [InlineData("var writer = [|new Writer<FileSink>(new FileSink())|]; writer.Write(1);")]
    [InlineData("var writer = [|new Writer<ISink>(new FileSink())|]; writer.Write(1);")]
    public Task Around_what_is_one(string statements) => LeakCode.InFile(Writer + $"class C {{ void M() {{ {statements} }} }}");

    [Theory]
    [InlineData("private readonly object _inner; public Holder(object inner) => _inner = inner;", false)]
    [InlineData("private readonly object _inner; public Holder(object inner) => _inner = File.OpenRead(inner.ToString()!);", true)]
    [InlineData("private object _inner = File.OpenRead(\"a\"); public Holder(object inner) => _inner = inner;", true)]
    [InlineData("private readonly object _inner; public Holder(object inner, bool isOther) => _inner = inner; public Holder(object inner) : this(inner, true) { }", false)]
    [InlineData("private readonly object _inner; public Holder(object inner, bool isOther) => _inner = inner; public Holder(object inner) : this(File.OpenRead(inner.ToString()!), true) { }", true)]
    [InlineData("private readonly object _inner; public Holder(object? inner) { inner ??= File.OpenRead(\"a\"); _inner = inner; }", true)]
    [InlineData("private object _inner; public Holder(object inner) { _inner = inner; Open(ref _inner); } private static void Open(ref object inner) => inner = File.OpenRead(\"a\");", true)]
    [InlineData("private object _inner; public Holder(object inner) => _inner = inner; public void Open() => _inner = File.OpenRead(\"a\");", true)]
    public Task Only_what_the_constructor_was_given_counts(string members, bool isOwed) => LeakCode.InFile(
        $$"""
        sealed class Holder : IDisposable
        {
            {{members}}
            public int Count => _inner.GetHashCode();
            public void Dispose() => (_inner as IDisposable)?.Dispose();
        }

        class C
        {
            int M(object given)
            {
                var holder = {{(isOwed ? "[|new Holder(given)|]" : "new Holder(given)")}};
                return holder.Count;
            }
        }
        """);
}
