using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace ResourceHygiene.Workers;

/// <summary>What Linux can do with memory that processes share and .NET has no call for.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class LinuxMemory
{
    private const uint CloseOnExec = 1;
    private const uint AllowSealing = 2;
    private const uint NotExecutable = 8;
    private const int AddSeals = 1033;
    private const int GetSeals = 1034;
    private const int SealSealing = 1;
    private const int SealShrinking = 2;
    private const int SealGrowing = 4;
    private const int SealWriting = 8;
    private const int SealFutureWriting = 16;
    private const int FreePages = 9;
    private const int UseHugePages = 14;
    private const int MapPresentPages = 23;
    private const int OfDescriptor = 0x1000;
    private const uint InodeStatus = 0x100;
    private const int InvalidArgument = 22;

    /// <summary>From this size on pages are worth asking for in one call, and huge ones worth having.</summary>
    private const long Large = 2 << 20;

    /// <summary>Makes memory without a name, of a size that nobody can change any more; null where the system does not let us.</summary>
    /// <exception cref="IOException">It would, but has no memory or no descriptors left.</exception>
    [return: Owned]
    public static SafeFileHandle? TryCreate(long bytes)
    {
        SafeFileHandle? file = null;
        try
        {
            var descriptor = Create(CloseOnExec | AllowSealing | NotExecutable);
            // Kernels before 6.3 know no such flag.
            if (descriptor < 0 && Marshal.GetLastPInvokeError() == InvalidArgument)
                descriptor = Create(CloseOnExec | AllowSealing);
            if (descriptor < 0)
                return IsRefused(Marshal.GetLastPInvokeError()) ? null : throw Failure("memfd_create");

            file = new SafeFileHandle(descriptor, ownsHandle: true);
            RandomAccess.SetLength(file, bytes);
            if (Control(descriptor, AddSeals, SealShrinking | SealGrowing | SealSealing) != 0)
                throw Failure("Sealing the size of shared memory");

            return Interlocked.Exchange(ref file, null);
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return null;
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Whether nobody can shorten the file, and everybody can write to it.</summary>
    public static bool IsSealedAgainstShrinking(SafeFileHandle file)
    {
        var seals = Control((int)file.DangerousGetHandle(), GetSeals, 0);
        return seals > 0 && (seals & SealShrinking) != 0 && (seals & (SealWriting | SealFutureWriting)) == 0;
    }

    /// <summary>Which file it is, whatever its name or descriptor; 0 where the system does not tell.</summary>
    public static UInt128 IdentityOf(SafeFileHandle file)
    {
        try
        {
            byte noName = 0;
            Status status;
            return GetStatus((int)file.DangerousGetHandle(), &noName, OfDescriptor, InodeStatus, &status) == 0
                ? new UInt128(((ulong)status.DeviceMajor << 32) | status.DeviceMinor, status.Number)
                : UInt128.Zero;
        }
        catch (EntryPointNotFoundException)
        {
            return UInt128.Zero;
        }
    }

    /// <summary>Asks for huge pages, which the system grants where it is set up for them: a hundredth of the page faults.</summary>
    public static void PreferHugePages(byte* address, long bytes)
    {
        if (bytes >= Large)
            _ = Advise(address, (nuint)bytes, UseHugePages);
    }

    /// <summary>
    /// Enters pages that exist already, as the sender has just written them, into this process' page table with one call instead of
    /// one fault a page. Where it is not supported (before Linux 5.14) the faults do it.
    /// </summary>
    public static void MapPages(byte* address, long bytes)
    {
        if (bytes >= Large)
            _ = Advise(address, (nuint)bytes, MapPresentPages);
    }

    /// <summary>Gives the memory back to the system, also where another process still maps it: that one reads zeros from now on.</summary>
    public static void Free(byte* address, long bytes) => _ = Advise(address, (nuint)bytes, FreePages);

    private static int Create(uint flags)
    {
        fixed (byte* name = "rh-segment\0"u8)
            return CreateMemoryFile(name, flags);
    }

    /// <summary>Not there, or forbidden by a sandbox: then there are files.</summary>
    private static bool IsRefused(int error) => error is 1 or 13 or 22 or 38; // EPERM, EACCES, EINVAL, ENOSYS

    private static IOException Failure(string what) =>
        new($"{what} failed: {Marshal.GetLastPInvokeErrorMessage()}.", Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true)]
    private static partial int CreateMemoryFile(byte* name, uint flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(byte* address, nuint bytes, int advice);

    [LibraryImport("libc", EntryPoint = "statx")]
    private static partial int GetStatus(int directory, byte* path, int flags, uint mask, Status* status);

    /// <summary>The kernel's struct statx, the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(32)]
        public ulong Number;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
