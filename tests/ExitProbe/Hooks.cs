using System.Runtime.Loader;
using ResourceHygiene;

/// <summary>Says which of the platform's ways to notice the end were taken, one letter a line.</summary>
internal static class Hooks
{
    /// <summary>U: UnhandledException. A: unloading of the load context. P: ProcessExit. F, by the caller: finally. C, by a resource: clean-up.</summary>
    public static void Observe()
    {
        AppDomain.CurrentDomain.UnhandledException += static (_, _) => Say("U");
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => Say("P");
        AssemblyLoadContext.Default.Unloading += static _ => Say("A");
    }

    public static void Say(string what)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(what);
            Console.Out.Flush();
        }
    }
}

/// <summary>Says that it was released.</summary>
internal sealed class Said(string what) : IDisposable
{
    public void Dispose() => Hooks.Say(what);
}
