using System.Diagnostics;
using System.Globalization;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>A program whose system has no more of something: one error that names it and the remedy, nothing left over, and it goes on afterwards.</summary>
public sealed class ShortTests : AuditedTests
{
    private const string SetPrivileges = "/usr/bin/setpriv";

    private const string Unshare = "/usr/bin/unshare";

    private static readonly string[] s_asNobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups", "--"];

    [LinuxFact]
    public async Task A_full_disk_is_said_with_the_segment_and_the_remedy()
    {
        if (!await CanMount())
            return;
        using var directory = new ScriptDirectory();
        var disk = Directory.CreateDirectory(Path.Combine(directory.Path, "disk")).FullName;
        // A disk of a few megabytes, seen by that process alone.
        string[] mounted = ["-rm", "/bin/sh", "-c", "mount -t tmpfs -o size=4m tmpfs \"$0\" && exec \"$@\"", disk];
        var lines = await Run(Unshare, [.. mounted, ProbeProgram.Path, .. ProbeProgram.Arguments("short", "disk", disk)]);

        Assert.Equal("1048576 bytes", lines[0]);
        Assert.Contains("268.4 MB", lines[1], StringComparison.Ordinal);
        Assert.Contains($"'{disk}'", lines[1], StringComparison.Ordinal);
        Assert.Contains("SegmentPoolOptions.Directory", lines[1], StringComparison.Ordinal);
        Assert.Equal(["1048576 bytes", "made: 2", "in use: 0", "left over: "], lines[2..]);
    }

    [LinuxTheory]
    [InlineData("file-size", 1)]    // What lies idle stays, as its room would not help.
    [InlineData("addresses", 2)]
    public async Task A_limit_of_the_system_is_said_with_the_segment_and_the_remedy(string what, int made)
    {
        var lines = await Run(ProbeProgram.Path, ProbeProgram.Arguments("short", what));

        Assert.Equal("1048576 bytes", lines[0]);
        Assert.Contains("268.4 MB", lines[1], StringComparison.Ordinal);
        Assert.Contains("ulimit", lines[1], StringComparison.Ordinal);
        Assert.Equal(["1048576 bytes", $"made: {made}", "in use: 0", "left over: "], lines[2..]);
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

        var lines = await RunWithPower("power");

        Assert.Equal(["TimedOut:  1 of its processes could not be ended: they wait for the kernel, or belong to another user.", "held: 1"], lines[1..]);
    }

    [LinuxFact]
    public async Task Of_a_command_whose_output_somebody_holds_open_whom_one_may_not_end_a_slow_reader_gets_all_and_the_caller_a_failure()
    {
        if (!Environment.IsPrivilegedProcess || !await CanBeNobody())
            return;

        var lines = await RunWithPower("power-left");

        Assert.Equal(
            [
                "StreamFailed 0 said:  ended with exit code 0 and its output did not: what had been written was taken, and somebody may write more."
                    + " 1 of its processes could not be ended: they wait for the kernel, or belong to another user.",
                "5001 lines, the last one 5000",
            ],
            lines[1..]);
    }

    /// <summary>Runs the probe as nobody, with a program that makes the super-user of nobody; the first line is the process that it leaves, which is ended.</summary>
    private static async Task<string[]> RunWithPower(string what)
    {
        // Not in the directory for temporary files, which is for this user alone.
        foreach (var left in Directory.GetFiles(AppContext.BaseDirectory, "helper-*"))
            File.Delete(left);
        var helper = Path.Combine(AppContext.BaseDirectory, $"helper-{Environment.ProcessId}");
        File.Copy(SetPrivileges, helper);
        try
        {
            // For nobody's group alone: others on this machine must not get anything by it. The group first: a change of it takes the power away.
            await Run("/bin/chown", ["0:65534", helper]);
            await Run("/bin/chmod", ["4710", helper]);

            var lines = await Run(SetPrivileges, [.. s_asNobody, ProbeProgram.Path, .. ProbeProgram.Arguments("short", what, helper)]);

            var survivor = int.Parse(lines[0], CultureInfo.InvariantCulture);
            Ending.Send(survivor, Ending.Kill);
            Ending.Await([survivor], Patience);
            return lines;
        }
        finally
        {
            File.Delete(helper);
        }
    }

    /// <summary>Whether a user without any rights can run the probe; not where it was built in a directory that others may not enter.</summary>
    private static async Task<bool> CanBeNobody() =>
        File.Exists(SetPrivileges)
        && await Start(SetPrivileges, [.. s_asNobody, "/bin/sh", "-c", "test -x \"$0\" && test -r \"$1\"", ProbeProgram.Path, ProbeProgram.Arguments()[0]]) is { ExitCode: 0 };

    /// <summary>Whether this user may have mounts that others do not see.</summary>
    private static async Task<bool> CanMount() =>
        File.Exists(Unshare) && await Start(Unshare, ["-rm", "/bin/sh", "-c", "mount -t tmpfs tmpfs /tmp"]) is { ExitCode: 0 };

    private static async Task<string[]> Run(string program, string[] arguments)
    {
        var (exitCode, lines, errors) = await Start(program, arguments);
        Assert.True(exitCode == 0, string.Join('\n', [$"exit code {exitCode} of {program} {string.Join(' ', arguments)}", .. lines, errors]));
        return lines;
    }

    private static async Task<(int ExitCode, string[] Lines, string Errors)> Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        // Nobody has no home, and the host of .NET asks for one.
        start.Environment["HOME"] = "/";
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync();
            var lines = (await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await process.WaitForExitAsync().WaitAsync(Patience);
            return (process.ExitCode, lines, await errors.WaitAsync(Patience));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
