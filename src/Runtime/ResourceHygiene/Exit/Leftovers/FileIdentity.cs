using System.Runtime.InteropServices;
using System.Text;

namespace ResourceHygiene;

/// <summary>Which file, beyond its name, and whose. Known on Linux only; elsewhere temporary directories are private anyway.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Number">The file's number there; 0 where it is not known.</param>
/// <param name="Owner">The user id of its owner.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Number, uint Owner)
{
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStats = 0x7ff;

    /// <summary>Whether the platform tells; where not, owners are not compared.</summary>
    public bool IsKnown => Number != 0;

    public bool IsMine => !IsKnown || Owner == GetEffectiveUserId();

    /// <summary>Of the name itself, not of what a symbolic link points to.</summary>
    public static FileIdentity Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return default;

        try
        {
            return GetStatus(CurrentDirectory, path, NoFollow, BasicStats, out var status) == 0
                ? new(((ulong)status.DeviceMajor << 32) | status.DeviceMinor, status.Number, status.Owner)
                : default;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return default;
        }
    }

    /// <summary>The effective user id; 0 where there is no such thing.</summary>
    public static uint Me => OperatingSystem.IsWindows() ? 0 : GetEffectiveUserId();

    private static unsafe int GetStatus(int directory, string path, int flags, uint mask, out Status status)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        fixed (Status* result = &status)
            return GetStatus(directory, name, flags, mask, result);
    }

    [DllImport("libc", EntryPoint = "statx", ExactSpelling = true)]
    private static extern unsafe int GetStatus(int directory, byte* path, int flags, uint mask, Status* status);

    [DllImport("libc", EntryPoint = "geteuid", ExactSpelling = true)]
    private static extern uint GetEffectiveUserId();

    /// <summary>The kernel's struct statx, the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(32)]
        public ulong Number;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
