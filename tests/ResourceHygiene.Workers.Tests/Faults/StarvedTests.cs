using System.Diagnostics;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>
/// A program that has as many files open as it may, at each number of descriptors that are left: what cannot be done says so, what runs is ended all
/// the same, and it recovers.
/// </summary>
public sealed class StarvedTests : AuditedTests
{
    [LinuxFact]
    public async Task Commands_start_or_say_that_they_did_not()
    {
        var outcomes = await Run("start-commands");

        Assert.Equal(("text", "StartFailed"), (outcomes[0], outcomes[1]));
        Assert.Equal("text", outcomes[^1]);
        Assert.All(outcomes, static outcome => Assert.Contains(outcome, new[] { "text", "StartFailed" }));
    }

    [LinuxFact]
    public async Task Workers_start_or_say_that_they_did_not()
    {
        var outcomes = await Run("start-workers");

        Assert.Equal(("3 bytes", "no segment: IOException"), (outcomes[0], outcomes[1]));
        Assert.All(outcomes, static outcome => Assert.Contains(outcome, new[] { "3 bytes", "CannotStart", "CommandThrew", "no segment: IOException" }));
    }

    [LinuxFact]
    public async Task A_command_is_ended_with_those_that_left_its_session() =>
        Assert.Equal(["cancelled, nothing lives", "cancelled, nothing lives"], await Run("end-a-command"));

    [LinuxFact]
    public async Task A_worker_that_died_is_noticed_and_disposal_ends() =>
        Assert.Equal(["Crashed, nothing lives", "Crashed, nothing lives"], await Run("lose-a-worker"));

    /// <summary>
    /// The runtime needs descriptors of its own at moments of its choice, and where it gets none it says that it is out of memory and aborts: such a
    /// program has shown nothing, and is started again.
    /// </summary>
    /// <returns>What it printed, but for the last line, which must be that nothing is left over.</returns>
    private static async Task<string[]> Run(string what)
    {
        const int Aborted = 128 + 6;
        var (exitCode, lines, errors) = (0, Array.Empty<string>(), "");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            (exitCode, lines, errors) = await Start(what);
            if (exitCode != Aborted || !errors.StartsWith("Out of memory.", StringComparison.Ordinal))
                break;
        }
        Assert.True(exitCode == 0 && lines is [.., "left over: "], string.Join('\n', [$"exit code {exitCode}", .. lines, errors]));
        return lines[..^1];
    }

    private static async Task<(int ExitCode, string[] Lines, string Errors)> Start(string what)
    {
        using var program = Process.Start(new ProcessStartInfo(ProbeProgram.Path, ProbeProgram.Arguments("starved", what)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var errors = program.StandardError.ReadToEndAsync();
            var lines = (await program.StandardOutput.ReadToEndAsync().WaitAsync(Patience)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await program.WaitForExitAsync().WaitAsync(Patience);
            return (program.ExitCode, lines, await errors);
        }
        finally
        {
            if (!program.HasExited)
                program.Kill(entireProcessTree: true);
        }
    }
}
