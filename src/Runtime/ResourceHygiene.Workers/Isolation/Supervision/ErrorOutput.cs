using System.Text;

namespace ResourceHygiene.Workers;

/// <summary>
/// Reads what a worker prints, line by line, without a thread, tells a listener, and keeps the last lines for the exception that will
/// need them. Long lines are cut, so that nothing a worker prints fills the parent's memory.
/// </summary>
internal sealed class ErrorOutput(Stream stream, Action<string>? listener)
{
    private const int LongestLine = 4096;
    private const int UsualBuffer = 256;
    private const int LargestBuffer = 4096;
    private const int KeptLines = 20;

    private readonly Queue<string> _last = new();

    /// <summary>Until the worker and everything that has its error output is gone. Never fails.</summary>
    public async Task PumpAsync()
    {
        var decoder = Encoding.UTF8.GetDecoder();
        // Most workers print nothing, and there may be many in the life of a program.
        var bytes = new byte[UsualBuffer];
        var chars = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var line = new StringBuilder();
        try
        {
            int count;
            while ((count = await stream.ReadAsync(bytes).ConfigureAwait(false)) > 0)
            {
                Split(chars.AsSpan(0, decoder.GetChars(bytes, 0, count, chars, 0)), line);
                if (count == UsualBuffer && bytes.Length == UsualBuffer)
                {
                    bytes = new byte[LargestBuffer];
                    chars = new char[Encoding.UTF8.GetMaxCharCount(LargestBuffer)];
                }
            }
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The pipe is gone with the worker: the same as its end.
        }
        // Half a character at the end is one that cannot be read, and not nothing.
        Split(chars.AsSpan(0, decoder.GetChars([], 0, 0, chars, 0, flush: true)), line);
        if (line.Length > 0)
            Tell(line.ToString());
    }

    /// <summary>The last lines.</summary>
    public override string ToString()
    {
        lock (_last)
            return string.Join('\n', _last);
    }

    private void Split(ReadOnlySpan<char> text, StringBuilder line)
    {
        foreach (var character in text)
        {
            if (character == '\n')
            {
                if (line.Length > 0 && line[^1] == '\r')
                    line.Length--;
                Tell(line.ToString());
                line.Clear();
            }
            else if (line.Length < LongestLine)
            {
                line.Append(character);
            }
        }
    }

    private void Tell(string line)
    {
        lock (_last)
        {
            if (_last.Count == KeptLines)
                _last.Dequeue();
            _last.Enqueue(line);
        }
        listener?.Invoke(line);
    }
}
