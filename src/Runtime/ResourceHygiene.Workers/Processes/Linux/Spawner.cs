using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ResourceHygiene.Workers.Processes.Linux;

/// <summary>Starts programs with posix_spawn: the child shares this process's memory until it runs its program, however large that memory is.</summary>
internal static unsafe class Spawner
{
    // As large as those of any C library, with room to grow: glibc needs 336 and 80 bytes, musl as many.
    private const int AttributesSize = 1024;
    private const int ActionsSize = 512;
    private const int SignalsSize = 128;

    private const short DefaultSignals = 0x04;
    private const short SignalMask = 0x08;
    private const short NewSession = 0x80;

    // The same for every child, and only read: made once and never freed.
    private static readonly nint s_attributes = MakeAttributes();

    /// <summary>Whether a child can be started in a directory of its own: the call is younger than the rest.</summary>
    public static bool KnowsDirectories { get; } =
        NativeLibrary.TryLoad("libc", typeof(Spawner).Assembly, null, out var library) && NativeLibrary.TryGetExport(library, "posix_spawn_file_actions_addchdir_np", out _);

    /// <summary>Starts a program in a session of its own.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments, its name as the first.</param>
    /// <param name="environment">All its variables.</param>
    /// <param name="directory">Where it starts; <see langword="null"/> for here.</param>
    /// <param name="descriptors">
    /// What its descriptors 0, 1, ... are here: a descriptor, -1 for the same number here, -2 for the null device. Those that are not
    /// listed are closed as their flags say.
    /// </param>
    /// <param name="inheritsOthers">Whether it gets, beyond these, those that are open here without close-on-exec.</param>
    /// <exception cref="ChildStartException">The system did not start it.</exception>
    public static int Start(
        string program, ReadOnlySpan<string> arguments, ReadOnlySpan<string> environment, string? directory, ReadOnlySpan<int> descriptors,
        bool inheritsOthers)
    {
        using var names = NativeTexts.Of([program, directory ?? "", "/dev/null"]);
        using var argumentTexts = NativeTexts.Of(arguments);
        using var environmentTexts = NativeTexts.Of(environment);

        var actions = stackalloc byte[ActionsSize];
        Check(program, Libc.InitActions(actions));
        try
        {
            for (var target = 0; target < descriptors.Length; target++)
            {
                var source = descriptors[target];
                if (source >= 0)
                    Check(program, Libc.AddDuplicate(actions, source, target));
                else if (source == NullDevice)
                    Check(program, Libc.AddOpen(actions, target, names.Pointers[2], target == 0 ? Libc.ReadOnly : Libc.WriteOnly, 0));
            }
            if (!inheritsOthers)
                CloseOthers(program, actions, descriptors.Length);
            if (directory is not null)
                Check(program, Libc.AddChangeDirectory(actions, names.Pointers[1]));

            int id;
            Check(program, Libc.Spawn(&id, names.Pointers[0], actions, (void*)s_attributes, argumentTexts.Pointers, environmentTexts.Pointers));
            return id;
        }
        finally
        {
            _ = Libc.DestroyActions(actions);
        }
    }

    /// <summary>Among descriptors: that of this process with the same number.</summary>
    public const int Same = -1;

    /// <summary>Among descriptors: the null device.</summary>
    public const int NullDevice = -2;

    /// <summary>A pipe of which neither end reaches any other child, nor has one of the first three numbers.</summary>
    public static (int Read, int Write) MakePipe(string program)
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.CloseOnExec) != 0)
            throw Failed(program, Marshal.GetLastPInvokeError());
        var (read, write) = (Libc.AboveStandard(ends[0]), Libc.AboveStandard(ends[1]));
        if (read >= 0 && write >= 0)
            return (read, write);
        // Closing what there is none of does nothing.
        _ = Libc.Close(read);
        _ = Libc.Close(write);
        throw Failed(program, Libc.TooManyFiles);
    }

    /// <summary>One by one: a call that closes all from a number on is younger than many a C library.</summary>
    private static void CloseOthers(string program, void* actions, int from)
    {
        string[] entries;
        try
        {
            entries = Directory.GetFileSystemEntries("/proc/self/fd");
        }
        catch (IOException)
        {
            // It is there: there is no descriptor to read it by.
            throw Failed(program, Libc.TooManyFiles);
        }
        foreach (var entry in entries)
        {
            if (int.TryParse(Path.GetFileName(entry.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor)
                && descriptor >= from && Libc.StaysOpen(descriptor))
            {
                Check(program, Libc.AddClose(actions, descriptor));
            }
        }
    }

    private static nint MakeAttributes()
    {
        var attributes = NativeMemory.AllocZeroed(AttributesSize);
        var signals = stackalloc byte[SignalsSize];
        _ = Libc.InitAttributes(attributes);
        _ = Libc.EmptySignals(signals);
        // What blocks signals here must not block them there: a blocked SIGTERM would never ask it to end.
        _ = Libc.SetSignalMask(attributes, signals);
        // The runtime ignores SIGPIPE, and whoever started this program may have had it ignore more; ignored signals stay ignored over
        // the start of a program. SIGHUP is left as it is: nohup means those, too, that are started from here.
        foreach (var signal in (ReadOnlySpan<int>)[Libc.SigPipe, Libc.SigInt, Libc.SigQuit, Libc.SigTerm])
            _ = Libc.AddSignal(signals, signal);
        _ = Libc.SetDefaultSignals(attributes, signals);
        _ = Libc.SetFlags(attributes, DefaultSignals | SignalMask | NewSession);
        return (nint)attributes;
    }

    private static void Check(string program, int error)
    {
        if (error != 0)
            throw Failed(program, error);
    }

    private static ChildStartException Failed(string program, int error) => new(program, error, new Win32Exception(error).Message);
}
