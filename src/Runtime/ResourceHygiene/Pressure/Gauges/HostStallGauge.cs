namespace ResourceHygiene;

/// <summary>
/// Pressure stall information of the Linux kernel (4.20 or later): of the process's control group in version 2, else of
/// the machine. Reads one file and allocates nothing. For any thread.
/// </summary>
public sealed class HostStallGauge : IStallGauge, IDisposable
{
    private readonly KernelFile _file;

    private HostStallGauge(KernelFile file) => _file = file;

    /// <inheritdoc/>
    public string Name => "memory stall";

    /// <summary>Opens the kernel's file; <see langword="null"/> where the kernel keeps none.</summary>
    /// <param name="root">Where the file system with /proc and /sys begins.</param>
    public static HostStallGauge? TryOpen(string root = "/")
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        if (!Directory.Exists(Path.Join(root, "proc/self")))
            return null;

        if (ControlGroup.Find(root, []) is { IsVersion2: true } group && TryOpenFile(Path.Join(group.Directory, "memory.pressure")) is { } own)
            return own;
        return TryOpenFile(Path.Join(root, "proc/pressure/memory"));
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The kernel no longer answers.</exception>
    /// <exception cref="InvalidDataException">The file is not understood.</exception>
    public StallSample Measure(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return Read(_file, time);
    }

    /// <summary>Closes the kernel's file. The gauge can no longer measure.</summary>
    public void Dispose() => _file.Dispose();

    private static StallSample Read(KernelFile file, TimeProvider time)
    {
        var takenAt = time.GetTimestamp();
        Span<byte> buffer = stackalloc byte[512];
        var text = file.Read(buffer);
        if (!KernelText.TryFindStall(text, "some "u8, out var some))
            throw file.Nonsense("has no line about some tasks", text);

        // The line about all tasks is missing where they cannot all wait.
        KernelText.TryFindStall(text, "full "u8, out var full);
        return new(Time(some), Time(full), takenAt);
    }

    private static TimeSpan Time(long microseconds) => new(Math.Min(microseconds, long.MaxValue / TimeSpan.TicksPerMicrosecond) * TimeSpan.TicksPerMicrosecond);

    private static HostStallGauge? TryOpenFile(string path)
    {
        KernelFile? file = null;
        try
        {
            file = KernelFile.Open(path);
            // A kernel started with psi=0 has the file and refuses to read it.
            Read(file, TimeProvider.System);
            var gauge = new HostStallGauge(file);
            file = null;
            return gauge;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException)
        {
            return null;
        }
        finally
        {
            file?.Dispose();
        }
    }
}
