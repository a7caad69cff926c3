using ResourceHygiene;

namespace ClipStudio.Output;

/// <summary>
/// A clip's directory while it is being filled. It gets its real name when it is complete, and is deleted when it never is:
/// by this process, or by the next one if this one was killed.
/// </summary>
internal sealed class PendingClip : IDisposable
{
    private const string Suffix = ".partial";

    [Owned] private readonly Leftover _folder;
    private readonly string _finalPath;

    public PendingClip(string output, string name)
    {
        _finalPath = Path.Combine(output, name);
        _folder = LeftoverJournal.Shared.Track(LeftoverKind.TempDirectory, _finalPath + Suffix);
        Directory.CreateDirectory(_folder.Path);
        _folder.Created();
    }

    public string PathOf(string fileName) => Path.Combine(_folder.Path, fileName);

    /// <summary>Unfinished clips that are still there.</summary>
    public static int CountLeftovers(string output) => Directory.EnumerateDirectories(output, "*" + Suffix).Count();

    public void Commit()
    {
        if (Directory.Exists(_finalPath))
            Directory.Delete(_finalPath, recursive: true);
        Directory.Move(_folder.Path, _finalPath);
        _folder.Forget();
    }

    public void Dispose() => _folder.Dispose();
}
