using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>A file or directory that could not be deleted yet.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Exception">Why the last attempt failed.</param>
public readonly record struct PendingDeletion(string Path, int Attempts, Exception Exception);

/// <summary>
/// Deletes files and directories that may be in use for a moment, as by a virus scanner or a child that is still ending:
/// tries again a few times, and remembers what is busy even then, to be deleted later. Every member may be called from any thread.
/// </summary>
public sealed class PathDeleter
{
    private static readonly ImmutableArray<TimeSpan> DefaultPauses =
        [TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(40), TimeSpan.FromMilliseconds(160)];

    private readonly object _gate = new();
    private readonly Dictionary<string, PendingDeletion> _pending = new(StringComparer.Ordinal);
    private readonly ImmutableArray<TimeSpan> _pauses;
    private readonly Action<string> _delete;

    /// <summary>Makes a deleter of its own.</summary>
    /// <param name="pauses">How long to wait before each further attempt; 10, 40 and 160 ms where not given, empty for a single attempt.</param>
    /// <param name="delete">
    /// Deletes one file or directory with all that is in it, and throws an <see cref="IOException"/> or an
    /// <see cref="UnauthorizedAccessException"/> if that is not possible now. <see cref="DeleteNow"/> where <see langword="null"/>.
    /// </param>
    public PathDeleter(ImmutableArray<TimeSpan> pauses = default, Action<string>? delete = null)
    {
        _pauses = pauses.IsDefault ? DefaultPauses : pauses;
        _delete = delete ?? DeleteNow;
    }

    /// <summary>The deleter that the runtime uses where it was given no other.</summary>
    public static PathDeleter Shared { get; } = new();

    /// <summary>What could not be deleted yet, by path. A program that ends with some left should write them down.</summary>
    public ImmutableArray<PendingDeletion> Pending
    {
        get
        {
            lock (_gate)
                return [.. _pending.Values.OrderBy(static pending => pending.Path, StringComparer.Ordinal)];
        }
    }

    /// <summary>Deletes a file, or a directory with all that is in it, now or in a moment. What does not exist counts as deleted.</summary>
    /// <param name="path">The path. A link is deleted, never what it points to.</param>
    /// <param name="deadline">When cancelled, it is not tried again.</param>
    /// <exception cref="IOException">It is still there after the last attempt, and was added to <see cref="Pending"/>; the inner exception says why.</exception>
    public void Delete(string path, CancellationToken deadline = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = Path.GetFullPath(path);
        for (var attempt = 1; ; attempt++)
        {
            if (Attempt(path) is not { } failure)
            {
                RetryPending();
                return;
            }

            if (attempt > _pauses.Length || IsOverDuring(_pauses[attempt - 1], deadline))
                throw new IOException($"'{path}' could not be deleted after {attempt} attempts and will be tried again later: {failure.Message}", failure);
        }
    }

    /// <summary>Tries everything in <see cref="Pending"/> once more; also done after each deletion that succeeds.</summary>
    /// <returns>How many are still left.</returns>
    public int RetryPending()
    {
        foreach (var pending in Pending)
            Attempt(pending.Path);
        lock (_gate)
            return _pending.Count;
    }

    /// <summary>Deletes a file, or a directory with all that is in it, at once. Links are deleted, never what they point to; what is marked read-only goes, too.</summary>
    /// <param name="path">The path. What does not exist counts as deleted.</param>
    /// <exception cref="IOException">Something is in use.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not delete it.</exception>
    public static void DeleteNow(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        DeleteItem(new DirectoryInfo(path) is { Exists: true } directory ? directory : new FileInfo(path));
    }

    /// <summary>Pauses; the end of the time ends the pause as well. Its source may be disposed already, where the release had waited.</summary>
    private static bool IsOverDuring(TimeSpan pause, CancellationToken deadline)
    {
        Task.WhenAny(Task.Delay(pause, deadline)).Wait(CancellationToken.None);
        return deadline.IsCancellationRequested;
    }

    private static void DeleteItem(FileSystemInfo item)
    {
        try
        {
            if (item is DirectoryInfo directory)
                DeleteDirectory(directory);
            else
                DeleteFile(item.FullName);
        }
        catch (Exception exception) when (exception is DirectoryNotFoundException or FileNotFoundException)
        {
            // Somebody else was faster; what lies beside it is still to be deleted.
        }
    }

    private static void DeleteDirectory(DirectoryInfo directory)
    {
        if (directory.LinkTarget is null)
        {
            MakeWritable(directory);
            foreach (var child in directory.EnumerateFileSystemInfos())
                DeleteItem(child);
        }
        directory.Delete();
    }

    private static void DeleteFile(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (UnauthorizedAccessException) when (OperatingSystem.IsWindows() && File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly))
        {
            File.SetAttributes(path, FileAttributes.Normal);
            File.Delete(path);
        }
    }

    /// <summary>On Unix it is the directory's permission, not the file's, that allows to delete what is in it.</summary>
    private static void MakeWritable(DirectoryInfo directory)
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows())
            directory.Attributes &= ~FileAttributes.ReadOnly;
        else if ((directory.UnixFileMode & Owner) != Owner)
            directory.UnixFileMode |= Owner;
    }

    /// <summary>Why it failed; null where the path is gone.</summary>
    private Exception? Attempt(string path)
    {
        try
        {
            _delete(path);
            lock (_gate)
                _pending.Remove(path);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            lock (_gate)
            {
                var attempts = _pending.TryGetValue(path, out var before) ? before.Attempts + 1 : 1;
                _pending[path] = new(path, attempts, exception);
            }
            return exception;
        }
    }
}
