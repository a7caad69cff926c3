using System.Globalization;
using ResourceHygiene.Workers;

namespace WorkerProbe;

/// <summary>A worker: <c>WorkerProbe worker &lt;how it starts&gt; …</c>. Called by anybody but a parent it says so and ends.</summary>
internal static class WorkerArea
{
    public static int Run(string[] args)
    {
        Conversation.Remember();
        switch (args)
        {
            case ["serve"]:
                return Serve(FaultService.Service);
            case ["serve-another-contract"]:
                return Serve(FaultService.Of("2"));
            case ["serve-nothing"]:
                return Serve();
            case ["start-slowly", var milliseconds]:
                Thread.Sleep(int.Parse(milliseconds, CultureInfo.InvariantCulture));
                return Serve(FaultService.Service);
            case ["print-first"]:
                Console.WriteLine("Welcome to the probe!");
                return Serve(FaultService.Service);
            case ["exit-at-once", var code]:
                Console.Error.WriteLine("The probe has no licence.");
                return int.Parse(code, CultureInfo.InvariantCulture);
            case ["print-half-a-character"]:
                using (var error = Console.OpenStandardError())
                    error.Write([.. "caf"u8, 0xC3]);
                return 3;
            case ["never-ready"]:
                using (var never = new ManualResetEventSlim())
                    never.Wait(TimeSpan.FromMinutes(1));
                return 99;
            case ["exit-until", var path, var times]:
                // How often it was started is kept in a file, a byte a time.
                using (var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
                    file.WriteByte(0);
                return new FileInfo(path).Length <= int.Parse(times, CultureInfo.InvariantCulture) ? 5 : Serve(FaultService.Service);
            default:
                return Areas.Unknown($"worker {string.Join(' ', args)}");
        }
    }

    private static int Serve(params WorkerService[] services) =>
        WorkerHost.TryRun(out var exitCode, services) ? exitCode : Areas.Unknown("worker without a parent");
}
