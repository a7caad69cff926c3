namespace ResourceHygiene;

/// <summary>One control group: its limit and what is used in it. May be measured on several threads at once.</summary>
internal sealed class ControlGroupLevel : IDisposable
{
    /// <summary>How long a group without a limit is believed to stay without one.</summary>
    private static readonly TimeSpan LimitHolds = TimeSpan.FromSeconds(1);

    private readonly bool _isVersion2;
    private readonly KernelFile _usage;
    private readonly KernelFile _stat;
    private readonly KernelFile _limit;

    /// <summary>Version 2 only: above it the kernel slows the group's tasks down until memory was had back.</summary>
    private readonly KernelFile? _high;

    /// <summary>What the limit was, and when that was read. Threads that measure at once write the same, or nearly.</summary>
    private long _limitWas;
    private long _readAt;

    private ControlGroupLevel(string directory, bool isVersion2)
    {
        _isVersion2 = isVersion2;
        var opened = new List<KernelFile>();
        try
        {
            opened.Add(_usage = KernelFile.Open(Path.Join(directory, isVersion2 ? "memory.current" : "memory.usage_in_bytes")));
            opened.Add(_stat = KernelFile.Open(Path.Join(directory, "memory.stat")));
            opened.Add(_limit = KernelFile.Open(Path.Join(directory, isVersion2 ? "memory.max" : "memory.limit_in_bytes")));
            var high = Path.Join(directory, "memory.high");
            if (isVersion2 && File.Exists(high))
                opened.Add(_high = KernelFile.Open(high));
        }
        catch
        {
            opened.ForEach(static file => file.Dispose());
            throw;
        }
    }

    /// <summary>Opens a group's files; <see langword="null"/> where it has none, as the topmost group of version 2.</summary>
    /// <param name="directory">The group's directory.</param>
    /// <param name="isVersion2">Which files to expect.</param>
    /// <param name="notices">Receives why a group that has such files is not watched.</param>
    public static ControlGroupLevel? TryOpen(string directory, bool isVersion2, List<string> notices)
    {
        ControlGroupLevel? level = null;
        try
        {
            level = new ControlGroupLevel(directory, isVersion2);
            // What is broken now shows now, once, and not in each sample.
            level.ReadLimit();
            level.ReadUsed();
            var opened = level;
            level = null;
            return opened;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            notices.Add($"The memory limit of {directory} is not watched: {exception.Message}");
            return null;
        }
        finally
        {
            level?.Dispose();
        }
    }

    /// <summary>The limit in force here, and what is used; <see langword="false"/> where nothing below the machine's own size limits it.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="machine">The machine's memory, in bytes.</param>
    /// <param name="sample">The sample.</param>
    public bool TryMeasure(TimeProvider time, long machine, out MemorySample sample)
    {
        var takenAt = time.GetTimestamp();
        sample = default;
        var limit = Volatile.Read(ref _limitWas);
        if (limit < machine || IsOld(time.GetElapsedTime(Volatile.Read(ref _readAt), takenAt)))
        {
            limit = ReadLimit();
            Volatile.Write(ref _limitWas, limit);
            Volatile.Write(ref _readAt, takenAt);
        }

        if (limit >= machine)
            return false;

        sample = new(ReadUsed(), limit, takenAt);
        return true;
    }

    public void Dispose()
    {
        _usage.Dispose();
        _stat.Dispose();
        _limit.Dispose();
        _high?.Dispose();
    }

    // Also old where the clock was set back.
    private static bool IsOld(TimeSpan age) => age >= LimitHolds || age < TimeSpan.Zero;

    private long ReadLimit()
    {
        var limit = _limit.ReadBytes();
        // 0 is written there to have the kernel reclaim what it can; nobody could live below it.
        return _high?.ReadBytes() is > 0 and var high ? Math.Min(limit, high) : limit;
    }

    /// <summary>What is charged to the group less the file pages that nobody used for a while: the kernel takes those back unasked.</summary>
    private long ReadUsed()
    {
        var used = _usage.ReadBytes();
        Span<byte> buffer = stackalloc byte[KernelFile.BufferSize];
        var stat = _stat.Read(buffer);
        // In version 1 the plain numbers leave out the groups within, which the usage contains.
        return (!_isVersion2 && KernelText.TryFind(stat, "total_inactive_file"u8, out var inactive)) || KernelText.TryFind(stat, "inactive_file"u8, out inactive)
            ? Math.Max(0, used - inactive)
            : throw _stat.Nonsense("has no inactive_file", stat);
    }
}
