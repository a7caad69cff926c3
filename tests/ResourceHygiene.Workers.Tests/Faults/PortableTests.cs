using System.Diagnostics;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>What other systems than Linux have, on Linux: children by <see cref="Process"/>, and segments that are files.</summary>
public sealed class PortableTests : AuditedTests
{
    [LinuxTheory]
    [InlineData("0", "its own")]
    [InlineData("1", "shared")]
    public async Task Commands_pools_and_workers_do_the_same_by_other_means(string portable, string session)
    {
        using var directory = new ScriptDirectory();
        var start = new ProcessStartInfo(ProbeProgram.Path, ProbeProgram.Arguments("portable", directory.Path)) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RESOURCE_HYGIENE_PORTABLE_PROCESSES"] = portable;
        using var program = Process.Start(start)!;
        try
        {
            var errors = program.StandardError.ReadToEndAsync();
            var output = await program.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            await program.WaitForExitAsync().WaitAsync(Patience);

            var expected =
                $"""
                session: {session}
                input: through
                joined: err out
                exit code: 3
                discarded: 4
                variables: x-
                too long: TimedOut
                too much: OutputLimit
                not there: NotFound
                no program: NotExecutable
                cancelled: Canceled, nothing lives
                pool: True
                payload: text True
                crash: Crashed
                nonsense: ProtocolViolated
                died while writing: Crashed
                payload: text True
                segments in use: 0
                children left: {(portable == "1" ? 0 : 1)}
                segments left: 0

                """;
            Assert.Equal(expected, output + await errors);
        }
        finally
        {
            if (!program.HasExited)
                program.Kill(entireProcessTree: true);
        }
    }
}
