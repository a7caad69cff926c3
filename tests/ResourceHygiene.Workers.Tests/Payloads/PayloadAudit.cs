namespace ResourceHygiene.Workers.Tests.Payloads;

/// <summary>What this process holds of shared memory: mappings, descriptors, names. Made before a test and asked after it.</summary>
internal sealed class PayloadAudit
{
    // Other tests run beside these ones, and have segments of their own: those of this test are known by what only they have.
    private const string Anonymous = "memfd:rh-segment";

    private PayloadAudit(int descriptors, int mappings) => (Descriptors, Mappings) = (descriptors, mappings);

    public int Descriptors { get; }

    public int Mappings { get; }

    public static PayloadAudit Now() => new(
        Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(static path => LinkOf(path).Contains(Anonymous, StringComparison.Ordinal)),
        File.ReadLines("/proc/self/maps").Count(static line => line.Contains("rh-segment", StringComparison.Ordinal)));

    private static string LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget ?? "";
        }
        catch (IOException)
        {
            // Closed meanwhile.
            return "";
        }
    }

    public override string ToString() => $"{Descriptors} descriptors, {Mappings} mappings";
}
