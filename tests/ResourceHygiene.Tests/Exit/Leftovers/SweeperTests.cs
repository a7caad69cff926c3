using System.Diagnostics;

namespace ResourceHygiene.Tests;

/// <summary>What a killed process left is undone, and nothing else. The dead owners are real processes that were killed.</summary>
public sealed class SweeperTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [UnixFact]
    public async Task A_thousand_dead_owners_are_swept_without_touching_a_live_one()
    {
        using var live = Probe.Start("own", _scratch.Path, "3");
        var kept = _scratch.ThingsThere;
        await LeaveBehind("own", _scratch.Path, "1000");
        using var own = _scratch.Open();
        using var mine = own.CreateTempDirectory("mine-", _scratch.Things);
        Assert.Equal((3 + 1000 + 1, 3 + 1000 + 1), (_scratch.JournalFiles.Length, _scratch.ThingsThere.Length));

        var report = Sweeper.Run(_scratch.Journals);

        Assert.Equal((1000, 1000, 4), (report.DeadOwners, report.Undone, report.LiveOwners));
        Assert.Empty(report.Problems);
        Assert.Equal(kept.Append(mine.Path).Order(StringComparer.Ordinal), _scratch.ThingsThere.Order(StringComparer.Ordinal));
        Assert.Equal(4, _scratch.JournalFiles.Length);

        live.Send(Probe.Kill);
        await live.End();
        Assert.Equal(3, Sweeper.Run(_scratch.Journals).Undone);
        Assert.Equal([mine.Path], _scratch.ThingsThere);
    }

    [UnixFact]
    public async Task Sweepers_that_run_at_the_same_time_undo_everything_once()
    {
        await LeaveBehind("own", _scratch.Path, "100");

        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Sweeper.Run(_scratch.Journals))));

        Assert.Equal(100, reports.Sum(report => report.Undone));
        Assert.All(reports, static report => Assert.Equal((0, 0), (report.Failed, report.Problems.Length)));
        Assert.Empty(_scratch.ThingsThere);
    }

    [UnixFact]
    public async Task A_child_process_of_a_dead_owner_is_ended()
    {
        using var owner = Probe.Start("own-child", _scratch.Path);
        var id = int.Parse((await owner.ReadLine())!, System.Globalization.CultureInfo.InvariantCulture);
        using var child = Process.GetProcessById(id);
        owner.Send(Probe.Kill);
        await owner.End();
        Assert.False(child.HasExited);

        var report = Sweeper.Run(_scratch.Journals);

        Assert.Equal((LeftoverKind.ChildProcess, LeftoverOutcome.Undone), (Assert.Single(report.Steps).Kind, report.Steps[0].Outcome));
        Assert.True(child.WaitForExit(TimeSpan.FromSeconds(30)));
    }

    [UnixFact]
    public async Task A_process_id_that_somebody_else_has_by_now_is_left_alone()
    {
        using var stranger = Process.Start("sleep", "60");
        var path = await LeaveBehindOne();
        Rewrite(path, record => record.Replace(
            Path.GetFileName(_scratch.ThingsThere[0]), $"{stranger.Id} 12345", StringComparison.Ordinal));

        // The id is right and the start time is not: another process, of which the record says nothing.
        Sweeper.Run(_scratch.Journals);

        Assert.False(stranger.HasExited);
        stranger.Kill();
    }

    [UnixFact]
    public async Task A_journal_whose_process_id_runs_again_with_another_start_time_belongs_to_a_dead_owner()
    {
        var dead = await LeaveBehindOne();
        // Our own id: it runs, but it did not start when that owner started.
        var name = Path.GetFileName(dead).Split('-');
        File.Move(dead, Path.Combine(_scratch.Journals, $"{name[0]}-{Environment.ProcessId}-{name[2]}-{name[3]}"));

        Assert.Equal((1, 1, 0), Counts(Sweeper.Run(_scratch.Journals)));
    }

    [UnixFact]
    public async Task A_journal_of_another_boot_is_swept_even_where_its_process_id_runs()
    {
        var dead = await LeaveBehindOne();
        var name = Path.GetFileName(dead).Split('-');
        File.Move(dead, Path.Combine(_scratch.Journals, $"{new string('0', 32)}-{Environment.ProcessId}-{name[2]}-{name[3]}"));

        Assert.Equal((1, 1, 0), Counts(Sweeper.Run(_scratch.Journals)));
    }

    [UnixFact]
    public async Task A_locked_journal_is_live_whatever_it_says()
    {
        var dead = await LeaveBehindOne();
        using (new FileStream(dead, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Assert.Equal((0, 0, 1), Counts(Sweeper.Run(_scratch.Journals)));

        Assert.Single(_scratch.ThingsThere);
        Assert.Equal((1, 1, 0), Counts(Sweeper.Run(_scratch.Journals)));
    }

    [UnixFact]
    public async Task A_path_that_was_replaced_by_a_symbolic_link_is_not_followed()
    {
        await LeaveBehindOne();
        var path = Assert.Single(_scratch.ThingsThere);
        var precious = Directory.CreateDirectory(Path.Combine(_scratch.Path, "precious")).FullName;
        File.WriteAllText(Path.Combine(precious, "data"), "x");
        Directory.Delete(path, recursive: true);
        Directory.CreateSymbolicLink(path, precious);

        var step = Assert.Single(Sweeper.Run(_scratch.Journals).Steps);

        Assert.Equal((LeftoverOutcome.NotOurs, "replaced by a symbolic link"), (step.Outcome, step.Message));
        Assert.True(File.Exists(Path.Combine(precious, "data")));
        Assert.Empty(_scratch.JournalFiles);
    }

    [UnixFact]
    public async Task A_parent_that_was_replaced_by_a_symbolic_link_is_not_followed()
    {
        await LeaveBehindOne();
        var path = Assert.Single(_scratch.ThingsThere);
        var precious = Directory.CreateDirectory(Path.Combine(_scratch.Path, "precious", Path.GetFileName(path))).FullName;
        File.WriteAllText(Path.Combine(precious, "data"), "x");
        Directory.Move(_scratch.Things, Path.Combine(_scratch.Path, "moved"));
        Directory.CreateSymbolicLink(_scratch.Things, Path.GetDirectoryName(precious)!);

        Assert.Equal(LeftoverOutcome.NotOurs, Assert.Single(Sweeper.Run(_scratch.Journals).Steps).Outcome);
        Assert.True(File.Exists(Path.Combine(precious, "data")));
        File.Delete(_scratch.Things);
        Directory.CreateDirectory(_scratch.Things);
    }

    [UnixFact]
    public async Task Another_directory_under_the_same_name_is_left_alone()
    {
        await LeaveBehindOne();
        var path = Assert.Single(_scratch.ThingsThere);
        // Moved and not deleted, so that the file system cannot give its number to the new one.
        Directory.Move(path, Path.Combine(_scratch.Path, "moved"));
        Directory.CreateDirectory(path);

        Assert.Equal(LeftoverOutcome.NotOurs, Assert.Single(Sweeper.Run(_scratch.Journals).Steps).Outcome);
        Assert.True(Directory.Exists(path));
    }

    [UnixFact]
    public async Task Links_inside_a_leftover_are_deleted_and_not_followed()
    {
        await LeaveBehindOne();
        var path = Assert.Single(_scratch.ThingsThere);
        var precious = Directory.CreateDirectory(Path.Combine(_scratch.Path, "precious")).FullName;
        File.WriteAllText(Path.Combine(precious, "data"), "x");
        Directory.CreateSymbolicLink(Path.Combine(path, "link"), precious);

        Assert.Equal(1, Sweeper.Run(_scratch.Journals).Undone);

        Assert.True(File.Exists(Path.Combine(precious, "data")));
        Assert.Empty(_scratch.ThingsThere);
    }

    [UnixFact]
    public async Task A_torn_record_is_skipped_and_reported_and_the_others_count()
    {
        await LeaveBehind("own", _scratch.Path, "1");
        var journal = Assert.Single(_scratch.JournalFiles);
        var path = Assert.Single(_scratch.ThingsThere);
        var bytes = File.ReadAllBytes(journal);
        // Behind the good record: the beginning of another, as a power failure may leave it.
        Array.Copy(bytes, 256, bytes, 1024, 60);
        bytes[1024 + 50] ^= 0xff;
        File.WriteAllBytes(journal, bytes);

        var report = Sweeper.Run(_scratch.Journals);

        Assert.Contains("byte 1024 is damaged", Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Equal((path, LeftoverOutcome.Undone), (Assert.Single(report.Steps).Name, report.Steps[0].Outcome));
        Assert.Empty(_scratch.JournalFiles);
    }

    [UnixTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Random_damage_never_throws_and_never_deletes_what_was_not_journalled(int seed)
    {
        var bystander = Directory.CreateDirectory(_scratch.Thing("bystander")).FullName;
        await LeaveBehind("own", _scratch.Path, "25");
        var random = new Random(seed);
        foreach (var journal in _scratch.JournalFiles)
        {
            var bytes = File.ReadAllBytes(journal);
            for (var i = 0; i < 40; i++)
                bytes[random.Next(1024)] = (byte)random.Next(256);
            File.WriteAllBytes(journal, random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
        }

        var report = Sweeper.Run(_scratch.Journals);

        Assert.True(Directory.Exists(bystander));
        Assert.Equal(25, report.DeadOwners + report.Problems.Count(static problem => problem.Contains("another version", StringComparison.Ordinal)));
    }

    [UnixFact]
    public async Task A_journal_of_a_later_version_is_left_alone_and_reported()
    {
        var journal = await LeaveBehindOne();
        var bytes = File.ReadAllBytes(journal);
        bytes[3] = (byte)'9';
        File.WriteAllBytes(journal, bytes);

        var report = Sweeper.Run(_scratch.Journals);

        Assert.Contains("another version", Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Single(_scratch.ThingsThere);
        Assert.Equal([journal], _scratch.JournalFiles);
    }

    [UnixFact]
    public async Task A_cancelled_sweep_leaves_the_rest_to_the_next()
    {
        await LeaveBehind("own", _scratch.Path, "5");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        Assert.Equal(0, Sweeper.Run(_scratch.Journals, cancelled.Token).Undone);
        Assert.Equal(5, Sweeper.Run(_scratch.Journals).Undone);
    }

    [Fact]
    public void Where_nobody_journalled_there_is_nothing_to_sweep()
    {
        var report = Sweeper.Run(_scratch.Journals);

        Assert.Equal((0, 0, 0), Counts(report));
        Assert.Empty(report.Problems);
        Assert.False(Directory.Exists(_scratch.Journals));
    }

    private static (int Dead, int Undone, int Live) Counts(LeftoverReport report) => (report.DeadOwners, report.Undone, report.LiveOwners);

    /// <summary>Starts an owner and kills it once it has made everything.</summary>
    private static async Task LeaveBehind(params string[] arguments)
    {
        using var owner = Probe.Start(arguments);
        owner.Send(Probe.Kill);
        Assert.Equal(128 + Probe.Kill, (await owner.End()).ExitCode);
    }

    private async Task<string> LeaveBehindOne()
    {
        await LeaveBehind("own", _scratch.Path, "1");
        return Assert.Single(_scratch.JournalFiles);
    }

    /// <summary>Makes the only record one of a process, with a checksum that is right.</summary>
    private static void Rewrite(string journal, Func<string, string> change)
    {
        var bytes = File.ReadAllBytes(journal);
        var record = bytes.AsSpan(256, 256);
        int length = BitConverter.ToUInt16(record[8..]);
        var name = change(Path.GetFileName(System.Text.Encoding.UTF8.GetString(record.Slice(40, length))));
        record[5] = (byte)LeftoverKind.ChildProcess;
        record[40..].Clear();
        length = System.Text.Encoding.UTF8.GetBytes(name, record[40..]);
        BitConverter.TryWriteBytes(record[8..], (ushort)length);
        var hash = 2166136261u;
        foreach (var value in (byte[])[.. record[5..12], .. record.Slice(32, 8 + length)])
            hash = (hash ^ value) * 16777619u;
        BitConverter.TryWriteBytes(record[12..], hash);
        File.WriteAllBytes(journal, bytes);
    }
}
