public static class AtExit
{
    public static void LogConsole(string path)
    {
        StreamWriter writer = new(path, append: true);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => writer.Dispose();
        Console.SetOut(writer);
    }

    public static void KeepPid(string path)
    {
        FileStream pid = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 16, FileOptions.DeleteOnClose);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => pid.Dispose();
    }
}
