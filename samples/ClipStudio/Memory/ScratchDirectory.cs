using ResourceHygiene;

namespace ClipStudio.Memory;

/// <summary>A directory for what does not fit in the budget. Deleted with everything in it, on every way out.</summary>
[TrackedResource(Type = ResourceTypes.TempDirectory, Priority = ReleasePriority.Critical)]
internal sealed partial class ScratchDirectory
{
    private static readonly string Prefix = $"clipstudio-{Environment.ProcessId}-";

    public ScratchDirectory()
    {
        Path = Directory.CreateTempSubdirectory(Prefix).FullName;
        Track(name: System.IO.Path.GetFileName(Path), location: ResourceLocation.Storage);
    }

    public string Path { get; }

    public string PathOf(string fileName) => System.IO.Path.Combine(Path, fileName);

    /// <summary>Files and directories of this process that are still there: what the disk says, not what we believe.</summary>
    public static int CountLeftovers() => Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*")
        .Sum(directory => 1 + Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories).Count());

    partial void OnReleased(in ReleaseContext context)
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
