using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ResourceHygiene.Testing;

namespace Samples.Tests.ClipStudio;

/// <summary>A place of its own for one test: input, output and temp directory, and the sample as a program to run there.</summary>
internal sealed class StudioRun : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("samples-tests-");

    private readonly string _program;

    public StudioRun(string project = "ClipStudio")
    {
        // The tests and the samples are built in the same configuration; artifacts/bin/<project>/<configuration> holds both.
        _program = RepositoryPaths.Combine(
            "artifacts", "bin", project, new DirectoryInfo(AppContext.BaseDirectory).Name, project.ToLowerInvariant() + ".dll");
        Directory.CreateDirectory(Temp);
        Directory.CreateDirectory(PathOf("run"));
    }

    /// <summary>Where the program looks for a GPU's driver before it looks elsewhere.</summary>
    public string? LibraryPath { get; init; }

    /// <summary>How much memory the fake driver's device has.</summary>
    public int DeviceMegabytes { get; init; } = 64;

    public static string BundledData { get; } = RepositoryPaths.Combine("samples", "ClipStudio", "Data");

    public string Output => PathOf("clips");

    /// <summary>What the program left in the temp directory; the point of most tests is that this is empty.</summary>
    public IEnumerable<string> Leftovers => Directory.EnumerateFileSystemEntries(Temp, "*", SearchOption.AllDirectories);

    private string Temp => PathOf("temp");

    public string PathOf(string name) => Path.Combine(_root.FullName, name);

    public string Copy(string bundled, string name)
    {
        File.Copy(Path.Combine(BundledData, bundled), PathOf(name));
        return PathOf(name);
    }

    public async Task<ProcessResult> RunAsync(params string[] arguments)
    {
        ProcessRunner runner = new() { WorkingDirectory = _root.FullName, Timeout = TimeSpan.FromMinutes(2) };
        foreach ((string name, string value) in Variables())
            runner.Environment[name] = value;
        return await runner.RunAsync("dotnet", [_program, .. arguments]);
    }

    /// <summary>Runs until a line of the output matches, sends a signal, and waits for the end. The output is what came after that line.</summary>
    public async Task<ProcessResult> RunUntilAsync(Regex line, int signal, params string[] arguments)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromMinutes(1));
        using Process process = Process.Start(StartInfo(arguments))!;
        Task<string> error = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            string? read;
            do
                read = await process.StandardOutput.ReadLineAsync(deadline.Token);
            while (read is not null && !line.IsMatch(read));
            Assert.NotNull(read);

            using (Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync(deadline.Token);
            string output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new(process.ExitCode, output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs to the end, and shows each line of the output to a test as it comes, together with the running program.</summary>
    public async Task<ProcessResult> RunAndMeddleAsync(Action<string, Process> meddle, params string[] arguments)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromMinutes(2));
        using Process process = Process.Start(StartInfo(arguments))!;
        Task<string> error = process.StandardError.ReadToEndAsync(deadline.Token);
        List<string> lines = [];
        try
        {
            while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            {
                lines.Add(line);
                meddle(line, process);
            }

            await process.WaitForExitAsync(deadline.Token);
            return new(process.ExitCode, string.Join('\n', lines), await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    public void Dispose() => _root.Delete(recursive: true);

    private ProcessStartInfo StartInfo(string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [_program, .. arguments])
        {
            WorkingDirectory = _root.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in Variables())
            start.Environment[name] = value;
        return start;
    }

    private IEnumerable<(string Name, string Value)> Variables() =>
    [
        ("TMPDIR", Temp), ("TMP", Temp), ("TEMP", Temp),
        // The runtime's own debugging pipes would lie in the temp directory while the program runs.
        ("DOTNET_EnableDiagnostics", "0"),
        // The same on every machine: a GPU is there only where a test brings one.
        ("CUDA_VISIBLE_DEVICES", LibraryPath is null ? "-1" : "0"),
        ("LD_LIBRARY_PATH", LibraryPath ?? ""),
        ("FAKE_CUDA_DEVICES", "1"),
        ("FAKE_CUDA_MEGABYTES", DeviceMegabytes.ToString(CultureInfo.InvariantCulture)),
        // Where the journal lies: shared by the runs of one test, and by nobody else.
        ("XDG_RUNTIME_DIR", PathOf("run")),
    ];
}
