using System.Diagnostics.CodeAnalysis;

namespace ResourceHygiene;

/// <summary>Keeps the deletion of leftovers to what was journalled, whatever others did to the path since.</summary>
internal static class SafePath
{
    /// <summary>The full path, with every symbolic link among the parents followed: a link that turns up there later is not ours.</summary>
    /// <exception cref="ArgumentException">It is not a full path, or one that must never be deleted.</exception>
    public static string Normalize(string path, string parameterName)
    {
        ArgumentException.ThrowIfNullOrEmpty(path, parameterName);
        if (!Path.IsPathFullyQualified(path))
            throw new ArgumentException($"A leftover needs a full path; '{path}' is relative.", parameterName);

        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (IsSacred(full))
            throw new ArgumentException($"'{path}' is no temporary thing: it would be deleted with everything in it.", parameterName);

        return Path.Combine(FollowLinks(Path.GetDirectoryName(full)!), Path.GetFileName(full));
    }

    /// <summary>Why the path cannot be what was journalled; <see langword="null"/> where nothing speaks against it.</summary>
    public static string? Objection(string path)
    {
        if (!Path.IsPathFullyQualified(path) || IsSacred(path) || Path.GetFullPath(path) != path)
            return "not a path that this journal would have";
        if (IsLink(path))
            return "replaced by a symbolic link";

        for (var parent = Path.GetDirectoryName(path); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            if (IsLink(parent))
                return $"{parent} was replaced by a symbolic link";
        }
        return null;
    }

    private static bool IsSacred(string path) =>
        path.Length == 0
        || Path.GetDirectoryName(path) is null
        || IsSame(path, Path.GetTempPath())
        || IsSame(path, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    private static bool IsSame(string path, string other) =>
        other.Length > 0 && string.Equals(path, Path.TrimEndingDirectorySeparator(other), StringComparison.OrdinalIgnoreCase);

    private static string FollowLinks(string path)
    {
        if (TryGetTarget(path, out var target))
            return FollowLinks(target);

        var parent = Path.GetDirectoryName(path);
        return parent is null ? path : Path.Combine(FollowLinks(parent), Path.GetFileName(path));
    }

    private static bool TryGetTarget(string path, [NotNullWhen(true)] out string? target)
    {
        // Follows chains to their end, and throws for those that have none.
        target = IsLink(path) ? Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null;
        return target is not null;
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;
}
