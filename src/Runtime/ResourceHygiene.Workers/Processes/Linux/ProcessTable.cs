using System.Buffers.Text;
using System.Globalization;

namespace ResourceHygiene.Workers.Processes.Linux;

/// <summary>What /proc says about one process.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">What it does, as a letter.</param>
/// <param name="Parent">Its parent; another than the one that started it once that has ended.</param>
/// <param name="Group">Its process group.</param>
/// <param name="Session">Its session.</param>
/// <param name="ThreadCount">How many threads it has; one that has ended and was not reaped counts.</param>
/// <param name="StartTime">When it started, in units of the kernel.</param>
/// <param name="HasMemory">Whether it has any of its own; not once it ends, nor where it is of the kernel.</param>
/// <param name="Program">Where the code and the stack of its program begin: others for each program that it runs, zeros from one to the next.</param>
internal readonly record struct ProcessRecord(
    int Id, char State, int Parent, int Group, int Session, int ThreadCount, long StartTime, bool HasMemory, (long Code, long Stack) Program)
{
    /// <summary>Whether it is there and does more than wait to be reaped.</summary>
    public bool IsAlive => Id > 0 && (!IsZombie || HasLostFirstThread);

    /// <summary>Whether its first thread has ended while others go on: what is read of the process is what is left of that thread.</summary>
    public bool HasLostFirstThread => IsZombie && ThreadCount > 1;

    private bool IsZombie => State is 'Z' or 'X';
}

/// <summary>Reads /proc.</summary>
internal static unsafe class ProcessTable
{
    private static int s_tellsPrograms;

    // Opened once, and tried again where there was no descriptor for it.
    private static int s_load = Open("/proc/loadavg"u8);

    /// <summary>The id that was given to a process or a thread last; 0 where it is not known.</summary>
    public static int LastId
    {
        get
        {
            // "0.04 0.09 0.12 2/205 48731"
            var text = stackalloc byte[128];
            var load = Volatile.Read(ref s_load);
            if (load < 0)
                load = OpenLoad();
            var length = load < 0 ? 0 : (int)Libc.ReadAt(load, text, 128, 0);
            if (length <= 0)
                return 0;
            var line = new ReadOnlySpan<byte>(text, length);
            return Utf8Parser.TryParse(line[(line.LastIndexOf((byte)' ') + 1)..], out int id, out _) ? id : 0;
        }
    }

    /// <summary>Whether the system says where programs begin; not each that calls itself Linux does.</summary>
    private static bool TellsPrograms
    {
        get
        {
            if (s_tellsPrograms == 0 && TryRead(System.Environment.ProcessId, out var own))
                s_tellsPrograms = own.Program.Code != 0 ? 1 : -1;
            return s_tellsPrograms > 0;
        }
    }

    /// <summary>When a process started; 0 where it is not there.</summary>
    /// <exception cref="IOException">The system gives no more descriptors.</exception>
    public static long StartTimeOf(int id) => TryRead(id, out var record) ? record.StartTime : 0;

    /// <summary>Reads one process.</summary>
    /// <exception cref="IOException">The system gives no more descriptors.</exception>
    public static bool TryRead(int id, out ProcessRecord record)
    {
        record = default;
        var text = stackalloc byte[1024];
        var descriptor = OpenOf(id, "/stat"u8);
        if (descriptor < 0)
        {
            Libc.ThrowIfExhausted();
            return false;
        }
        var length = (int)Libc.Read(descriptor, text, 1024);
        _ = Libc.Close(descriptor);
        if (length <= 0)
            return false;

        // "48731 (a name) with anything) S 1 2 3 ...": the third field follows the last parenthesis.
        var line = new ReadOnlySpan<byte>(text, length);
        line = line[(line.LastIndexOf((byte)')') + 2)..];
        var state = (char)line[0];
        Span<long> fields = stackalloc long[26];
        for (var i = 1; i < fields.Length; i++)
        {
            line = line[(line.IndexOf((byte)' ') + 1)..];
            _ = Utf8Parser.TryParse(line, out fields[i], out _);
        }
        record = new(id, state, (int)fields[1], (int)fields[2], (int)fields[3], (int)fields[17], fields[19], fields[20] > 0, (fields[23], fields[25]));
        return true;
    }

    /// <summary>
    /// Whether the variables with which a process was started contain some bytes; not where they may not be read, nor once it ends. Nobody can
    /// read them for as long as it goes from one program to the next.
    /// </summary>
    /// <param name="record">The process.</param>
    /// <param name="sought">The bytes.</param>
    /// <returns><see langword="null"/> where that cannot be said at this moment.</returns>
    /// <exception cref="IOException">The system gives no more descriptors.</exception>
    public static bool? EnvironmentContains(in ProcessRecord record, ReadOnlySpan<byte> sought)
    {
        var before = record;
        if (record.HasLostFirstThread && !TryRead(OtherThreadOf(record.Id), out before))
            return null;
        if (!before.HasMemory)
            return false;
        if (EnvironmentContains(before.Id, sought))
            return true;
        // That they do not is known of one program, whose variables were there for as long as they were read.
        if (!TryRead(before.Id, out var after) || !after.HasMemory)
            return null;
        return after.Program == before.Program && (before.Program.Code != 0 || !TellsPrograms) ? false : null;
    }

    private static bool EnvironmentContains(int id, ReadOnlySpan<byte> sought)
    {
        const int BlockSize = 8192;
        var block = stackalloc byte[BlockSize];
        var descriptor = OpenOf(id, "/environ"u8);
        if (descriptor < 0)
        {
            Libc.ThrowIfExhausted();
            return false;
        }
        try
        {
            var kept = 0;
            while ((int)Libc.Read(descriptor, block + kept, (nuint)(BlockSize - kept)) is > 0 and var read)
            {
                var text = new Span<byte>(block, kept + read);
                if (text.IndexOf(sought) >= 0)
                    return true;
                // What was sought may begin at the end of this block.
                kept = Math.Min(text.Length, sought.Length - 1);
                text[^kept..].CopyTo(new Span<byte>(block, BlockSize));
            }
            return false;
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }

    /// <summary>All processes; listed at once, as who goes through them needs the descriptor that the list takes.</summary>
    /// <exception cref="IOException">The system gives no more descriptors.</exception>
    public static int[] AllIds() =>
    [
        .. from path in Directory.EnumerateDirectories("/proc")
           let id = int.TryParse(path.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
           where id > 0
           select id,
    ];

    /// <summary>A thread of a process that is not its first; the first where there is none any more.</summary>
    private static int OtherThreadOf(int id)
    {
        try
        {
            foreach (var path in Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/task")))
            {
                if (int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var thread) && thread != id)
                    return thread;
            }
        }
        catch (Exception gone) when (gone is DirectoryNotFoundException or FileNotFoundException or UnauthorizedAccessException)
        {
            return id;
        }
        return id;
    }

    private static int OpenLoad()
    {
        var opened = Open("/proc/loadavg"u8);
        var other = Interlocked.CompareExchange(ref s_load, opened, -1);
        if (other < 0)
            return opened;
        if (opened >= 0)
            _ = Libc.Close(opened);
        return other;
    }

    private static int OpenOf(int id, ReadOnlySpan<byte> file)
    {
        Span<byte> path = stackalloc byte[64];
        path.Clear();
        "/proc/"u8.CopyTo(path);
        _ = Utf8Formatter.TryFormat(id, path["/proc/".Length..], out var digits);
        file.CopyTo(path[("/proc/".Length + digits)..]);
        return Open(path[..("/proc/".Length + digits + file.Length + 1)]);
    }

    /// <summary>Opens a file by a path with a zero after it, as literals have it.</summary>
    private static int Open(ReadOnlySpan<byte> path)
    {
        fixed (byte* start = path)
            return Libc.Open(start, Libc.ReadOnly | Libc.CloseOnExec);
    }
}
