namespace ResourceHygiene.Tests;

/// <summary>A directory for one test, with one for journals and one for what they name.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    public ScratchDirectory()
    {
        Path = Directory.CreateTempSubdirectory("rh-test-").FullName;
        Things = Directory.CreateDirectory(System.IO.Path.Combine(Path, "things")).FullName;
    }

    public string Path { get; }

    public string Journals => System.IO.Path.Combine(Path, "journal");

    public string Things { get; }

    public string Thing(string name) => System.IO.Path.Combine(Things, name);

    public string[] JournalFiles => Directory.Exists(Journals) ? Directory.GetFiles(Journals) : [];

    public string[] ThingsThere => Directory.GetFileSystemEntries(Things);

    public LeftoverJournal Open(ResourceTracker? tracker = null) =>
        LeftoverJournal.Open(new() { Directory = Journals, Tracker = tracker ?? new ResourceTracker() });

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
