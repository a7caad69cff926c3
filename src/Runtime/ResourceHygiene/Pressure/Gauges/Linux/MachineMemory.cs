namespace ResourceHygiene;

/// <summary>The machine's memory, from /proc/meminfo. May be measured on several threads at once.</summary>
internal sealed class MachineMemory : IDisposable
{
    private readonly KernelFile _file;

    /// <summary>Opens the file and reads it once.</summary>
    /// <param name="root">Where the file system begins.</param>
    /// <exception cref="IOException">It is not there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="InvalidDataException">It is not understood.</exception>
    public MachineMemory(string root)
    {
        var file = KernelFile.Open(Path.Join(root, "proc/meminfo"));
        try
        {
            _file = file;
            Size = Measure(TimeProvider.System).Limit;
            file = null;
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>How much there is, in bytes.</summary>
    public long Size { get; }

    public MemorySample Measure(TimeProvider time)
    {
        var takenAt = time.GetTimestamp();
        Span<byte> buffer = stackalloc byte[KernelFile.BufferSize];
        var text = _file.Read(buffer);
        if (!KernelText.TryFind(text, "MemTotal:"u8, out var total) || total is <= 0 or > long.MaxValue / 1024)
            throw _file.Nonsense("has no MemTotal", text);

        // Kernels before 3.14 have no estimate of what is available.
        if (!KernelText.TryFind(text, "MemAvailable:"u8, out var available))
        {
            if (!KernelText.TryFind(text, "MemFree:"u8, out available))
                throw _file.Nonsense("has neither MemAvailable nor MemFree", text);
            if (KernelText.TryFind(text, "Cached:"u8, out var cached))
                available += Math.Min(cached, total);
        }

        return new(Math.Max(0, total - Math.Min(available, total)) * 1024, total * 1024, takenAt);
    }

    public void Dispose() => _file.Dispose();
}
