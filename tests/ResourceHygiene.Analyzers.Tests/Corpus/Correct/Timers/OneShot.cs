// not exception-safe on purpose
public static class OneShot
{
    // The timer lives in its own callback until it has run.
    public static void Run(TimeSpan delay, Action action)
    {
        Timer? timer = null;
        timer = new Timer(_ =>
        {
            timer!.Dispose();
            action();
        });
        timer.Change(delay, Timeout.InfiniteTimeSpan);
    }
}
