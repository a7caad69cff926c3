using System.Globalization;
using System.Text;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>What /proc says of one process, read at one moment.</summary>
/// <param name="Id">Its process id.</param>
/// <param name="Parent">The id of its parent.</param>
/// <param name="State">One letter, as in <c>/proc/n/stat</c>: <c>Z</c> for a zombie.</param>
/// <param name="StartTime">In ticks since the machine was started: with the id, it names a process for ever.</param>
/// <param name="CommandLine">With spaces between the arguments; of a zombie its name.</param>
internal sealed record ProcessEntry(int Id, int Parent, char State, ulong StartTime, string CommandLine)
{
    public bool IsZombie => State is 'Z' or 'X';

    public override string ToString() => $"{(IsZombie ? "zombie" : "process")} {Id} of {Parent}: {CommandLine}";

    public static IReadOnlyList<ProcessEntry> All() =>
        [.. Directory.EnumerateDirectories("/proc").Select(static path => Find(Path.GetFileName(path))).OfType<ProcessEntry>()];

    public static ProcessEntry? Find(int id) => Find(id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether a process with this id is there and does something still.</summary>
    public static bool IsAlive(int id) => Find(id) is { IsZombie: false };

    /// <summary>Whether each of its threads stands still.</summary>
    public static bool IsStopped(int id)
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{id}/task").Select(static thread => File.ReadAllText(Path.Combine(thread, "stat")))
                .All(static stat => stat[stat.LastIndexOf(')') + 2] is 'T');
        }
        catch (IOException)
        {
            // A thread ended between two reads.
            return false;
        }
    }

    /// <summary>A variable of the environment that the process was started with; null where there is none, or where it is not ours to read.</summary>
    public string? Variable(string name)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{Id}/environ")).Split('\0')
                .FirstOrDefault(pair => pair.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ProcessEntry? Find(string directory)
    {
        if (!int.TryParse(directory, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        try
        {
            // The name in parentheses may hold anything, parentheses too.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var name = stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')];
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var commandLine = File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ').TrimEnd();
            return new(
                id,
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                fields[0][0],
                ulong.Parse(fields[19], CultureInfo.InvariantCulture),
                commandLine.Length > 0 ? commandLine : name);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended between two reads.
            return null;
        }
    }
}
