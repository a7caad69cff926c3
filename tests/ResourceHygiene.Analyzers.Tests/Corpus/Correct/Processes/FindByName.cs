using System.Diagnostics;

public static class Instances
{
    public static int Count(string name)
    {
        Process[] processes = Process.GetProcessesByName(name);
        try
        {
            return processes.Length;
        }
        finally
        {
            foreach (Process process in processes)
                process.Dispose();
        }
    }

    public static bool IsRunning(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
