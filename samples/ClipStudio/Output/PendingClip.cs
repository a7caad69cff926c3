using ResourceHygiene;

namespace ClipStudio.Output;

/// <summary>A clip's directory while it is being filled. It gets its real name when it is complete, and is deleted when it never is.</summary>
[TrackedResource(Type = ResourceTypes.TempDirectory, Priority = ReleasePriority.Critical)]
internal sealed partial class PendingClip
{
    private const string Suffix = ".partial";

    private readonly string _finalPath;
    private bool _committed;

    public PendingClip(string output, string name)
    {
        _finalPath = System.IO.Path.Combine(output, name);
        Path = _finalPath + Suffix;
        Directory.CreateDirectory(Path);
        Track(name, location: ResourceLocation.Storage);
    }

    public string Path { get; }

    public string PathOf(string fileName) => System.IO.Path.Combine(Path, fileName);

    /// <summary>Unfinished clips that are still there.</summary>
    public static int CountLeftovers(string output) => Directory.EnumerateDirectories(output, "*" + Suffix).Count();

    public void Commit()
    {
        ThrowIfReleased();
        if (Directory.Exists(_finalPath))
            Directory.Delete(_finalPath, recursive: true);
        Directory.Move(Path, _finalPath);
        _committed = true;
    }

    partial void OnReleased(in ReleaseContext context)
    {
        if (!_committed && Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
