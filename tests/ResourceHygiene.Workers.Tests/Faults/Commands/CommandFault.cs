using System.Globalization;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>One row of the table of commands that go wrong.</summary>
/// <param name="Request">The command. Where its output is captured, "ready" is not waited for.</param>
/// <param name="Failure">What must result; null for a result, whatever its exit code.</param>
internal sealed record CommandFault(CommandRequest Request, CommandFailure? Failure = null)
{
    /// <summary>Where it ends by itself.</summary>
    public int? ExitCode { get; init; }

    public int? Signal { get; init; }

    /// <summary>Looks at what is known of it.</summary>
    public Action<CommandResult>? Check { get; init; }

    /// <summary>The rows, by what is wrong.</summary>
    public static IReadOnlyDictionary<string, CommandFault> Rows { get; } = new Dictionary<string, CommandFault>
    {
        ["no program of that name"] = new(new("no-such-program-anywhere"), CommandFailure.NotFound),
        ["no file at that path"] = new(new("/nowhere/program"), CommandFailure.NotFound),
        ["a file that is no program"] = new(new("/etc/passwd"), CommandFailure.NotExecutable),
        ["a directory"] = new(new("/tmp"), CommandFailure.NotExecutable),
        ["no such working directory"] = new(new("/bin/true") { WorkingDirectory = "/nowhere" }, CommandFailure.BadDirectory),
        ["a working directory that is a file"] = new(new("/bin/true") { WorkingDirectory = "/etc/passwd" }, CommandFailure.BadDirectory),
        ["an exit code"] = new(Probe("exit", "3")) { ExitCode = 3 },
        ["an unhandled exception"] = new(Probe("throw"), CommandFailure.Killed) { Signal = 6 },
        ["aborts"] = new(Probe("abort"), CommandFailure.Killed) { Signal = 6 },
        ["kills itself"] = new(Probe("kill-self", "9"), CommandFailure.Killed) { Signal = 9 },
        ["far more output than a pipe holds, on both"] = new(Probe("both", "300000"))
        {
            ExitCode = 0,
            Check = static result => Assert.Equal((300_000, 300_000), (result.Output.Bytes.Length, result.Error.Bytes.Length)),
        },
        ["more output than is allowed"] = new(
            Probe("endless") with { Output = CommandOutput.Capture(limit: 100_000) }, CommandFailure.OutputLimit)
        {
            Check = static result => Assert.Equal((100_000, true), (result.Output.Bytes.Length, result.Output.IsTruncated)),
        },
        ["more output than is kept"] = new(
            Probe("out", "300000") with { Output = CommandOutput.Capture(limit: 100_000, OutputLimitAction.Truncate) })
        {
            ExitCode = 0,
            Check = static result => Assert.Equal((100_000, 300_000L, true), (result.Output.Bytes.Length, result.Output.TotalBytes, result.Output.IsTruncated)),
        },
        ["never reads the input it gets"] = new(Probe("deaf", "10") with { Input = CommandInput.FromBytes(new byte[1_000_000]) }) { ExitCode = 0 },
        ["copies its input to its output"] = new(Probe("cat") with { Input = CommandInput.FromBytes(new byte[1_000_000]) })
        {
            ExitCode = 0,
            Check = static result => Assert.Equal(1_000_000, result.Output.Bytes.Length),
        },
        ["closes its input and goes on"] = new(Shell("exec 0<&-; echo on") with { Input = CommandInput.FromBytes(new byte[1_000_000]) })
        {
            ExitCode = 0,
            Check = static result => Assert.Equal("on\n", result.Output.Text),
        },
        ["output without an end of line, and some that is no text"] = new(Shell("printf 'a\\000\\377\\n'; printf rest; printf last >&2; exit 3"))
        {
            ExitCode = 3,
            Check = static result =>
            {
                Assert.Equal([(byte)'a', 0, 0xFF, (byte)'\n', .. "rest"u8], result.Output.Bytes.ToArray());
                Assert.Equal("last", result.Error.Text);
            },
        },
        ["closes its output before it ends"] = new(Probe("close-output") with { Input = CommandInput.FromText("go on\n") }) { ExitCode = 7 },
        ["the input cannot be read"] = new(
            Probe("count") with { Input = CommandInput.FromWriter(static (_, _) => throw new IOException("a bad disk")) }, CommandFailure.StreamFailed),
        ["the reader of the output throws"] = new(
            Probe("endless") with { Output = CommandOutput.ToReader(static (_, _) => throw new IOException("a full disk")) }, CommandFailure.StreamFailed),
        ["takes too long"] = new(Shell("exec sleep 60") with { Timeout = TimeSpan.FromMilliseconds(100) }, CommandFailure.TimedOut),
        ["takes too long and does not listen"] = new(
            Shell("trap '' TERM; sleep 60 & wait; sleep 60") with { Timeout = TimeSpan.FromMilliseconds(100), GracePeriod = TimeSpan.FromMilliseconds(50) },
            CommandFailure.TimedOut),
        ["takes too long and writes for ever"] = new(
            Probe("endless") with { Output = CommandOutput.Capture(limit: 1000, OutputLimitAction.Truncate), Timeout = TimeSpan.FromMilliseconds(300) },
            CommandFailure.TimedOut),
        ["leaves a child behind that holds its output open"] = new(Shell("sleep 60 & exit 4")) { ExitCode = 4 },
        ["leaves a child behind in a session of its own"] = new(Shell("setsid sleep 60 & exit 4")) { ExitCode = 4 },
        ["leaves a child behind that does not listen"] = new(
            Shell("setsid sh -c 'trap \"\" TERM; sleep 60; sleep 60' & exit 4") with { GracePeriod = TimeSpan.FromMilliseconds(50) }) { ExitCode = 4 },
        ["leaves a daemon behind, twice forked"] = new(Shell("(setsid sh -c 'sleep 60 & sleep 60' &) ; exit 4")) { ExitCode = 4 },
        ["goes on making children"] = new(
            Shell("while true; do setsid sleep 60 & sleep 0.01; done") with { Timeout = TimeSpan.FromMilliseconds(300), GracePeriod = TimeSpan.Zero },
            CommandFailure.TimedOut),
    };

    /// <summary>
    /// A part of a script: starts what, in a session of its own, is always on its way to its next program, does not listen, and for about a fifth of
    /// its time has no variables that anybody could read, as arranging so many arguments takes the system a while; and waits until that begins.
    /// </summary>
    public const string Restless = """
        setsid sh -c 'trap "" TERM; set -- env; while [ $# -lt 60000 ]; do set -- "$@" "$@"; done; exec "$@" sleep 60' &
        while read -r name < /proc/$!/comm; [ "$name" != env ]; do :; done
        """ + "\n";

    public static TheoryData<string> Names => [.. Rows.Keys];

    public static CommandRequest Probe(params string[] arguments) => new(ProbeProgram.Path, ProbeProgram.Arguments(["command", .. arguments]));

    public static CommandRequest Shell(string script) => new("/bin/sh", "-c", script);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Request} -> {Failure}");
}
