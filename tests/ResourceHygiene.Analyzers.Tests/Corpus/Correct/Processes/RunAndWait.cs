using System.Diagnostics;

public static class Shell
{
    public static async Task<(int ExitCode, string Output)> RunAsync(string file, string arguments, CancellationToken cancellation)
    {
        using Process process = new()
        {
            StartInfo = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, UseShellExecute = false },
        };
        process.Start();
        string output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, output);
    }
}
