using System.Buffers;
using System.Runtime.InteropServices;

namespace LeakyClips;

/// <summary>Mistakes of types, of memory that the garbage collector does not see, and of async code.</summary>
internal sealed class PreviewServer : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly FileStream _log; // RH2001: 'Dispose' forgets it

    public PreviewServer(string log) => _log = File.Create(log);

    public static Task<string> ReadAsync(string path)
    {
        using var page = new StreamReader(path);
        return page.ReadToEndAsync(); // RH6001: the page is closed while it is still being read
    }

    public static int Checksum(byte[] frame)
    {
        nint copy = Marshal.AllocHGlobal(frame.Length + 1); // RH4001: not freed when the frame is empty
        if (frame.Length == 0)
            return 0;
        Marshal.Copy(frame, 0, copy, frame.Length);
        int sum = Marshal.ReadByte(copy) ^ Marshal.ReadByte(copy, frame.Length - 1);
        Marshal.FreeHGlobal(copy);
        return sum;
    }

    public static string Greet(string name)
    {
        nint text = Marshal.StringToCoTaskMemUni(name);
        string? copied = Marshal.PtrToStringUni(text);
        Marshal.FreeHGlobal(text); // RH4002: the wrong function
        return copied ?? name;
    }

    public static int Sum(Stream source)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        int read = source.Read(buffer);
        ArrayPool<byte>.Shared.Return(buffer);
        return read > 0 ? buffer[0] : 0; // RH4005: by now it may be somebody else's
    }

    public async Task WriteAsync(string line)
    {
        await _log.WriteAsync(System.Text.Encoding.UTF8.GetBytes(line));
    }

    /// <summary>Correct: what is rented is returned whatever happens.</summary>
    public static int SumSafely(Stream source)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            return source.Read(buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _http.Dispose();
}
