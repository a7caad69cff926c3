using Microsoft.Win32.SafeHandles;

namespace ResourceHygiene;

/// <summary>
/// A small file that the kernel writes anew for each read. Stays open: a read at offset 0 of an open descriptor costs a
/// microsecond and no allocation. May be read on several threads at once.
/// </summary>
internal sealed class KernelFile : IDisposable
{
    /// <summary>Room for any of the files read here; the largest, memory.stat, has about 2 kB.</summary>
    public const int BufferSize = 8192;

    private readonly SafeFileHandle _handle;

    private KernelFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
    }

    public string Path { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static KernelFile Open(string path) =>
        // Sharing writes keeps .NET from locking the file.
        new(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    /// <summary>Reads the file from its start; what fits.</summary>
    /// <exception cref="IOException">The kernel no longer gives it, as of a control group that is gone.</exception>
    public ReadOnlySpan<byte> Read(Span<byte> buffer) => buffer[..RandomAccess.Read(_handle, buffer, fileOffset: 0)];

    /// <summary>Reads a number of bytes; "max" is <see cref="long.MaxValue"/>.</summary>
    /// <exception cref="InvalidDataException">The file says something else.</exception>
    public long ReadBytes()
    {
        Span<byte> buffer = stackalloc byte[64];
        var text = Read(buffer);
        return KernelText.TryParseBytes(text, out var bytes) ? bytes : throw Nonsense("is no number of bytes", text);
    }

    /// <summary>The error for a file whose text is not understood.</summary>
    public InvalidDataException Nonsense(string what, ReadOnlySpan<byte> text)
    {
        var start = System.Text.Encoding.UTF8.GetString(text[..Math.Min(text.Length, 40)]).ReplaceLineEndings(" ").Trim();
        return new($"{Path} {what}: '{start}'.");
    }

    public void Dispose() => _handle.Dispose();
}
