using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace ResourceHygiene.Workers;

/// <summary>Lines of a stream, one at a time: more is read when those that were read have been taken.</summary>
internal static class OutputLines
{
    /// <summary>A program that never ends a line must not fill memory.</summary>
    private const int LongestLine = 1 << 20;

    private const int BlockSize = 4096;

    public static async IAsyncEnumerable<string> ReadAsync(Stream source, Encoding encoding, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var decoder = encoding.GetDecoder();
        var bytes = ArrayPool<byte>.Shared.Rent(BlockSize);
        var characters = ArrayPool<char>.Shared.Rent(encoding.GetMaxCharCount(bytes.Length));
        try
        {
            var rest = new StringBuilder();
            // A line that ends with \r\n may have its \n in the next block.
            var skipsLineFeed = false;
            while (true)
            {
                var read = await source.ReadAsync(bytes, cancellationToken).ConfigureAwait(false);
                var count = decoder.GetChars(bytes, 0, read, characters, 0, flush: read == 0);
                var start = 0;
                for (var i = 0; i < count; i++)
                {
                    if (characters[i] is not ('\n' or '\r'))
                    {
                        skipsLineFeed = false;
                        continue;
                    }
                    if (characters[i] == '\n' && skipsLineFeed)
                    {
                        skipsLineFeed = false;
                        start = i + 1;
                        continue;
                    }
                    skipsLineFeed = characters[i] == '\r';
                    yield return rest.Append(characters, start, i - start).ToString();
                    rest.Clear();
                    start = i + 1;
                }
                rest.Append(characters, start, count - start);
                if (rest.Length > LongestLine)
                    throw new InvalidDataException($"A line has more than {LongestLine} characters; read what is not text by CommandOutput.ToReader.");
                if (read > 0)
                    continue;
                if (rest.Length > 0)
                    yield return rest.ToString();
                yield break;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(characters);
        }
    }
}
