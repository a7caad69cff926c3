using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ResourceHygiene.Tests;

/// <summary>The program tests/ExitProbe as a child process, which a test ends in some way.</summary>
internal sealed partial class Probe : IDisposable
{
    public const int Hup = 1, Int = 2, Quit = 3, Kill = 9, Term = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private Probe(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Starts the program and waits until it is ready to be ended.</summary>
    public static Probe Start(params string[] arguments) => Start(Program(), new Dictionary<string, string>(), arguments);

    /// <summary>The same with another build of the program, and with variables in its environment.</summary>
    public static Probe Start(IReadOnlyList<string> program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program[0], [.. program.Skip(1), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The crash of the rows with an exception need not leave a file.
            Environment = { ["DOTNET_DbgEnableMiniDump"] = "0" },
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        var probe = new Probe(process);
        probe.WaitUntilReady();
        return probe;
    }

    public static IReadOnlyList<string> Program() =>
        [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "ExitProbe.dll")];

    public void Send(int signal) => Assert.Equal(0, SendSignal(_process.Id, signal));

    /// <summary>Sends the signal, again and again, until the program has ended: it counts only from some time on.</summary>
    public void SendUntilEnded(int signal)
    {
        do
            _ = SendSignal(_process.Id, signal);
        while (!_process.WaitForExit(TimeSpan.FromMilliseconds(50)));
    }

    public void WriteLine() => _process.StandardInput.WriteLine();

    public async Task<string?> ReadLine() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    /// <summary>Exit code, and what was written after "ready".</summary>
    public async Task<(int ExitCode, string Output)> End()
    {
        var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return (_process.ExitCode, output.ReplaceLineEndings("\n"));
    }

    /// <summary>Whether it is still there after a while in which every other probe would have ended.</summary>
    public async Task<bool> HangsAfter(string line)
    {
        string? read;
        do
            read = await ReadLine();
        while (read != line && read is not null);

        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(2)));
        return read is not null && !_process.HasExited;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void WaitUntilReady()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (line == "ready")
                return;
        }
        Assert.Fail("The probe ended before it was ready.");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);
}
