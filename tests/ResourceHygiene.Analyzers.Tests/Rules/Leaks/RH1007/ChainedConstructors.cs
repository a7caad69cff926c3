namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1007;

/// <summary>What is acquired for another constructor is lost where that throws of its own accord.</summary>
public sealed class ChainedConstructors
{
    [Theory]
    [InlineData("if (stream.ReadByte() != 'R') throw new InvalidDataException();")]
    [InlineData("while (true) { if (stream.ReadByte() < 0) throw new EndOfStreamException(); }")]
    public Task It_throws(string body) => Chained("{|RH1007:File.OpenRead(path)|}", body);

    [Theory]
    [InlineData("")]
    [InlineData("if (stream is null) throw new ArgumentNullException(nameof(stream));")]
    [InlineData("stream.ReadByte();")]
    [InlineData("try { if (stream.ReadByte() != 'R') throw new InvalidDataException(); } catch { stream.Dispose(); throw; }")]
    public Task It_does_not_or_cleans_up(string body) => Chained("File.OpenRead(path)", body);

    private static Task Chained(string argument, string body) => TemporaryCode.InFile(
        $$"""
        sealed class Reader : IDisposable
        {
            private readonly Stream _stream;
            public Reader(string path) : this({{argument}}) { }
            public Reader(Stream stream) { _stream = stream; {{body}} }
            public void Dispose() => _stream.Dispose();
        }

        """);
}
