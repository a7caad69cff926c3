namespace ResourceHygiene;

/// <summary>
/// Files whose lock says that their owner lives: the kernel returns it when the owner ends, however it ends. On Unix the lock
/// is an flock, which also tells two openers in one process apart.
/// </summary>
internal static class LockedFile
{
    public static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (mode == FileMode.CreateNew && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    /// <summary>Opens and locks a file; <see langword="null"/> where its owner lives, or it is gone.</summary>
    /// <exception cref="UnauthorizedAccessException">It is not ours to open.</exception>
    [return: Owned]
    public static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, Options(FileMode.Open));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Deletes a locked file, so that nobody finds it unlocked.</summary>
    public static void DisposeAndDelete(FileStream file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(file.Name);
            file.Dispose();
            return;
        }

        // Windows deletes no open file; who opens it in between finds nothing to undo and deletes it as well.
        file.Dispose();
        try
        {
            File.Delete(file.Name);
        }
        catch (IOException) when (File.Exists(file.Name))
        {
            return;
        }
    }

    /// <summary>Whether locks mean anything in a directory: some network file systems, and a setting of the runtime, ignore them.</summary>
    public static bool WorksIn(string directory)
    {
        var path = Path.Combine(directory, $"{Guid.NewGuid():N}.lock");
        using var first = new FileStream(path, Options(FileMode.CreateNew));
        using var second = TryLock(path);
        File.Delete(OperatingSystem.IsWindows() ? Released(first) : path);
        return second is null;
    }

    private static string Released(FileStream file)
    {
        file.Dispose();
        return file.Name;
    }
}
