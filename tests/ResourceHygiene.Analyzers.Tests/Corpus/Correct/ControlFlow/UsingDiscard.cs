public sealed class Region(string name) : IDisposable
{
    private readonly long _start = Environment.TickCount64;
    public void Dispose() => Console.WriteLine($"{name}: {Environment.TickCount64 - _start} ms");
}

public static class Profiling
{
    private static Region Enter(string name) => new(name);

    public static void Run(Action work)
    {
        using (_ = new Region("all"))
        {
            using (Enter("work"))
                work();
            using var _1 = Enter("rest");
            work();
        }
    }
}
