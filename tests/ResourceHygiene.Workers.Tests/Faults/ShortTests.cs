using System.Diagnostics;
using System.Globalization;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>A program whose system has no more of something: one error that names it and the remedy, nothing left over, and it goes on afterwards.</summary>
public sealed class ShortTests : AuditedTests
{
    private const string SetPrivileges = "/usr/bin/setpriv";

    private static readonly string[] s_asNobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups", "--"];

    [LinuxFact]
    public async Task A_full_disk_is_said_with_the_segment_and_the_remedy()
    {
        using var directory = new ScriptDirectory();
        var disk = Directory.CreateDirectory(Path.Combine(directory.Path, "disk")).FullName;
        // A disk of a few megabytes, seen by that process alone.
        string[] mounted = ["-rm", "/bin/sh", "-c", "mount -t tmpfs -o size=4m tmpfs \"$0\" && exec \"$@\"", disk];
        var lines = await Run("/usr/bin/unshare", [.. mounted, ProbeProgram.Path, .. ProbeProgram.Arguments("short", "disk", disk)]);
        // Not everybody may do that.
        if (lines.Length == 0)
            return;

        Assert.Equal("1048576 bytes", lines[0]);
        Assert.Contains("268.4 MB", lines[1], StringComparison.Ordinal);
        Assert.Contains($"'{disk}'", lines[1], StringComparison.Ordinal);
        Assert.Contains("SegmentPoolOptions.Directory", lines[1], StringComparison.Ordinal);
        Assert.Equal(["1048576 bytes", "in use: 0", "left over: "], lines[2..]);
    }

    [LinuxTheory]
    [InlineData("file-size")]
    [InlineData("addresses")]
    public async Task A_limit_of_the_system_is_said_with_the_segment_and_the_remedy(string what)
    {
        var lines = await Run(ProbeProgram.Path, ProbeProgram.Arguments("short", what));

        Assert.Equal("1048576 bytes", lines[0]);
        Assert.Contains("268.4 MB", lines[1], StringComparison.Ordinal);
        Assert.Contains("ulimit", lines[1], StringComparison.Ordinal);
        Assert.Equal(["1048576 bytes", "in use: 0", "left over: "], lines[2..]);
    }

    [LinuxFact]
    public async Task Where_no_process_can_be_started_that_is_said_and_work_goes_on_here_until_one_can()
    {
        string[] probe = [ProbeProgram.Path, .. ProbeProgram.Arguments("short", "processes")];
        // The limit is not for the super-user.
        if (Environment.IsPrivilegedProcess && !await CanBeNobody())
            return;
        var lines = Environment.IsPrivilegedProcess ? await Run(SetPrivileges, [.. s_asNobody, .. probe]) : await Run(probe[0], probe[1..]);

        Assert.Equal(
            ["limited", "StartFailed: True", "isolated: False, CannotStart: True", "in process", "in process", "isolated: True, : ", "isolated", "0"], lines);
    }

    [LinuxFact]
    public async Task Many_workers_and_commands_at_once_leave_nothing()
    {
        var lines = await Run(ProbeProgram.Path, ProbeProgram.Arguments("short", "nothing", "12"));

        Assert.Equal(["descriptors: ", "threads: ", "children: 1"], lines);
    }

    [LinuxFact]
    public async Task Whom_one_may_not_end_is_counted_and_holds_nothing()
    {
        // Only the super-user can make what has more power than whoever starts it.
        if (!Environment.IsPrivilegedProcess || !await CanBeNobody())
            return;
        // Not in the directory for temporary files, which is for this user alone.
        var helper = Path.Combine(AppContext.BaseDirectory, $"helper-{Environment.ProcessId}");
        File.Copy(SetPrivileges, helper);
        try
        {
            await Run("/bin/chmod", ["4755", helper]);

            var lines = await Run(SetPrivileges, [.. s_asNobody, ProbeProgram.Path, .. ProbeProgram.Arguments("short", "power", helper)]);

            Assert.Equal(["TimedOut:  1 of its processes could not be ended: they wait for the kernel, or belong to another user.", "held: 1"], lines[1..]);
            var survivor = int.Parse(lines[0], CultureInfo.InvariantCulture);
            Ending.Send(survivor, Ending.Kill);
            Ending.Await([survivor], Patience);
        }
        finally
        {
            File.Delete(helper);
        }
    }

    /// <summary>Whether a user without any rights can run the probe; not where it was built in a directory that others may not enter.</summary>
    private static async Task<bool> CanBeNobody() =>
        File.Exists(SetPrivileges)
        && await Run(SetPrivileges, [.. s_asNobody, "/bin/sh", "-c", "test -x \"$0\" && test -r \"$1\" && echo yes", ProbeProgram.Path, ProbeProgram.Arguments()[0]]) is ["yes"];

    private static async Task<string[]> Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, WorkingDirectory = "/" };
        // Nobody has no home, and the host of .NET asks for one.
        start.Environment["HOME"] = "/";
        using var process = Process.Start(start)!;
        try
        {
            var lines = (await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await process.WaitForExitAsync().WaitAsync(Patience);
            return lines;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
