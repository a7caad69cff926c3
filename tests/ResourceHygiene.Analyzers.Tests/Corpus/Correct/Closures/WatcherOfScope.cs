public static class Watching
{
    public static bool WaitForChange(string folder, TimeSpan limit)
    {
        using var changed = new ManualResetEventSlim();
        using var watcher = new FileSystemWatcher(folder);
        watcher.Changed += (_, _) => changed.Set();
        watcher.EnableRaisingEvents = true;
        return changed.Wait(limit);
    }
}
