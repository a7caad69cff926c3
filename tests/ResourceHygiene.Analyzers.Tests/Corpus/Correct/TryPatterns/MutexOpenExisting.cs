public static class SingleInstance
{
    public static bool SignalOther(string name)
    {
        if (!Mutex.TryOpenExisting(name, out Mutex? mutex))
            return false;
        using (mutex)
        {
            bool entered = mutex.WaitOne(0);
            if (entered)
                mutex.ReleaseMutex();
            return !entered;
        }
    }
}
