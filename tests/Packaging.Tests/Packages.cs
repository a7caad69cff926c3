using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Packaging.Tests;

/// <summary>
/// All packages of the repository, packed once for all tests of this assembly. Everything is built anew into a temporary
/// directory: the packages hold what the sources say now, and a build that runs beside the tests is not disturbed.
/// </summary>
public sealed class Packages : IAsyncLifetime
{
    /// <summary>Tests that use the packages: one after the other, since each builds.</summary>
    public const string TestCollection = "packages";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("rh-packaging-");

    /// <summary>A folder feed with the packages and nothing else.</summary>
    public string Feed => Path.Combine(_directory.FullName, "feed");

    /// <summary>Where consumers live, outside the repository and what it inherits.</summary>
    public string Workspace => Path.Combine(_directory.FullName, "consumers");

    /// <summary>What the pack commands wrote.</summary>
    public string Log { get; private set; } = "";

    /// <summary>File names of the packages.</summary>
    public string[] FileNames => [.. Directory.GetFiles(Feed).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    public string Version { get; private set; } = "";

    public async Task InitializeAsync()
    {
        ProcessRunner runner = new() { Timeout = TimeSpan.FromMinutes(10) };
        ProcessResult packed = await runner.DotnetAsync(
            "pack", RepositoryPaths.Combine("ResourceHygiene.sln"), "-c", "Release", "-o", Feed,
            "--artifacts-path", Path.Combine(_directory.FullName, "artifacts"),
            // A version that nobody has: what somebody restored of ours some time ago would be taken otherwise.
            string.Create(CultureInfo.InvariantCulture, $"-p:VersionSuffix=test-{DateTime.UtcNow.Ticks}"));
        Log = packed.ShouldSucceed().All;

        const string prefix = "ResourceHygiene.Abstractions.";
        string abstractions = FileNames.Single(name => name.StartsWith(prefix, StringComparison.Ordinal));
        Version = abstractions[prefix.Length..^".nupkg".Length];
    }

    public Task DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Paths of a package's content, without what the format itself adds.</summary>
    public string[] ContentOf(string id)
    {
        using ZipArchive package = Open(id);
        return
        [
            .. package.Entries
                .Select(static entry => entry.FullName)
                .Where(static path => !path.StartsWith("_rels/", StringComparison.Ordinal)
                    && !path.StartsWith("package/", StringComparison.Ordinal)
                    && path != "[Content_Types].xml")
                .Order(StringComparer.Ordinal)
        ];
    }

    public XElement MetadataOf(string id)
    {
        using ZipArchive package = Open(id);
        using Stream nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(static element => element.Name.LocalName == "metadata");
    }

    private ZipArchive Open(string id) => ZipFile.OpenRead(Path.Combine(Feed, $"{id}.{Version}.nupkg"));
}

[CollectionDefinition(Packages.TestCollection)]
public sealed class PackagesAreShared : ICollectionFixture<Packages>;
