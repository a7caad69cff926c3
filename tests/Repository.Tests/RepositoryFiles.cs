using ResourceHygiene.Testing;

namespace ResourceHygiene.Repository.Tests;

/// <summary>The files of the repository: what git tracks or would track.</summary>
internal static class RepositoryFiles
{
    private static readonly Lazy<string[]> LazyAll = new(List);

    private static readonly HashSet<string> Binary = new([".wav", ".safetensors", ".db", ".png", ".jpg"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Paths relative to the root, with forward slashes.</summary>
    public static string[] All => LazyAll.Value;

    public static bool IsText(string file) => !Binary.Contains(Path.GetExtension(file));

    public static string Read(string file) => File.ReadAllText(RepositoryPaths.Combine(file));

    private static string[] List()
    {
        ProcessResult files = new ProcessRunner()
            .RunAsync("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
            .GetAwaiter().GetResult();

        // A file that is deleted but not yet committed is still in the index.
        return
        [
            .. files.ShouldSucceed().Output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Where(static file => File.Exists(RepositoryPaths.Combine(file)))
        ];
    }
}
