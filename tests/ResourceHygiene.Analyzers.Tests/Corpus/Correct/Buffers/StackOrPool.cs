using System.Buffers;
using System.Text;

public static class Ascii
{
    public static string Upper(string text)
    {
        byte[]? rented = null;
        Span<byte> buffer = text.Length <= 256 ? stackalloc byte[256] : (rented = ArrayPool<byte>.Shared.Rent(text.Length));
        try
        {
            int length = Encoding.ASCII.GetBytes(text, buffer);
            foreach (ref byte b in buffer[..length])
                b = (byte)char.ToUpperInvariant((char)b);
            return Encoding.ASCII.GetString(buffer[..length]);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
