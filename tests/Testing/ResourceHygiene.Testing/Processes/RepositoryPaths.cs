using System.Runtime.CompilerServices;

namespace ResourceHygiene.Testing;

/// <summary>Where the repository lies on this machine.</summary>
public static class RepositoryPaths
{
    private const string Landmark = "ResourceHygiene.sln";

    private static readonly Lazy<string> LazyRoot = new(static () => Find(AppContext.BaseDirectory) ?? Find(ThisFile()) ??
        throw new DirectoryNotFoundException($"{Landmark} was not found above {AppContext.BaseDirectory} or above this library's source."));

    /// <summary>The directory of the solution file.</summary>
    public static string Root => LazyRoot.Value;

    /// <summary>An absolute path from one below the root.</summary>
    public static string Combine(params string[] parts) => Path.Combine([Root, .. parts]);

    // The build output lies in the repository, so the way up from the tests finds it, whatever the directory was called at build time.
    private static string? Find(string start)
    {
        for (DirectoryInfo? directory = new(start); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, Landmark)))
                return directory.FullName;
        }

        return null;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
