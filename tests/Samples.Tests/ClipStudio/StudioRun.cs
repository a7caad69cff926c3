using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ResourceHygiene.Testing;

namespace Samples.Tests.ClipStudio;

/// <summary>A place of its own for one test: input, output and temp directory, and the sample as a program to run there.</summary>
internal sealed class StudioRun : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("samples-tests-");

    public StudioRun() => Directory.CreateDirectory(Temp);

    public static string BundledData { get; } = RepositoryPaths.Combine("samples", "ClipStudio", "Data");

    public string Output => PathOf("clips");

    /// <summary>What the program left in the temp directory; the point of most tests is that this is empty.</summary>
    public IEnumerable<string> Leftovers => Directory.EnumerateFileSystemEntries(Temp, "*", SearchOption.AllDirectories);

    private string Temp => PathOf("temp");

    // The tests and the sample are built in the same configuration; artifacts/bin/<project>/<configuration> holds both.
    private static string Program => RepositoryPaths.Combine(
        "artifacts", "bin", "ClipStudio", new DirectoryInfo(AppContext.BaseDirectory).Name, "clipstudio.dll");

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
        return await runner.RunAsync("dotnet", [Program, .. arguments]);
    }

    /// <summary>Runs until a line of the output matches, sends a signal, and waits for the end.</summary>
    public async Task<(int ExitCode, string Error)> RunUntilAsync(Regex line, int signal, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Program, .. arguments])
        {
            WorkingDirectory = _root.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in Variables())
            start.Environment[name] = value;

        using CancellationTokenSource deadline = new(TimeSpan.FromMinutes(1));
        using Process process = Process.Start(start)!;
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
            await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    public void Dispose() => _root.Delete(recursive: true);

    private IEnumerable<(string Name, string Value)> Variables() =>
    [
        ("TMPDIR", Temp), ("TMP", Temp), ("TEMP", Temp),
        // The runtime's own debugging pipes would lie in the temp directory while the program runs.
        ("DOTNET_EnableDiagnostics", "0"),
    ];
}
