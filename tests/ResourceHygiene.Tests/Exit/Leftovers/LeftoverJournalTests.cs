using System.Diagnostics;

namespace ResourceHygiene.Tests;

public sealed class LeftoverJournalTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_temporary_directory_is_there_until_its_owner_is_disposed_and_goes_with_everything_in_it()
    {
        using var journal = _scratch.Open();
        var temp = journal.CreateTempDirectory("frames-", _scratch.Things);
        Directory.CreateDirectory(Path.Combine(temp.Path, "inner"));
        File.WriteAllText(Path.Combine(temp.Path, "inner", "data"), "x");

        Assert.StartsWith("frames-", Path.GetFileName(temp.Path), StringComparison.Ordinal);
        Assert.Equal((LeftoverKind.TempDirectory, temp.Path), Assert.Single(journal.Live));

        temp.Dispose();
        temp.Dispose();

        Assert.Empty(_scratch.ThingsThere);
        Assert.Empty(journal.Live);
    }

    [Fact]
    public void A_temporary_file_is_there_until_its_owner_is_disposed()
    {
        using var journal = _scratch.Open();
        var temp = journal.CreateTempFile("sound-", ".wav", _scratch.Things);

        Assert.Equal([temp.Path], _scratch.ThingsThere);
        Assert.EndsWith(".wav", temp.Path, StringComparison.Ordinal);

        temp.Dispose();

        Assert.Empty(_scratch.ThingsThere);
        Assert.Empty(journal.Live);
    }

    [Fact]
    public void What_is_journalled_is_tracked_and_the_runtime_may_let_it_go()
    {
        var tracker = new ResourceTracker();
        using var journal = _scratch.Open(tracker);
        var temp = journal.CreateTempDirectory(parent: _scratch.Things);

        Assert.True(tracker.TryGetInfo(temp.Handle, out var info));
        Assert.Equal((ResourceTypes.TempDirectory, temp.Path), (info.Type, info.Name));
        Assert.Equal(ReleaseStatus.Released, tracker.Release(temp.Handle).Status);

        Assert.Empty(_scratch.ThingsThere);
        Assert.Empty(journal.Live);
    }

    [Fact]
    public void A_leased_leftover_goes_when_the_lease_is_returned()
    {
        using var journal = _scratch.Open();
        var temp = journal.CreateTempDirectory(parent: _scratch.Things);
        Assert.True(temp.TryLease(out var lease));

        temp.Dispose();
        Assert.Single(_scratch.ThingsThere);
        lease.Dispose();

        Assert.Empty(_scratch.ThingsThere);
    }

    [Fact]
    public void What_is_forgotten_stays_and_is_out_of_the_journal()
    {
        using var journal = _scratch.Open();
        var temp = journal.CreateTempDirectory(parent: _scratch.Things);

        temp.Forget();

        Assert.Single(_scratch.ThingsThere);
        Assert.Empty(journal.Live);
    }

    [Fact]
    public void The_record_is_written_before_the_thing_is_there()
    {
        using var journal = _scratch.Open();
        var path = _scratch.Thing("segment");

        using var segment = journal.Track(LeftoverKind.SharedMemory, path);

        Assert.False(File.Exists(path));
        Assert.Equal((LeftoverKind.SharedMemory, path), Assert.Single(journal.Live));
        Assert.True(segment.IsJournalled);
    }

    [Fact]
    public void Undoing_everything_goes_backwards_and_leaves_the_journal_empty()
    {
        using var journal = _scratch.Open();
        var outer = journal.CreateTempDirectory("outer-", _scratch.Things);
        var inner = journal.CreateTempDirectory("inner-", outer.Path);

        var report = journal.UndoAll();

        Assert.Equal([inner.Path, outer.Path], report.Steps.Select(step => step.Name));
        Assert.Equal(2, report.Undone);
        Assert.Empty(_scratch.ThingsThere);
        Assert.Empty(journal.Live);
        outer.Dispose();
    }

    [Fact]
    public void A_journal_with_nothing_in_it_leaves_no_file()
    {
        var journal = _scratch.Open();
        journal.CreateTempDirectory(parent: _scratch.Things).Dispose();
        Assert.Single(_scratch.JournalFiles);

        journal.Dispose();

        Assert.Empty(_scratch.JournalFiles);
    }

    [Fact]
    public void The_file_says_in_which_boot_which_process_writes_it_and_since_when()
    {
        using var journal = _scratch.Open();

        var name = Path.GetFileNameWithoutExtension(Assert.Single(_scratch.JournalFiles)).Split('-');

        Assert.Equal(4, name.Length);
        Assert.Equal($"{Environment.ProcessId}", name[1]);
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim().Replace("-", "", StringComparison.Ordinal), name[0]);
            Assert.Equal(File.ReadAllText("/proc/self/stat").Split(") ")[^1].Split(' ')[19], name[2]);
        }
    }

    [Fact]
    public void Places_in_the_journal_are_used_again()
    {
        using var journal = _scratch.Open();
        for (var i = 0; i < 5000; i++)
            journal.Track(LeftoverKind.TempFile, _scratch.Thing($"file{i}")).Dispose();

        Assert.InRange(new FileInfo(Assert.Single(_scratch.JournalFiles)).Length, 1, 1 << 16);
    }

    [Fact]
    public void A_journal_grows_and_takes_names_of_any_length()
    {
        using var journal = _scratch.Open();
        var paths = Enumerable.Range(0, 300)
            .Select(i => _scratch.Thing(Path.Combine([.. Enumerable.Repeat(new string('n', 100), i % 12), $"file{i}"])))
            .ToList();
        var owners = paths.ConvertAll(path => journal.Track(LeftoverKind.TempFile, path));

        Assert.Equal(paths.Order(StringComparer.Ordinal), journal.Live.Select(live => live.Name).Order(StringComparer.Ordinal));

        owners.ForEach(static owner => owner.Dispose());
        Assert.Empty(journal.Live);
    }

    [Fact]
    public async Task Many_threads_may_journal_at_once()
    {
        using var journal = _scratch.Open();
        using var start = new Barrier(4);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 500; i++)
                {
                    using var one = journal.Track(LeftoverKind.TempFile, _scratch.Thing($"{thread}-{i}"));
                    using var other = journal.Track(LeftoverKind.TempFile, _scratch.Thing($"{thread}-{i}-other"));
                    one.Dispose();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Empty(journal.Live);
    }

    [UnixFact]
    public async Task A_child_process_is_ended_when_its_owner_is_disposed()
    {
        using var journal = _scratch.Open();
        using var child = Process.Start("sleep", "60");

        journal.Track(child).Dispose();

        await child.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(journal.Live);
    }

    [Theory]
    [InlineData("relative/path")]
    [InlineData("/")]
    public void What_must_never_be_deleted_is_refused(string path)
    {
        using var journal = _scratch.Open();

        Assert.Throws<ArgumentException>(() => journal.Track(LeftoverKind.TempDirectory, path));
        Assert.Throws<ArgumentException>(() => journal.Track(LeftoverKind.TempDirectory, Path.GetTempPath()));
        Assert.Throws<ArgumentException>(() => journal.Track(LeftoverKind.TempDirectory, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)));
        Assert.Empty(journal.Live);
    }

    [Theory]
    [InlineData("../up-")]
    [InlineData("a/b")]
    public void A_prefix_that_leads_elsewhere_is_refused(string prefix)
    {
        using var journal = _scratch.Open();

        Assert.Contains(prefix, Assert.Throws<ArgumentException>(() => journal.CreateTempDirectory(prefix)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_cannot_be_used_turns_the_journal_off_and_nothing_else()
    {
        var notADirectory = Path.Combine(_scratch.Path, "file");
        File.WriteAllText(notADirectory, "");
        using var journal = LeftoverJournal.Open(new() { Directory = notADirectory, Tracker = new ResourceTracker() });

        using (var temp = journal.CreateTempDirectory(parent: _scratch.Things))
        {
            Assert.False(temp.IsJournalled);
            Assert.Single(_scratch.ThingsThere);
        }

        Assert.False(journal.IsAvailable);
        Assert.Contains(notADirectory, journal.UnavailableBecause, StringComparison.Ordinal);
        Assert.Empty(_scratch.ThingsThere);
        Assert.Empty(journal.UndoAll().Steps);
    }

    [UnixFact]
    public void A_directory_that_others_may_write_to_is_not_used()
    {
        if (OperatingSystem.IsWindows())
            return;

        Directory.CreateDirectory(_scratch.Journals);
        File.SetUnixFileMode(_scratch.Journals, (UnixFileMode)511);

        using var journal = _scratch.Open();

        Assert.Contains("0700", journal.UnavailableBecause, StringComparison.Ordinal);
        Assert.Contains("0700", Assert.Single(Sweeper.Run(_scratch.Journals).Problems), StringComparison.Ordinal);
    }

    [UnixFact]
    public void A_directory_that_is_a_link_is_not_used()
    {
        Directory.CreateSymbolicLink(_scratch.Journals, Directory.CreateDirectory(_scratch.Thing("elsewhere")).FullName);

        using var journal = _scratch.Open();

        Assert.Contains("symbolic link", journal.UnavailableBecause, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_scratch.Thing("elsewhere")));
    }

    [UnixFact]
    public void The_journal_and_what_it_makes_are_for_this_user_only()
    {
        if (OperatingSystem.IsWindows())
            return;

        using var journal = _scratch.Open();
        using var temp = journal.CreateTempDirectory(parent: _scratch.Things);
        using var file = journal.CreateTempFile(parent: _scratch.Things);
        const UnixFileMode Others = (UnixFileMode)63;

        foreach (var path in (string[])[_scratch.Journals, _scratch.JournalFiles[0], temp.Path, file.Path])
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & Others);
    }

    [UnixFact]
    public async Task A_full_disk_turns_the_journal_off_once_and_the_program_goes_on()
    {
        // A limit for the size of files stands for the disk: what goes beyond it fails, as on a full one.
        var program = (string[])["bash", "-c", "trap '' XFSZ; ulimit -f 24; exec \"$0\" \"$@\"", .. Probe.Program()];
        using var probe = Probe.Start(program, new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0" }, "full-disk", _scratch.Path);

        var (exitCode, output) = await probe.End();

        Assert.Equal("available False, some journalled True, last journalled False\nleft 0, live 0\n", output);
        Assert.Equal(0, exitCode);
    }
}
