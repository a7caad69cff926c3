using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ResourceHygiene.Tests;

/// <summary>Each row is a real process (tests/ExitProbe) that ends in one way: what was released, in which order, and its exit code.</summary>
public sealed partial class ExitCleanupTests
{
    private const string Released = "persisted index\nreleasing index\npersisted cache\nreleasing cache\nreport: 2 released, 30 B freed, 0 failed, 0 not reached\n";
    private const int Hup = 1, Int = 2, Quit = 3, Kill = 9, Term = 15;

    [Theory]
    [InlineData("return", 3, Released + "end of main\n")]
    [InlineData("return-without-dispose", 4, Released)]
    [InlineData("exit", 5, Released)]
    [InlineData("twice", 0, Released + "same report\n")]
    public async Task A_process_that_ends_by_itself_cleans_up_once(string way, int exitCode, string output)
    {
        using var probe = Probe.Start(way);

        Assert.Equal((exitCode, output), await probe.End());
    }

    [Fact]
    public async Task An_unhandled_exception_cleans_up_without_persisting()
    {
        using var probe = Probe.Start("throw");

        var (exitCode, output) = await probe.End();

        Assert.Equal("releasing index\nreleasing cache\nreport: 2 released, 30 B freed, 0 failed, 0 not reached\n", output);
        Assert.NotEqual(0, exitCode);
    }

    [UnixTheory]
    [InlineData(Term)]
    [InlineData(Int)]
    [InlineData(Hup)]
    [InlineData(Quit)]
    public async Task A_signal_cleans_up_and_ends_the_process_with_its_own_code(int signal)
    {
        using var probe = Probe.Start("wait");
        probe.Send(signal);

        Assert.Equal((128 + signal, Released), await probe.End());
    }

    [UnixTheory]
    [InlineData("return-while-a-signal-cleans-up")]
    [InlineData("leave-while-a-signal-cleans-up")]
    [InlineData("exit-while-a-signal-cleans-up")]
    [InlineData("throw-while-a-signal-cleans-up")]
    public async Task What_main_does_while_a_signal_cleans_up_does_not_change_the_exit_code(string way)
    {
        using var probe = Probe.Start(way);
        probe.Send(Term);

        Assert.Equal((128 + Term, Released), await probe.End());
    }

    [UnixFact]
    public async Task A_handler_that_hangs_does_not_hold_the_process_past_its_budget()
    {
        using var probe = Probe.Start("hang");
        probe.Send(Term);

        var (exitCode, output) = await probe.End();

        Assert.Equal(128 + Term, exitCode);
        Assert.Contains("1 released, 20 B freed, 1 failed", output, StringComparison.Ordinal);
        Assert.Contains("probe 'cache': failed: The release of probe 'cache' was still running at the end of the time.", output, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData(Int)]
    [InlineData(Term)]
    public async Task A_second_signal_ends_the_process_at_once(int second)
    {
        using var probe = Probe.Start("slow-second-signal");
        probe.Send(Term);
        Assert.Equal("slow begins", await probe.ReadLine());
        probe.Send(second);

        var (exitCode, output) = await probe.End();

        Assert.Equal(128 + second, exitCode);
        Assert.Empty(output);
    }

    [UnixFact]
    public async Task Kill_ends_the_process_without_clean_up()
    {
        using var probe = Probe.Start("wait");
        probe.Send(Kill);

        Assert.Equal((128 + Kill, ""), await probe.End());
    }

    private sealed partial class Probe : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        private readonly Process _process;

        private Probe(Process process) => _process = process;

        /// <summary>Starts the program and waits until it is ready to be ended.</summary>
        public static Probe Start(string way)
        {
            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
            {
                ArgumentList = { Path.Combine(AppContext.BaseDirectory, "ExitProbe.dll"), way },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                // The crash of the row with an exception need not leave a file.
                Environment = { ["DOTNET_DbgEnableMiniDump"] = "0" },
            };
            var process = Process.Start(start)!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            Assert.Equal("ready", process.StandardOutput.ReadLine());
            return new Probe(process);
        }

        public void Send(int signal) => Assert.Equal(0, SendSignal(_process.Id, signal));

        public async Task<string?> ReadLine() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

        /// <summary>Exit code, and what was written after "ready".</summary>
        public async Task<(int ExitCode, string Output)> End()
        {
            var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            await _process.WaitForExitAsync().WaitAsync(Patience);
            return (_process.ExitCode, output.ReplaceLineEndings("\n"));
        }

        public void Dispose()
        {
            if (!_process.HasExited)
                _process.Kill();
            _process.Dispose();
        }

        [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
        private static partial int SendSignal(int processId, int signal);
    }
}
