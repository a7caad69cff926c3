using System.Collections.Immutable;
using System.Text;

namespace ResourceHygiene;

/// <summary>The leaks that share type, source position and location.</summary>
/// <param name="Type">Their resource type.</param>
/// <param name="Site">Where they were acquired.</param>
/// <param name="Location">Where their bytes lay.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Bytes">Their sizes together, in bytes.</param>
/// <param name="Names">The names of the first few; empty where they have none.</param>
public sealed record LeakGroup(
    string Type, AcquisitionSite Site, ResourceLocation Location, long Count, long Bytes, ImmutableArray<string> Names)
{
    internal const int NamesShown = 5;

    /// <summary>One sentence: what leaked, how often, how much, and where it was acquired.</summary>
    public override string ToString() => $"{Subject}, acquired at {Site}";

    /// <summary>The sentence without the source position, which a viewer of reports shows itself.</summary>
    internal string Subject
    {
        get
        {
            var what = Count == 1
                ? $"{ResourceText.Title(Type, Names.IsEmpty ? null : Names[0])} was never released"
                : $"{Count} x {Type}{NamesText} were never released";
            return Bytes == 0 ? what : $"{what}: {ResourceText.Size(Bytes)} on {Location}";
        }
    }

    private string NamesText => Names.IsEmpty
        ? ""
        : $" ({string.Join(", ", Names.Select(static name => $"'{name}'"))}{(Count > Names.Length ? ", ..." : "")})";
}

/// <summary>
/// Leaks by the place that acquired them: as text, or as SARIF, so that what leaked at run time shows up at its source line
/// like a warning of the compiler. Immutable; its size is bounded by the number of places, not of leaks.
/// </summary>
public sealed class LeakReport
{
    private readonly ImmutableDictionary<(string Type, AcquisitionSite Site, ResourceLocation Location), LeakGroup> _groups;

    private LeakReport(ImmutableDictionary<(string, AcquisitionSite, ResourceLocation), LeakGroup> groups)
    {
        _groups = groups;
        // Not by size: the same leaks in another order, or some more of them, must not shuffle the report.
        Groups = [.. groups.Values
            .OrderBy(static group => group.Site.File ?? "", StringComparer.Ordinal)
            .ThenBy(static group => group.Site.Line)
            .ThenBy(static group => group.Site.Member ?? "", StringComparer.Ordinal)
            .ThenBy(static group => group.Type, StringComparer.Ordinal)
            .ThenBy(static group => group.Location.Code)];
        foreach (var group in Groups)
        {
            Count += group.Count;
            Bytes += group.Bytes;
        }
    }

    /// <summary>The report without leaks.</summary>
    public static LeakReport Empty { get; } =
        new(ImmutableDictionary<(string, AcquisitionSite, ResourceLocation), LeakGroup>.Empty);

    /// <summary>The groups, ordered by source position and type.</summary>
    public ImmutableArray<LeakGroup> Groups { get; }

    /// <summary>How many leaks there are.</summary>
    public long Count { get; }

    /// <summary>Their sizes together, in bytes, all locations together.</summary>
    public long Bytes { get; }

    /// <summary>Makes a report.</summary>
    /// <param name="leaks">What <see cref="ResourceTracker.CollectLeaks"/> returned.</param>
    public static LeakReport From(IEnumerable<LeakRecord> leaks) => Empty.With(leaks);

    /// <summary>The same report with some more leaks.</summary>
    /// <param name="leaks">What <see cref="ResourceTracker.CollectLeaks"/> returned since.</param>
    public LeakReport With(IEnumerable<LeakRecord> leaks)
    {
        ArgumentNullException.ThrowIfNull(leaks);
        var groups = _groups.ToBuilder();
        foreach (var leak in leaks)
        {
            var key = (leak.Type, leak.Site, leak.Location);
            var group = groups.GetValueOrDefault(key) ?? new(leak.Type, leak.Site, leak.Location, 0, 0, []);
            groups[key] = group with
            {
                Count = group.Count + 1,
                Bytes = group.Bytes + leak.Bytes,
                Names = string.IsNullOrEmpty(leak.Name) || group.Names.Length == LeakGroup.NamesShown || group.Names.Contains(leak.Name)
                    ? group.Names
                    : group.Names.Add(leak.Name),
            };
        }
        return new(groups.ToImmutable());
    }

    /// <summary>Writes the report as SARIF 2.1.0: one result for each group, the same bytes for the same leaks on every machine.</summary>
    /// <param name="stream">Where to. Left open.</param>
    /// <param name="sourceRoot">
    /// The directory to which paths of source files are made relative, usually the repository's; others are written as
    /// absolute URIs. Paths of a deterministic build (<c>/_/src/A.cs</c>) are relative to the repository already.
    /// </param>
    public void WriteSarif(Stream stream, string? sourceRoot = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SarifWriter.Write(this, stream, sourceRoot);
    }

    /// <summary>
    /// Saves the report as SARIF 2.1.0. The file appears whole or not at all: it is written beside its place and then moved there.
    /// </summary>
    /// <param name="path">The file; an older one is replaced. Its directory is created where it is missing.</param>
    /// <param name="sourceRoot">As for <see cref="WriteSarif"/>.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void SaveSarif(string path, string? sourceRoot = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var unfinished = $"{target}.{Environment.ProcessId}.unfinished";
        try
        {
            using (var stream = File.Create(unfinished))
                WriteSarif(stream, sourceRoot);
            File.Move(unfinished, target, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>A line with the sums, then one for each group.</summary>
    public override string ToString()
    {
        if (Count == 0)
            return "no leaks";

        var text = new StringBuilder();
        text.Append($"{Count} {(Count == 1 ? "leak" : "leaks")} from {Groups.Length} {(Groups.Length == 1 ? "place" : "places")}, {ResourceText.Size(Bytes)}");
        foreach (var group in Groups)
            text.Append('\n').Append(group);
        return text.ToString();
    }
}
