using System.Diagnostics;

public static class Limited
{
    public static bool Run(ProcessStartInfo info, TimeSpan limit)
    {
        using Process? process = Process.Start(info);
        if (process is null)
            return false;
        if (process.WaitForExit(limit))
            return process.ExitCode == 0;
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return false;
    }
}
