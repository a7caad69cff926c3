using System.Buffers.Text;

namespace ResourceHygiene.Workers;

/// <summary>What this process occupies, in bytes, measured ten times a second at most: a measurement costs more than a small call.</summary>
internal static class ProcessMemory
{
    private const long Fresh = 100;

    private static long s_bytes;
    private static long s_measuredAt = -Fresh;

    /// <summary>As it was lately.</summary>
    public static long Recent() => Environment.TickCount64 - Volatile.Read(ref s_measuredAt) < Fresh ? Volatile.Read(ref s_bytes) : Now();

    public static long Now()
    {
        // Environment.WorkingSet reads and parses texts on Linux, the first time with the better part of the library's vector code.
        var bytes = OperatingSystem.IsLinux() ? ReadResident() : Environment.WorkingSet;
        Volatile.Write(ref s_bytes, bytes);
        Volatile.Write(ref s_measuredAt, Environment.TickCount64);
        return bytes;
    }

    /// <summary>The second number of statm, in pages.</summary>
    private static long ReadResident()
    {
        Span<byte> text = stackalloc byte[128];
        using var file = File.OpenHandle("/proc/self/statm");
        text = text[..RandomAccess.Read(file, text, fileOffset: 0)];
        var resident = text[(text.IndexOf((byte)' ') + 1)..];
        return Utf8Parser.TryParse(resident, out long pages, out _) ? pages * Environment.SystemPageSize : Environment.WorkingSet;
    }
}
