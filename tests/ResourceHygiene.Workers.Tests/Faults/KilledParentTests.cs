using System.Diagnostics;
using System.Globalization;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>A program that is killed, so that no code of its own runs any more, takes all its children with it.</summary>
public sealed class KilledParentTests : AuditedTests
{
    [LinuxTheory]
    [InlineData("stay")]
    [InlineData("stay stay session-stay")]
    [InlineData("stay leave session-deaf-stay")]
    public Task A_killed_parent_leaves_no_command(string family) => KillAndLook(["command", .. family.Split(' ')]);

    [LinuxFact]
    public async Task A_killed_parent_leaves_nobody_who_starts_one_program_after_another()
    {
        // The command itself has ended: what it left is known by its mark alone.
        for (var round = 0; round < 2; round++)
            await KillAndLook("shell", CommandFault.Restless + "echo $!; echo ready");
    }

    [LinuxTheory]
    [InlineData("")]
    [InlineData("hang")]
    [InlineData("hang-spinning")]
    [InlineData("block-the-pool")]
    [InlineData("stop")]
    [InlineData("leave-a-child-in-a-session")]
    public Task A_killed_parent_leaves_no_worker(string fault) => KillAndLook("worker", fault);

    [LinuxFact]
    public async Task A_parent_that_is_killed_while_it_switches_leaves_no_worker()
    {
        for (var round = 0; round < 3; round++)
            await KillAndLook("switching");
    }

    private static async Task KillAndLook(params string[] arguments)
    {
        using var parent = Process.Start(new ProcessStartInfo(ProbeProgram.Path, ProbeProgram.Arguments(["parent", .. arguments])) { RedirectStandardOutput = true })!;
        try
        {
            var known = new List<int>();
            while (await parent.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line && line != "ready")
                known.Add(int.Parse(line, CultureInfo.InvariantCulture));
            Assert.NotEmpty(known);
            // Its standby, what watches over it, and whatever else it has.
            known.AddRange(Holdings.ProcessesOf(parent.Id).Select(static process => process.Id));

            Ending.Send(parent.Id, Ending.Kill);
            await parent.WaitForExitAsync().WaitAsync(Patience);

            await Task.Run(() => Ending.Await(known, Patience));
            Assert.Empty(Holdings.ProcessesOf(parent.Id));
        }
        finally
        {
            if (!parent.HasExited)
                parent.Kill(entireProcessTree: true);
        }
    }
}
