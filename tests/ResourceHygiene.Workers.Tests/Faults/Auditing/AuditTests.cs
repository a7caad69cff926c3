using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>The audit itself sees what it is there for.</summary>
[Collection(Alone.Name)]
public sealed class AuditTests
{
    private readonly Audit _audit = new();

    [LinuxFact]
    public void Nothing_is_left_by_nothing() => _audit.AssertNothingIsLeft();

    [LinuxFact]
    public void A_child_process_and_its_pipe_are_seen_and_are_gone_when_it_was_waited_for()
    {
        using (var child = Process.Start(new ProcessStartInfo("/bin/cat") { RedirectStandardInput = true })!)
        {
            var left = _audit.Left(rounds: 1);
            Assert.Contains(left, thing => thing.StartsWith($"process {child.Id} of {Environment.ProcessId}: /bin/cat", StringComparison.Ordinal));
            Assert.Contains(left, static thing => thing.StartsWith("descriptor of pipe:", StringComparison.Ordinal) || thing.StartsWith("descriptor of socket:", StringComparison.Ordinal));
            child.StandardInput.Close();
            child.WaitForExit();
        }
        _audit.AssertNothingIsLeft();
    }

    [LinuxFact]
    public void A_process_of_somebody_elses_is_seen_by_its_mark()
    {
        // The shell starts it and ends: its parent is not this process any more.
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "/bin/sleep 60 >/dev/null & echo $!"])
        {
            RedirectStandardOutput = true,
            Environment = { [Holdings.Marker] = $"{Environment.ProcessId}-0-0" },
        })!;
        var id = int.Parse(shell.StandardOutput.ReadLine()!, System.Globalization.CultureInfo.InvariantCulture);
        shell.WaitForExit();
        try
        {
            Assert.Contains(_audit.Left(rounds: 1), thing => thing.StartsWith($"process {id} of ", StringComparison.Ordinal));
        }
        finally
        {
            using var sleep = Process.GetProcessById(id);
            sleep.Kill();
            sleep.WaitForExit();
        }
    }

    [LinuxFact]
    public void Shared_memory_is_seen_by_its_name_its_descriptor_and_its_mapping()
    {
        var path = $"/dev/shm/audit-{Environment.ProcessId}";
        using (var file = MemoryMappedFile.CreateFromFile(path, FileMode.CreateNew, null, 4096))
        using (file.CreateViewAccessor())
        {
            var left = _audit.Left(rounds: 1);
            Assert.Contains($"name {path}", left);
            Assert.Contains($"descriptor of {path}", left);
            Assert.Contains($"mapping of {path}", left);
        }
        File.Delete(path);
        _audit.AssertNothingIsLeft();
    }

    [LinuxFact]
    public void A_temporary_file_is_seen()
    {
        var path = Path.Combine(Path.GetTempPath(), "audit.tmp");
        File.WriteAllText(path, "");
        Assert.Contains($"name {path}", _audit.Left(rounds: 1));
        File.Delete(path);
        _audit.AssertNothingIsLeft();
    }
}
