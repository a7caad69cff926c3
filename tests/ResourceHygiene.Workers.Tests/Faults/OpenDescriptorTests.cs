using System.Diagnostics;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>A native library may open a file without close-on-exec; here a shell does it.</summary>
public sealed class OpenDescriptorTests : AuditedTests
{
    [LinuxFact]
    public async Task What_lives_as_long_as_the_program_keeps_none_of_its_files_open()
    {
        using var directory = new ScriptDirectory();
        var file = directory.Script("lock", "");
        string[] arguments = ["-c", "exec 9>\"$0\"; exec \"$@\"", file, ProbeProgram.Path, .. ProbeProgram.Arguments("parent", "worker", "")];
        using var parent = Process.Start(new ProcessStartInfo("/bin/sh", arguments) { RedirectStandardOutput = true })!;
        int[] children = [];
        try
        {
            while (await parent.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line && line != "ready")
                Assert.NotEqual("", line);
            children = [.. Holdings.ProcessesOf(parent.Id).Select(static process => process.Id)];

            Assert.True(Holds(parent.Id, file));
            // A worker, and what watches over it.
            Assert.InRange(children.Length, 2, int.MaxValue);
            Assert.DoesNotContain(children, child => Holds(child, file));
        }
        finally
        {
            parent.Kill(entireProcessTree: true);
            await parent.WaitForExitAsync().WaitAsync(Patience);
            Ending.Await(children, Patience);
        }
    }

    private static bool Holds(int id, string file) =>
        Directory.EnumerateFileSystemEntries($"/proc/{id}/fd").Any(descriptor => new FileInfo(descriptor).LinkTarget == file);
}
