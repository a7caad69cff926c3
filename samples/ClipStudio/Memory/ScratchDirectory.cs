using ResourceHygiene;

namespace ClipStudio.Memory;

/// <summary>
/// A directory for what does not fit in the budget. Deleted with everything in it, on every way out; and as the journal
/// knew of it before it existed, at the next start where the way out was SIGKILL.
/// </summary>
internal sealed class ScratchDirectory : IDisposable
{
    private static readonly string Prefix = $"clipstudio-{Environment.ProcessId}-";

    [Owned] private readonly Leftover _directory = LeftoverJournal.Shared.CreateTempDirectory(Prefix);

    /// <summary>For what lies in the directory, and so has to go before it.</summary>
    public ResourceHandle Handle => _directory.Handle;

    public string PathOf(string fileName) => Path.Combine(_directory.Path, fileName);

    /// <summary>Files and directories of this process that are still there: what the disk says, not what we believe.</summary>
    public static int CountLeftovers() => Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*")
        .Sum(directory => 1 + Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories).Count());

    public void Dispose() => _directory.Dispose();
}
