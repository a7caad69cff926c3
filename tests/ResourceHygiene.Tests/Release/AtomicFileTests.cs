namespace ResourceHygiene.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("rh-test-");

    private string File1 => Path.Combine(_directory.FullName, "a.bin");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void The_new_content_replaces_the_old_and_nothing_else_is_left()
    {
        File.WriteAllText(File1, "old");

        Assert.Equal(1_000_000, AtomicFile.Write(File1, static stream =>
        {
            for (var i = 0; i < 1000; i++)
                stream.Write(new byte[1000]);
        }));

        Assert.Equal(new byte[1_000_000], File.ReadAllBytes(File1));
        Assert.Equal([File1], Directory.GetFiles(_directory.FullName));
    }

    [Fact]
    public void If_writing_fails_half_way_the_old_content_is_still_there()
    {
        File.WriteAllText(File1, "old");

        Assert.Throws<FormatException>(() => AtomicFile.Write(File1, static stream =>
        {
            stream.WriteByte(1);
            stream.Flush();
            throw new FormatException();
        }));

        Assert.Equal("old", File.ReadAllText(File1));
        Assert.Equal([File1], Directory.GetFiles(_directory.FullName));
    }

    [UnixFact]
    public void The_new_file_has_the_permissions_of_the_old_one()
    {
        if (OperatingSystem.IsWindows())
            return;

        const UnixFileMode onlyMine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.WriteAllText(File1, "old");
        File.SetUnixFileMode(File1, onlyMine);

        AtomicFile.Write(File1, new byte[] { 1 });

        Assert.Equal(onlyMine, File.GetUnixFileMode(File1));
    }

    // Elsewhere the unfinished file is locked against everybody.
    [UnixFact]
    public void What_is_not_on_the_disk_as_it_was_written_does_not_replace_the_old()
    {
        File.WriteAllText(File1, "old");

        // A bad disk, played by somebody who puts another file in the place of the unfinished one.
        var exception = Assert.Throws<IOException>(() => AtomicFile.Write(File1, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            var other = Path.Combine(_directory.FullName, "other");
            File.WriteAllText(other, "NEW");
            File.Move(other, Directory.GetFiles(_directory.FullName, "*.tmp").Single(), overwrite: true);
        }));

        Assert.Contains("does not hold what was written to it", exception.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(File1));
    }

    [Fact]
    public void At_the_end_of_the_time_the_old_content_stays()
    {
        File.WriteAllText(File1, "old");
        using var over = new CancellationTokenSource();
        over.Cancel();

        Assert.Throws<OperationCanceledException>(() => AtomicFile.Write(File1, "new"u8.ToArray(), over.Token));

        Assert.Equal("old", File.ReadAllText(File1));
    }
}
