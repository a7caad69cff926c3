using System.Runtime.CompilerServices;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>A temp directory for this test process and its children alone: what others write to theirs says nothing about us.</summary>
internal static class OwnTempDirectory
{
#pragma warning disable CA2255 // It has to be there before anything asks for the temp directory.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Create()
    {
        if (OperatingSystem.IsWindows())
            return;
        var directory = Directory.CreateTempSubdirectory("rh-workers-tests-");
        Environment.SetEnvironmentVariable("TMPDIR", directory.FullName);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => directory.Delete(recursive: true);
    }
}
