public static class Ticks
{
    public static int During(TimeSpan time)
    {
        int count = 0;
        using var log = new StringWriter();
        using var timer = new System.Timers.Timer(10);
        timer.Elapsed += (_, e) => log.WriteLine(e.SignalTime);
        timer.Elapsed += (_, _) => count++;
        timer.Start();
        Thread.Sleep(time);
        timer.Stop();
        return count;
    }
}
