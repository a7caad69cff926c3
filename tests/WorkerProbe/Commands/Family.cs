using System.Diagnostics;
using System.Runtime.InteropServices;

namespace WorkerProbe;

/// <summary>
/// Commands with children that try to get away. Each that is there prints its process id and then "ready"; the first argument says how
/// it lives, the rest is what it starts. <c>tree stay; session stay</c> would be a command that waits, with a child in a session of its own that waits.
/// </summary>
internal static class Family
{
    /// <param name="generations">
    /// For each generation one of: <c>stay</c> (waits), <c>leave</c> (starts its child and ends at once), each perhaps with <c>session-</c> in front (in a session
    /// of its own), <c>deaf-</c> (ignores SIGTERM), <c>bare-</c> (its child gets an empty environment), or <c>headless-</c> (its first thread ends, and
    /// the system calls it a zombie from then on).
    /// </param>
    public static int Run(string[] generations)
    {
        if (generations is not [var own, .. var others])
            return 0;

        var traits = own.Split('-');
        if (traits.Contains("session"))
        {
            // A leader of a group cannot found a session; then it is in one of its own already.
            _ = Native.SetSid();
        }
        if (traits.Contains("headless"))
        {
            var body = new Thread(() => Environment.Exit(Live(traits, others)));
            body.Start();
            Native.EndThread();
        }
        return Live(traits, others);
    }

    private static int Live(string[] traits, string[] others)
    {
        PosixSignalRegistration? deaf = null;
        if (traits.Contains("deaf"))
            deaf = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static context => context.Cancel = true);

        Console.WriteLine(Environment.ProcessId);
        if (others.Length > 0)
            StartChild(others, traits.Contains("bare"));
        if (traits.Contains("leave"))
            return 0;

        var code = others.Length == 0 ? CommandArea.Wait() : WaitSilently();
        deaf?.Dispose();
        return code;
    }

    /// <summary>The child has this process's outputs, so that its lines reach the test, and its own children's, too.</summary>
    private static void StartChild(string[] generations, bool bare)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(Family).Assembly.Location);
        foreach (var argument in (string[])["command", "tree", .. generations])
            start.ArgumentList.Add(argument);
        if (bare)
        {
            foreach (var name in start.Environment.Keys.Where(static name => !name.StartsWith("DOTNET", StringComparison.Ordinal)).ToArray())
                start.Environment.Remove(name);
        }
        Process.Start(start)!.Dispose();
    }

    private static int WaitSilently()
    {
        using var never = new ManualResetEventSlim();
        never.Wait(TimeSpan.FromMinutes(1));
        return 99;
    }
}
