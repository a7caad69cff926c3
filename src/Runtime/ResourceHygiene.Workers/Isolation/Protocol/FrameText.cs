using System.Buffers.Binary;
using System.Text;

namespace ResourceHygiene.Workers;

/// <summary>Texts in the body of a frame, each with its length in front.</summary>
internal static class FrameText
{
    private const int Longest = 32 * 1024;

    public static byte[] Write(params ReadOnlySpan<string?> texts)
    {
        using var body = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var text in texts)
        {
            // Cut in the middle of a surrogate pair, a text is still a text: the half becomes a replacement character.
            var bytes = Encoding.UTF8.GetBytes(text is null ? "" : text.Length <= Longest ? text : text[..Longest]);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            body.Write(length);
            body.Write(bytes);
        }
        return body.ToArray();
    }

    /// <exception cref="FrameException">The body holds something else.</exception>
    public static string[] Read(Frame frame, int count)
    {
        var body = frame.Body.Span;
        var texts = new string[count];
        for (var index = 0; index < count; index++)
        {
            var length = body.Length >= sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(body) : -1;
            if (length < 0 || length > body.Length - sizeof(int))
                throw new FrameException($"a {frame.Kind} frame whose text {index} is cut off");
            texts[index] = Encoding.UTF8.GetString(body.Slice(sizeof(int), length));
            body = body[(sizeof(int) + length)..];
        }
        return texts;
    }
}
