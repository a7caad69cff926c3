using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ResourceHygiene;

/// <summary>
/// Which process, beyond its id, which is given to others once it has ended: the boot, the namespace in which the id
/// counts, and the moment at which it started.
/// </summary>
/// <param name="BootId">The boot of the machine; <see cref="UnknownBoot"/> where the platform has no name for it.</param>
/// <param name="IdNamespace">The namespace of process ids (on Linux: which container); 0 where there is only one.</param>
/// <param name="Id">The process id.</param>
/// <param name="StartTime">When it started, in units of the platform; only good to be compared.</param>
internal readonly record struct ProcessIdentity(string BootId, ulong IdNamespace, int Id, long StartTime)
{
    public const string UnknownBoot = "0";

    private static readonly Lazy<ProcessIdentity> s_current = new(static () => new(
        ReadBootId(), ReadIdNamespace(), Environment.ProcessId, StartTimeOf(Environment.ProcessId) ?? 0));

    public static ProcessIdentity Current => s_current.Value;

    /// <summary>Whether ids of that process mean here what they meant there.</summary>
    public bool SharesIdsWith(in ProcessIdentity other) =>
        BootId == other.BootId && IdNamespace == other.IdNamespace;

    /// <summary>Whether that very process runs. <see langword="false"/> also where it cannot be seen from here.</summary>
    public bool IsRunning => SharesIdsWith(Current) && StartTimeOf(Id) == StartTime;

    /// <summary>When a process started; <see langword="null"/> where it does not run, or has ended and only waits to be reaped.</summary>
    public static long? StartTimeOf(int processId)
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return ParseStat(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat")));

            using var process = Process.GetProcessById(processId);
            return process.HasExited ? null : process.StartTime.ToUniversalTime().Ticks;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException
            or InvalidOperationException or Win32Exception)
        {
            // It ended, or is not ours to look at: then it is none of ours either.
            return null;
        }
    }

    /// <summary>The 22nd field; the second is a name in parentheses that may contain anything.</summary>
    private static long? ParseStat(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
    }

    private static string ReadBootId()
    {
        const string BootIdFile = "/proc/sys/kernel/random/boot_id";
        return OperatingSystem.IsLinux() && File.Exists(BootIdFile)
            ? File.ReadAllText(BootIdFile).Trim().Replace("-", "", StringComparison.Ordinal)
            : UnknownBoot;
    }

    private static ulong ReadIdNamespace()
    {
        // "pid:[4026531836]"
        var link = OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget : null;
        return link is not null && ulong.TryParse(link.AsSpan(link.IndexOf('[') + 1).TrimEnd(']'), CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
