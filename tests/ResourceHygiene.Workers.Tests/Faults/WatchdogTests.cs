using System.Diagnostics;
using System.Globalization;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>
/// What watches over a program that was killed, when nothing of it is left but that cannot be seen at once: others start and end programs. What it sees
/// of them is written down here, a table for each time it looks; two make up one look.
/// </summary>
public sealed class WatchdogTests : AuditedTests
{
    private const string Leader = "70 70 4000";

    [LinuxTheory]
    [InlineData(1, Leader, Leader)]
    [InlineData(1, Leader + ",71 70 4000", Leader + ",72 70 4000")]             // A shell of somebody's runs one program after another.
    [InlineData(1, Leader + ",71 70 4000", Leader + ",71 70 5000")]             // Or one of them becomes another.
    [InlineData(1, Leader + ",2 0 4000", Leader)]                               // No session of this container.
    [InlineData(1, "70 70 0,71 70 0", "70 70 0,72 70 0")]                       // A system that says of no program where it is.
    [InlineData(2, Leader + ",80 79 4000", Leader)]                             // Nobody knows whose session that was,
    [InlineData(2, Leader, Leader + ",80 80 4000")]                             // or is:
    [InlineData(3, Leader, Leader + ",80 80 4000", Leader + ",80 80 4000", Leader + ",80 80 0")] // it was looked at while it became another.
    [InlineData(2, Leader + ",80 80 0", Leader + ",80 80 0")]
    public async Task It_looks_again_only_for_those_who_may_be_ours(int looks, params string[] tables)
    {
        using var directory = new ScriptDirectory();
        for (var table = 0; table < 2 * looks; table++)
            directory.Script($"table.{table + 1}", string.Concat((table < tables.Length ? tables[table] : Leader).Split(',').Select(Line)));
        directory.Script("sed", """
            #!/bin/sh
            PATH=/usr/bin:/bin
            test "$2" = -e || exec sed "$@"
            looks=$(dirname "$0")/looks
            echo >> "$looks"
            exec sed "$1" "$2" "$3" "$4" "$5" "$(dirname "$0")/table.$(grep -c '' "$looks")"
            """);
        directory.Script("sleep", "#!/bin/sh\n");
        var start = new ProcessStartInfo(ProbeProgram.Path, ProbeProgram.Arguments("parent", "idle")) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{directory.Path}:{start.Environment["PATH"]}";
        using var parent = Process.Start(start)!;
        try
        {
            Assert.Equal("ready", await parent.StandardOutput.ReadLineAsync().WaitAsync(Patience));
            var watchdog = Assert.Single(Holdings.ProcessesOf(parent.Id)).Id;

            Ending.Send(parent.Id, Ending.Kill);
            await parent.WaitForExitAsync().WaitAsync(Patience);
            await Task.Run(() => Ending.Await([watchdog], Patience));

            Assert.Equal(2 * looks, (await File.ReadAllLinesAsync(Path.Combine(directory.Path, "looks"))).Length);
        }
        finally
        {
            if (!parent.HasExited)
                parent.Kill(entireProcessTree: true);
        }
    }

    /// <summary>A line of <c>/proc/…/stat</c>.</summary>
    /// <param name="process">Its id, its session, and where its code begins.</param>
    private static string Line(string process)
    {
        var parts = process.Split(' ');
        // State, parent, group, session; 16 more; memory, resident memory and its limit; where code begins and ends, and the stack does; and the rest.
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{parts[0]} (a (name) S 1) S 1 {parts[1]} {parts[1]} {string.Concat(Enumerable.Repeat("0 ", 16))}8192 2 99 {parts[2]} 4096 {(parts[2] == "0" ? "0" : "9000")} 0 0\n");
    }
}
