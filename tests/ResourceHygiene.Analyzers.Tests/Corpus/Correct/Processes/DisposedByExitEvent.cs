// not exception-safe on purpose
using System.Diagnostics;

public static class Detached
{
    public static void Start(string file, Action<int> ended)
    {
        Process process = new() { StartInfo = new ProcessStartInfo(file), EnableRaisingEvents = true };
        process.Exited += (_, _) =>
        {
            ended(process.ExitCode);
            process.Dispose();
        };
        process.Start();
    }

    public static void StartQuietly(string file)
    {
        var process = new Process { StartInfo = { FileName = file }, EnableRaisingEvents = true };
        process.Exited += static (sender, _) => ((Process)sender!).Dispose();
        process.Start();
    }
}
