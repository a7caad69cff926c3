using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Benchmarks.Inputs;

/// <summary>The assemblies that sources without a project are compiled against.</summary>
internal static class FrameworkReferences
{
    /// <summary>The reference assemblies of the running framework's version, else its implementation, which declares the same.</summary>
    public static ImmutableArray<MetadataReference> Load()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string packs = Path.GetFullPath(Path.Combine(framework, "../../../packs/Microsoft.NETCore.App.Ref"));
        string moniker = $"net{Environment.Version.Major}.{Environment.Version.Minor}";
        string? pack = Directory.Exists(packs)
            ? Directory.EnumerateDirectories(packs, $"{Environment.Version.Major}.*").Select(version => Path.Combine(version, "ref", moniker)).LastOrDefault(Directory.Exists)
            : null;
        return pack is not null
            ? FromFiles(Directory.EnumerateFiles(pack, "*.dll"))
            : FromFiles(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(path => path.StartsWith(framework, StringComparison.Ordinal)));
    }

    /// <summary>References in an order that does not depend on the file system.</summary>
    public static ImmutableArray<MetadataReference> FromFiles(IEnumerable<string> paths) =>
        [.. paths.Order(StringComparer.Ordinal).Select(static path => MetadataReference.CreateFromFile(path))];
}
