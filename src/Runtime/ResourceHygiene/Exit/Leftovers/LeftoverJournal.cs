using System.Collections.Immutable;
using System.Diagnostics;

namespace ResourceHygiene;

/// <summary>How a <see cref="LeftoverJournal"/> is opened.</summary>
public sealed class LeftoverJournalOptions
{
    /// <summary>
    /// Where the journal lies. Made with access for this user only where it is missing; one that others may write to is refused.
    /// Default: <c>resource-hygiene</c> below <c>$XDG_RUNTIME_DIR</c>, else <c>resource-hygiene-</c> and the user's id in the
    /// directory for temporary files.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>Who tracks the leftovers. Default: <see cref="ResourceTracker.Shared"/>.</summary>
    public ResourceTracker? Tracker { get; init; }
}

/// <summary>
/// Writes down what would outlive this process if it were killed, before that comes into being: temporary directories and
/// files, shared memory, child processes. What is undone is crossed out; what is left when the process is gone is undone by
/// the next <see cref="Sweeper"/>.
/// </summary>
/// <remarks>
/// Where the journal cannot be written, as on a full disk, it is off, says so once through <see cref="Trace"/>, and leftovers
/// are undone by their owners and at exit only: see <see cref="IsAvailable"/>. Every member may be called from any thread.
/// </remarks>
public sealed class LeftoverJournal : IDisposable
{
    private static readonly Lazy<LeftoverJournal> s_shared = new(static () => new(new()));

    private readonly JournalFile? _file;
    private string? _unavailableBecause;

    private LeftoverJournal(LeftoverJournalOptions options)
    {
        Tracker = options.Tracker ?? ResourceTracker.Shared;
        Directory = options.Directory ?? JournalDirectory.Default;
        try
        {
            JournalDirectory.Prepare(Directory);
            _file = JournalFile.Create(Directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            TurnOff(exception.Message);
        }
    }

    /// <summary>The journal of this process, in the user's own directory. Opened when it is first asked for.</summary>
    public static LeftoverJournal Shared => s_shared.Value;

    internal static LeftoverJournal? SharedIfUsed => s_shared.IsValueCreated ? s_shared.Value : null;

    /// <summary>Where it lies.</summary>
    public string Directory { get; }

    /// <summary>Whether new leftovers are written down.</summary>
    public bool IsAvailable => UnavailableBecause is null;

    /// <summary>Why new leftovers are not written down; <see langword="null"/> where they are.</summary>
    public string? UnavailableBecause => Volatile.Read(ref _unavailableBecause);

    /// <summary>What is written down and not undone yet, in no particular order. A copy.</summary>
    public ImmutableArray<(LeftoverKind Kind, string Name)> Live => [.. (_file?.Read() ?? []).Select(static record => (record.Kind, record.Name))];

    internal ResourceTracker Tracker { get; }

    internal JournalFile? File => _file;

    /// <summary>Opens a journal of its own. Most programs want <see cref="Shared"/>.</summary>
    /// <param name="options">Where, and who tracks.</param>
    /// <returns>The journal; also where it cannot be written: see <see cref="IsAvailable"/>.</returns>
    /// <exception cref="ArgumentException">The directory is not a full path.</exception>
    public static LeftoverJournal Open(LeftoverJournalOptions? options = null)
    {
        if (options?.Directory is { } directory && !Path.IsPathFullyQualified(directory))
            throw new ArgumentException($"{nameof(LeftoverJournalOptions)}.{nameof(Directory)} must be a full path; '{directory}' is relative.", nameof(options));

        return new(options ?? new());
    }

    /// <summary>Makes an empty directory that only this user may enter.</summary>
    /// <param name="prefix">What its name begins with, for people who look; a random part follows.</param>
    /// <param name="parent">Where; the directory for temporary files where <see langword="null"/>.</param>
    /// <returns>Its owner. Disposing that deletes the directory and everything in it.</returns>
    /// <exception cref="ArgumentException">The prefix would lead into another directory, or the parent is not a full path.</exception>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be made.</exception>
    [return: Owned]
    public Leftover CreateTempDirectory(string prefix = "rh-", string? parent = null)
    {
        var path = NewPath(prefix, suffix: "", parent);
        var owner = new Leftover(this, LeftoverKind.TempDirectory, path, TryAppend(LeftoverKind.TempDirectory, path));
        return Create(owner, static path =>
        {
            if (OperatingSystem.IsWindows())
                System.IO.Directory.CreateDirectory(path);
            else
                System.IO.Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        });
    }

    /// <summary>Makes an empty file that only this user may read.</summary>
    /// <param name="prefix">What its name begins with; a random part follows.</param>
    /// <param name="extension">What its name ends with, such as <c>.wav</c>.</param>
    /// <param name="parent">Where; the directory for temporary files where <see langword="null"/>.</param>
    /// <returns>Its owner. Disposing that deletes the file.</returns>
    /// <exception cref="ArgumentException">The prefix or extension would lead into another directory, or the parent is not a full path.</exception>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    [return: Owned]
    public Leftover CreateTempFile(string prefix = "rh-", string extension = ".tmp", string? parent = null)
    {
        var path = NewPath(prefix, extension, parent);
        var owner = new Leftover(this, LeftoverKind.TempFile, path, TryAppend(LeftoverKind.TempFile, path));
        return Create(owner, static path =>
        {
            using (new FileStream(path, LockedFile.Options(FileMode.CreateNew)))
            {
            }
        });
    }

    /// <summary>
    /// Writes something down that the caller is about to create; only afterwards may it be created. Call
    /// <see cref="Leftover.Created"/> when it is there.
    /// </summary>
    /// <param name="kind">What it will be; for a process use <see cref="Track(Process)"/>.</param>
    /// <param name="path">Its full path.</param>
    /// <returns>Its owner. Disposing that deletes it.</returns>
    /// <exception cref="ArgumentException">The path is relative, or one that must never be deleted, as the root or the user's home.</exception>
    [return: Owned]
    public Leftover Track(LeftoverKind kind, string path)
    {
        if (kind is not (LeftoverKind.TempDirectory or LeftoverKind.TempFile or LeftoverKind.SharedMemory))
            throw new ArgumentOutOfRangeException(nameof(kind), kind, $"Only what has a path; for a process there is {nameof(Track)}({nameof(Process)}).");

        var full = SafePath.Normalize(path, nameof(path));
        return new Leftover(this, kind, full, TryAppend(kind, full));
    }

    /// <summary>Writes a child process down, right after it was started: at exit and by a sweep it is ended with those that it started.</summary>
    /// <param name="child">The process, which stays the caller's to dispose.</param>
    /// <returns>Its owner. Disposing that ends the process if it still runs.</returns>
    /// <exception cref="InvalidOperationException">The process was never started.</exception>
    [return: Owned]
    public Leftover Track(Process child)
    {
        ArgumentNullException.ThrowIfNull(child);
        var name = LeftoverRemover.NameOf(child.Id);
        // One that has ended already leaves nothing.
        return new Leftover(this, LeftoverKind.ChildProcess, name ?? $"{child.Id} 0", name is null ? null : TryAppend(LeftoverKind.ChildProcess, name));
    }

    /// <summary>Undoes everything that is written down, later things first, as at exit. Never throws: what goes wrong is in the report.</summary>
    public LeftoverReport UndoAll()
    {
        var start = Stopwatch.GetTimestamp();
        var steps = ImmutableArray.CreateBuilder<LeftoverStep>();
        foreach (var record in LeftoverRemover.InOrder(_file?.Read() ?? []))
        {
            var step = LeftoverRemover.Undo(record, ProcessIdentity.Current);
            if (step.Outcome != LeftoverOutcome.Failed)
                _file!.Remove(record.Place);
            steps.Add(step);
        }
        return new(0, 0, steps.DrainToImmutable(), [], Stopwatch.GetElapsedTime(start));
    }

    /// <summary>
    /// Closes the journal: its file is deleted where nothing is left in it, and else left to the next sweep. What is created
    /// through it later is not written down.
    /// </summary>
    public void Dispose()
    {
        Interlocked.CompareExchange(ref _unavailableBecause, "The journal was closed.", null);
        _file?.Dispose();
    }

    internal static string TypeOf(LeftoverKind kind) => kind switch
    {
        LeftoverKind.TempDirectory => ResourceTypes.TempDirectory,
        LeftoverKind.TempFile => ResourceTypes.TempFile,
        LeftoverKind.SharedMemory => "shared_memory",
        _ => "child_process",
    };

    private static string NewPath(string prefix, string suffix, string? parent)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(suffix);
        if (Path.GetFileName(prefix) != prefix || Path.GetFileName(suffix) != suffix)
            throw new ArgumentException($"'{prefix}…{suffix}' is not the name of one file: it would lead into another directory.", nameof(prefix));

        // Not to be guessed: in a directory like /tmp somebody else could be first.
        var name = $"{prefix}{Guid.NewGuid():N}{suffix}";
        return SafePath.Normalize(Path.Combine(parent ?? Path.GetTempPath(), name), nameof(parent));
    }

    private static Leftover Create(Leftover owner, Action<string> create)
    {
        try
        {
            create(owner.Name);
            owner.Created();
            return owner;
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    private RecordPlace? TryAppend(LeftoverKind kind, string name)
    {
        if (_file is null)
            return null;

        try
        {
            return _file.Append(kind, name);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            TurnOff(exception.Message);
            return null;
        }
    }

    private void TurnOff(string reason)
    {
        if (Interlocked.CompareExchange(ref _unavailableBecause, reason, null) is null)
            Trace.TraceWarning($"ResourceHygiene: leftovers of a killed process will not be undone at the next start, as the journal in {Directory} cannot be written: {reason}");
    }
}
