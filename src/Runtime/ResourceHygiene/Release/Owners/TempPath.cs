namespace ResourceHygiene;

/// <summary>
/// Owns a temporary file or directory: deletes it when it is released, by its Dispose, by the runtime or at exit. Tracked
/// from its creation. Every member may be called from any thread.
/// </summary>
/// <remarks>
/// A process that is killed leaves it behind. What <c>LeftoverJournal.CreateTempDirectory</c> and
/// <c>LeftoverJournal.CreateTempFile</c> make is also deleted by the next start of the program.
/// </remarks>
public abstract class TempPath : IReleasable, IDisposable
{
    private readonly ResourceTracker _tracker;
    private readonly PathDeleter _deleter;
    private readonly ResourceHandle _handle;

    private protected TempPath(string path, string type, ResourceTracker? tracker, PathDeleter? deleter)
    {
        FullName = path;
        _tracker = tracker ?? ResourceTracker.Shared;
        _deleter = deleter ?? PathDeleter.Shared;
        _handle = _tracker.Register(this, new ResourceRegistration { Type = type, Name = path, Location = ResourceLocation.Storage });
    }

    /// <summary>The full path.</summary>
    public string FullName { get; }

    /// <summary>The registration: what lies in a directory, or keeps a file open, should depend on it, to be let go before.</summary>
    public ResourceHandle Handle => _handle;

    /// <summary>
    /// Deletes it, once. Does not throw if it is busy: that is recorded as a failure, and the path stays in
    /// <see cref="PathDeleter.Pending"/> until a later attempt succeeds.
    /// </summary>
    public void Dispose()
    {
        _tracker.Release(_handle, new ReleaseTerms { Reason = ReleaseReason.Disposed, WhenLeased = WhenLeased.Defer }, this);
        GC.SuppressFinalize(this);
    }

    /// <summary>The path.</summary>
    public override string ToString() => FullName;

    /// <inheritdoc/>
    ReleaseOutcome IReleasable.Release(in ReleaseContext context)
    {
        var bytes = SizeOnDisk();
        _deleter.Delete(FullName, context.Deadline);
        return ReleaseOutcome.Released(bytes);
    }

    private protected abstract long SizeOnDisk();

    private protected static string UniqueName(string? parent, string prefix, string suffix) =>
        Path.Combine(Path.GetFullPath(parent ?? Path.GetTempPath()), $"{prefix}{Guid.NewGuid():N}{suffix}");
}

/// <summary>A new temporary directory, deleted with all that is in it when it is released.</summary>
public sealed class TempDirectory : TempPath
{
    /// <summary>Creates the directory, readable by nobody else, and tracks it.</summary>
    /// <param name="prefix">What its name begins with.</param>
    /// <param name="parent">Where; the system's directory for temporary files where <see langword="null"/>.</param>
    /// <param name="tracker">Who tracks it; <see cref="ResourceTracker.Shared"/> where <see langword="null"/>.</param>
    /// <param name="deleter">Who deletes it; <see cref="PathDeleter.Shared"/> where <see langword="null"/>.</param>
    /// <exception cref="IOException">It cannot be created.</exception>
    public TempDirectory(string prefix = "rh-", string? parent = null, ResourceTracker? tracker = null, PathDeleter? deleter = null)
        : base(Create(UniqueName(parent, prefix, "")), ResourceTypes.TempDirectory, tracker, deleter)
    {
    }

    /// <summary>The path of something inside.</summary>
    /// <param name="name">Its name, relative to the directory.</param>
    public string Combine(string name) => Path.Combine(FullName, name);

    private protected override long SizeOnDisk()
    {
        long bytes = 0;
        try
        {
            var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
            foreach (var file in new DirectoryInfo(FullName).EnumerateFiles("*", options))
                bytes += file.Length;
        }
        catch (IOException)
        {
            // Somebody else is deleting it: what was seen so far is what this release can claim.
        }
        return bytes;
    }

    private static string Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}

/// <summary>A new, empty temporary file, deleted when it is released.</summary>
public sealed class TempFile : TempPath
{
    /// <summary>Creates the file and tracks it.</summary>
    /// <param name="suffix">What its name ends with, such as <c>.wav</c>.</param>
    /// <param name="parent">Where; the system's directory for temporary files where <see langword="null"/>.</param>
    /// <param name="tracker">Who tracks it; <see cref="ResourceTracker.Shared"/> where <see langword="null"/>.</param>
    /// <param name="deleter">Who deletes it; <see cref="PathDeleter.Shared"/> where <see langword="null"/>.</param>
    /// <exception cref="IOException">It cannot be created.</exception>
    public TempFile(string suffix = ".tmp", string? parent = null, ResourceTracker? tracker = null, PathDeleter? deleter = null)
        : base(Create(UniqueName(parent, "rh-", suffix)), ResourceTypes.TempFile, tracker, deleter)
    {
    }

    /// <summary>Opens the file for reading and writing.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    [return: Owned]
    public FileStream Open() => new(FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);

    private protected override long SizeOnDisk() => new FileInfo(FullName) is { Exists: true } file ? file.Length : 0;

    private static string Create(string path)
    {
        using (new FileStream(path, FileMode.CreateNew))
            return path;
    }
}
