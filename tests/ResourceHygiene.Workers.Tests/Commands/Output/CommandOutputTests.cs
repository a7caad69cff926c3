using System.Text;

namespace ResourceHygiene.Workers.Tests;

public sealed class CommandOutputTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(100, 7)]
    [InlineData(4096, 4096)]
    [InlineData(300_000, 65536)]
    public async Task What_is_captured_is_what_was_written(int length, int atATime)
    {
        var bytes = Bytes(length);

        var captured = await CommandOutput.Captured.ReadFromAsync(new Drip(bytes, atATime));

        Assert.Equal(bytes, captured.Bytes.ToArray());
        Assert.Equal((length, false), (captured.TotalBytes, captured.IsTruncated));
    }

    [Theory]
    [InlineData(10, 10, false)]
    [InlineData(11, 10, true)]
    [InlineData(100_000, 5_000, true)]
    [InlineData(1, 0, true)]
    [InlineData(0, 0, false)]
    public async Task What_exceeds_the_limit_is_read_and_thrown_away(int length, int limit, bool isTruncated)
    {
        var source = new Drip(Bytes(length), 1000);

        var captured = await CommandOutput.Capture(limit, OutputLimitAction.Truncate).ReadFromAsync(source);

        Assert.Equal(Bytes(length)[..Math.Min(length, limit)], captured.Bytes.ToArray());
        Assert.Equal((length, isTruncated), (captured.TotalBytes, captured.IsTruncated));
        Assert.True(source.IsAtEnd);
    }

    [Fact]
    public async Task A_command_that_is_to_end_at_the_limit_is_read_no_further()
    {
        var source = new Drip(Bytes(100_000), 10);

        var captured = await CommandOutput.Capture(25).ReadFromAsync(source);

        Assert.Equal((25, true), (captured.Bytes.Length, captured.IsTruncated));
        Assert.Equal(30, source.Given);
    }

    [Fact]
    public async Task A_stream_gets_all_of_it_and_stays_open()
    {
        using var destination = new MemoryStream();

        var captured = await CommandOutput.ToStream(destination).ReadFromAsync(new Drip(Bytes(10_000), 999));

        Assert.Equal(Bytes(10_000), destination.ToArray());
        Assert.Equal((0, 10_000L), (captured.Bytes.Length, captured.TotalBytes));
        Assert.True(destination.CanWrite);
    }

    [Theory]
    [InlineData(OutputLimitAction.Truncate, true)]
    [InlineData(OutputLimitAction.End, false)]
    public async Task A_stream_gets_no_more_than_the_limit(OutputLimitAction action, bool readsOn)
    {
        using var destination = new MemoryStream();
        var source = new Drip(Bytes(10_000), 100);

        var captured = await CommandOutput.ToStream(destination, limit: 250, action).ReadFromAsync(source);

        Assert.Equal(Bytes(250), destination.ToArray());
        Assert.True(captured.IsTruncated);
        Assert.Equal(readsOn, source.IsAtEnd);
    }

    [Fact]
    public async Task What_a_reader_leaves_unread_is_thrown_away()
    {
        var source = new Drip(Bytes(5000), 100);

        var captured = await CommandOutput.ToReader(static async (stream, cancellation) => await stream.ReadExactlyAsync(new byte[10], cancellation)).ReadFromAsync(source);

        Assert.True(source.IsAtEnd);
        Assert.Equal(5000, captured.TotalBytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("one", "one")]
    [InlineData("one\n", "one")]
    [InlineData("one\ntwo\r\nthree\rfour", "one", "two", "three", "four")]
    [InlineData("\n\r\n\n", "", "", "")]
    [InlineData("größe\n日本語\n", "größe", "日本語")]
    public async Task Lines_are_the_same_however_the_bytes_arrive(string text, params string[] expected)
    {
        foreach (var atATime in new[] { 1, 2, 3, 4096 })
        {
            var lines = new List<string>();
            var output = CommandOutput.ToLines((line, _) =>
            {
                lines.Add(line);
                return ValueTask.CompletedTask;
            });

            await output.ReadFromAsync(new Drip(Encoding.UTF8.GetBytes(text), atATime));

            Assert.Equal(expected, lines);
        }
    }

    [Fact]
    public async Task A_line_without_an_end_fails_before_it_fills_memory()
    {
        var source = new Drip(Bytes(8 << 20), 65536);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await CommandOutput.ToLines(static (_, _) => ValueTask.CompletedTask).ReadFromAsync(source));

        Assert.InRange(source.Given, 1 << 20, 2 << 20);
    }

    [Fact]
    public async Task Text_is_read_in_the_encoding_that_is_said()
    {
        var output = CommandOutput.Capture(encoding: Encoding.Latin1);

        Assert.Equal("größe", (await output.ReadFromAsync(new Drip(Encoding.Latin1.GetBytes("größe"), 1))).Text);
        Assert.Equal("gr\uFFFD\uFFFDe", (await CommandOutput.Captured.ReadFromAsync(new Drip(Encoding.Latin1.GetBytes("größe"), 1))).Text);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void A_limit_that_no_memory_has_is_refused(long limit) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CommandOutput.Capture(limit));

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(static number => (byte)('a' + (number % 26)))];

    /// <summary>A stream that gives no more than a few bytes at a time, as pipes do.</summary>
    private sealed class Drip(byte[] bytes, int atATime) : MemoryStream(bytes)
    {
        public bool IsAtEnd { get; private set; }

        public int Given { get; private set; }

        public override int Read(byte[] buffer, int offset, int count) => Account(base.Read(buffer, offset, Math.Min(count, atATime)));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            // Of a derived class it reads by the method above, which counts.
            new(base.Read(buffer.Span[..Math.Min(buffer.Length, atATime)]));

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new NotSupportedException("A command's output is read, not copied as a whole.");

        private int Account(int read)
        {
            IsAtEnd |= read == 0;
            Given += read;
            return read;
        }
    }
}
