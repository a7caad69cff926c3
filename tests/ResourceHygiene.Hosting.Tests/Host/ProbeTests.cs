using System.Diagnostics;
using System.Runtime.InteropServices;
using ResourceHygiene.Tests;

namespace ResourceHygiene.Hosting.Tests.Host;

/// <summary>Each row is a real hosted process (tests/HostProbe) that ends in one way.</summary>
public sealed partial class ProbeTests
{
    private const int Hup = 1, Int = 2, Quit = 3, Term = 15;

    [UnixTheory]
    [InlineData(Term)]
    [InlineData(Int)]
    [InlineData(Hup)]
    [InlineData(Quit)]
    public async Task A_signal_stops_the_host_and_then_releases(int signal)
    {
        using var probe = Probe.Start("wait");
        probe.Send(signal);

        Assert.Equal((0, "service stops\nreleasing index\nend of main\n"), await probe.End());
    }

    [UnixFact]
    public async Task A_service_that_overruns_its_stop_keeps_neither_the_resources_nor_the_process()
    {
        using var probe = Probe.Start("overrun");
        probe.Send(Term);

        Assert.Equal((128 + Term, "service stops\nreleasing index\n"), await probe.End());
    }

    [UnixTheory]
    [InlineData(Int)]
    [InlineData(Term)]
    public async Task A_second_signal_ends_the_process_at_once(int second)
    {
        using var probe = Probe.Start("slow");
        probe.Send(Term);
        Assert.Equal("service stops", await probe.ReadLine());
        probe.SendUntilEnded(second);

        Assert.Equal((128 + second, ""), await probe.End());
    }

    [UnixTheory]
    [InlineData(Term, Term)]
    [InlineData(Int, Int)]
    [InlineData(Term, Hup)]
    [InlineData(Hup, Hup)]
    public async Task A_signal_that_is_sent_twice_at_once_does_not_cut_the_stop_short(int first, int second)
    {
        using var probe = Probe.Start("wait");
        probe.Send(first);
        probe.Send(second);

        Assert.Equal((0, "service stops\nreleasing index\nend of main\n"), await probe.End());
    }

    [Fact]
    public async Task A_background_service_that_throws_fails_the_process()
    {
        using var probe = Probe.Start("background-throws");

        Assert.Equal((1, "service stops\nreleasing index\nend of main\n"), await probe.End());
    }

    [UnixFact]
    public async Task A_release_that_leaves_during_the_stop_does_not_keep_the_others_from_their_turn()
    {
        using var probe = Probe.Start("release-exits");
        probe.Send(Int);
        Assert.Equal("service stops", await probe.ReadLine());
        // Impatience that comes too early to be any.
        probe.Send(Int);

        var (exitCode, output) = await probe.End();

        // Main's own code, or the handler's: two threads asked for the end.
        Assert.Contains(exitCode, new[] { 0, 6 });
        Assert.StartsWith("leaving\nreleasing index\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaving_without_stopping_the_host_releases()
    {
        using var probe = Probe.Start("exit");

        Assert.Equal((5, "releasing index\n"), await probe.End());
    }

    private sealed partial class Probe : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        private readonly Process _process;

        private Probe(Process process) => _process = process;

        /// <summary>Starts the program and waits until its host has started.</summary>
        public static Probe Start(string way)
        {
            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
            {
                ArgumentList = { Path.Combine(AppContext.BaseDirectory, "HostProbe.dll"), way },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            var process = Process.Start(start)!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            Assert.Equal("ready", process.StandardOutput.ReadLine());
            return new Probe(process);
        }

        public void Send(int signal) => Assert.Equal(0, SendSignal(_process.Id, signal));

        /// <summary>Sends the signal, again and again, until the program has ended: it counts only from some time on.</summary>
        public void SendUntilEnded(int signal)
        {
            do
                _ = SendSignal(_process.Id, signal);
            while (!_process.WaitForExit(TimeSpan.FromMilliseconds(50)));
        }

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
