using System.Collections.Immutable;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>What this process holds outside its heap, and which processes it has to answer for, at one moment. Linux only.</summary>
internal sealed class Holdings
{
    /// <summary>The variable by which a child, and whatever it starts, is known as somebody's: a list of <c>parent-start-number;</c>.</summary>
    public const string Marker = "RESOURCE_HYGIENE_CHILD";

    /// <summary>A line for each thing, with what it is in front; equal lines are told apart by a number.</summary>
    public ImmutableHashSet<string> Things { get; private init; } = [];

    public static Holdings Now()
    {
        var things = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var thing in (string[])[.. Descriptors(), .. Mappings(), .. Names("/dev/shm", IsOurs), .. Names(Path.GetTempPath(), IsNoJournal), .. ProcessesOf(Environment.ProcessId).Select(static process => process.ToString())])
        {
            var line = thing;
            for (var number = 2; !things.Add(line); number++)
                line = $"{thing} ({number})";
        }
        return new() { Things = things.ToImmutable() };
    }

    /// <summary>What is here and was not there.</summary>
    public ImmutableHashSet<string> Since(Holdings before) => Things.Except(before.Things);

    /// <summary>The processes that are a parent's children, zombies among them, or carry its mark.</summary>
    public static IEnumerable<ProcessEntry> ProcessesOf(int parent) =>
        from process in ProcessEntry.All()
        where process.Parent == parent
            || process.Variable(Marker)?.Split(';').Any(mark => mark.StartsWith($"{parent}-", StringComparison.Ordinal)) == true
        select process;

    /// <summary>By what they point at, as the numbers are used again: a pipe and a socket have a number of their own there.</summary>
    private static IEnumerable<string> Descriptors()
    {
        foreach (var descriptor in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            // The directory that is being read here is a descriptor, too, and the runtime opens assemblies when it likes.
            if (Target(descriptor) is { } target && !target.StartsWith("/proc/", StringComparison.Ordinal) && !IsCode(target))
                yield return $"descriptor of {target}";
        }
    }

    private static bool IsCode(string path) => Path.GetExtension(path) is ".dll" or ".pdb" or ".so";

    private static string? Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Shared memory that is mapped, by what is mapped.</summary>
    private static IEnumerable<string> Mappings() =>
        from line in File.ReadLines("/proc/self/maps")
        let path = line.IndexOf('/', StringComparison.Ordinal)
        where path >= 0 && IsShared(line.AsSpan(path))
        select $"mapping of {line[path..]}";

    // The runtime itself maps its own code twice, through a file in memory called doublemapper.
    private static bool IsShared(ReadOnlySpan<char> path) =>
        (path.StartsWith("/memfd:") && !path.Contains("doublemapper", StringComparison.Ordinal)) || path.StartsWith("/dev/shm/");

    private static IEnumerable<string> Names(string directory, Func<string, bool> counts) =>
        Directory.Exists(directory)
            ? Directory.EnumerateFileSystemEntries(directory).Where(path => counts(Path.GetFileName(path))).Select(static path => $"name {path}")
            : [];

    /// <summary>Others have names there, too: tests of another working copy among them.</summary>
    private static bool IsOurs(string name) => name.Contains($"{Environment.ProcessId}", StringComparison.Ordinal);

    /// <summary>The journal lives as long as its process does, and is no leftover. Neither is what the test runner writes.</summary>
    private static bool IsNoJournal(string name) =>
        !name.StartsWith("resource-hygiene", StringComparison.Ordinal)
        && !name.StartsWith("clr-debug-pipe", StringComparison.Ordinal)
        && !name.StartsWith("dotnet-diagnostic", StringComparison.Ordinal);
}
