using System.Runtime.InteropServices;

namespace ResourceHygiene.Workers.Processes.Linux;

/// <summary>The functions of the C library that start, watch and end processes. All arguments are what C has: nothing is marshalled.</summary>
internal static unsafe partial class Libc
{
    public const int Interrupted = 4;
    public const int NoSuchProcess = 3;
    public const int TooManyFiles = 24;
    public const int NoSuchCall = 38;

    private const int NoMemory = 12;
    private const int TooManyFilesOfAll = 23;

    public const int SigInt = 2;
    public const int SigQuit = 3;
    public const int SigKill = 9;
    public const int SigPipe = 13;
    public const int SigTerm = 15;
    public const int SigCont = 18;

    public const int CloseOnExec = 0x80000;
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;

    // One number on every architecture: they came after the numbers were made the same.
    private const long PidfdSendSignalCall = 424;
    private const long PidfdOpenCall = 434;
    private const int DuplicateCloseOnExec = 1030;

    /// <summary>Whether the system only has no more to give at this moment, whatever was asked for.</summary>
    public static bool IsExhausted(int error) => error is TooManyFiles or TooManyFilesOfAll or NoMemory;

    /// <exception cref="IOException">The last call failed because there are no more descriptors.</exception>
    public static void ThrowIfExhausted()
    {
        if (Marshal.GetLastPInvokeError() is var error && IsExhausted(error))
            throw new IOException($"The system gives no more file descriptors (error {error}), by which processes are found and watched.");
    }

    /// <summary>Sends a signal to a process that cannot be mistaken for another.</summary>
    public static bool SendSignal(int processDescriptor, int signal) => Syscall(PidfdSendSignalCall, processDescriptor, signal, 0, 0) == 0;

    /// <summary>Whether a process is there still, be it that of another user, to whom nothing may be sent.</summary>
    public static bool IsThere(int processDescriptor)
    {
        const int NotAllowed = 1;
        return SendSignal(processDescriptor, 0) || Marshal.GetLastPInvokeError() == NotAllowed;
    }

    /// <summary>A descriptor that becomes readable when the process has ended; negative where it is not there, or a mere thread.</summary>
    public static int OpenProcess(int processId) => (int)Syscall(PidfdOpenCall, processId, 0, 0, 0);

    /// <summary>The same descriptor under a number that is none of the three standard ones.</summary>
    public static int AboveStandard(int descriptor)
    {
        if (descriptor is < 0 or > 2)
            return descriptor;
        var moved = Fcntl(descriptor, DuplicateCloseOnExec, 3);
        _ = Close(descriptor);
        return moved;
    }

    /// <summary>Whether programs that are started get a descriptor: it is open, and nobody asked for it to be closed.</summary>
    public static bool StaysOpen(int descriptor)
    {
        const int GetFlags = 1;
        const int ClosesOnExec = 1;
        return Fcntl(descriptor, GetFlags, 0) is >= 0 and var flags && (flags & ClosesOnExec) == 0;
    }

    /// <summary>How many bytes of a pipe can be read without waiting.</summary>
    public static int CountReadable(int descriptor)
    {
        const nuint CountReadableRequest = 0x541B;
        int count;
        return Control(descriptor, CountReadableRequest, &count) == 0 ? count : 0;
    }

    /// <summary>Whether anybody has the other end of a pipe that is read here.</summary>
    public static bool HasWriters(int descriptor)
    {
        const short HungUp = 0x10;
        // Without a question: the system says by itself that there is no other end.
        var poll = new PollDescriptor { Descriptor = descriptor };
        int result;
        do
            result = Poll(&poll, 1, 0);
        while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return (poll.Answers & HungUp) == 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Answers;
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    public static partial int Spawn(int* processId, byte* path, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static partial int InitAttributes(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetFlags(void* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SetDefaultSignals(void* attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SetSignalMask(void* attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    public static partial int EmptySignals(void* signals);

    [LibraryImport("libc", EntryPoint = "sigaddset")]
    public static partial int AddSignal(void* signals, int signal);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int DestroyActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int AddDuplicate(void* actions, int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen")]
    public static partial int AddOpen(void* actions, int descriptor, byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclose")]
    public static partial int AddClose(void* actions, int descriptor);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np")]
    public static partial int AddChangeDirectory(void* actions, byte* path);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    public static partial int Pipe(int* descriptors, int flags);

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true)]
    public static partial int CreateMemoryFile(byte* name, uint flags);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int SetLength(int descriptor, long length);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    public static partial int Wait(int processId, int* status, int options, ResourceUsage* usage);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitId(int idType, int id, void* info, int options);

    [LibraryImport("libc", EntryPoint = "getrusage")]
    public static partial int GetUsage(int who, ResourceUsage* usage);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int CreatePoll(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int ControlPoll(int poll, int operation, int descriptor, void* pollEvent);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int WaitPoll(int poll, void* events, int count, int timeout);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    public static partial int Open(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "read")]
    public static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "pread")]
    public static partial nint ReadAt(int descriptor, byte* buffer, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, nuint request, int* argument);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long Syscall(long number, long first, long second, long third, long fourth);

    /// <summary>struct rusage of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    public struct ResourceUsage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;

        /// <summary>In units of 1,024 bytes.</summary>
        public long PeakKilobytes;
    }
}
