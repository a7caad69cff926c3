using System.Reflection;

namespace WorkerProbe;

/// <summary>Finds <c>WorkerProbe.XArea.Run(string[])</c> for the first argument <c>x</c>; it gets the other arguments.</summary>
internal static class Areas
{
    /// <summary>What a test gets that asked for something that is not there.</summary>
    private const int NoSuchArea = 250;

    public static async Task<int> Run(string[] args)
    {
        var run = args is [var area, ..]
            ? typeof(Areas).Assembly.GetType($"WorkerProbe.{area}Area", throwOnError: false, ignoreCase: true)
                ?.GetMethod("Run", BindingFlags.Public | BindingFlags.Static, [typeof(string[])])
            : null;
        // Unwrapped: an exception that a fault asks for is to end the process as it would anywhere.
        switch (run?.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, [args[1..]], culture: null))
        {
            case int code:
                return code;
            case Task<int> code:
                return await code;
            default:
                return Unknown(string.Join(' ', args));
        }
    }

    /// <summary>Says so, and gives the exit code for it.</summary>
    public static int Unknown(string what)
    {
        Console.Error.WriteLine($"The probe knows no '{what}'.");
        return NoSuchArea;
    }
}
