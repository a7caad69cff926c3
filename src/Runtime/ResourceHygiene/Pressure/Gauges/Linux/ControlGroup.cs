namespace ResourceHygiene;

/// <summary>Where the control group of this process has its files, and which version of control groups it is.</summary>
/// <param name="Directory">The directory of the process's own group.</param>
/// <param name="Root">The topmost directory that can be seen; the same or one above.</param>
/// <param name="IsVersion2">Whether the files are those of version 2.</param>
internal sealed record ControlGroup(string Directory, string Root, bool IsVersion2)
{
    /// <summary>
    /// Finds the group that limits memory; <see langword="null"/> where there is none. On a machine that runs both versions, memory is
    /// governed by one of them: the first, if its memory controller is mounted.
    /// </summary>
    /// <param name="root">Where the file system begins: <c>/</c>, or where a host's is mounted.</param>
    /// <param name="notices">Receives why there is none.</param>
    public static ControlGroup? Find(string root, List<string> notices)
    {
        string[] groups;
        string[] mounts;
        try
        {
            groups = File.ReadAllLines(Path.Join(root, "proc/self/cgroup"));
            mounts = File.ReadAllLines(Path.Join(root, "proc/self/mountinfo"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            notices.Add($"Control groups are not watched: {exception.Message}");
            return null;
        }

        return Find(root, groups, mounts, isVersion2: false) ?? Find(root, groups, mounts, isVersion2: true);
    }

    /// <summary>The directories of the group and of those around it, innermost first. Each may have a limit of its own.</summary>
    public IEnumerable<string> Levels()
    {
        for (var directory = Directory; ; directory = Path.GetDirectoryName(directory)!)
        {
            yield return directory;
            if (directory.Length <= Root.Length)
                yield break;
        }
    }

    private static ControlGroup? Find(string root, string[] groups, string[] mounts, bool isVersion2)
    {
        if (PathOf(groups, isVersion2) is not { } path)
            return null;

        foreach (var line in mounts)
        {
            // 36 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:1 - cgroup cgroup rw,memory
            var separator = line.IndexOf(" - ", StringComparison.Ordinal);
            if (separator < 0)
                continue;

            var where = line[..separator].Split(' ');
            var what = line[(separator + 3)..].Split(' ');
            if (where.Length < 5 || !IsWanted(what, isVersion2))
                continue;

            var mountPoint = Path.TrimEndingDirectorySeparator(Path.Join(root, Unescape(where[4])));
            var directory = Path.Join(mountPoint, Relative(path, Unescape(where[3])));
            if (!System.IO.Directory.Exists(directory))
                directory = mountPoint;
            return new(Path.TrimEndingDirectorySeparator(directory), mountPoint, isVersion2);
        }
        return null;
    }

    /// <summary>The group's path as /proc/self/cgroup has it: <c>4:memory:/a/b</c>, or <c>0::/a/b</c>.</summary>
    private static string? PathOf(string[] groups, bool isVersion2)
    {
        foreach (var line in groups)
        {
            var parts = line.Split(':', 3);
            if (parts.Length == 3 && (isVersion2 ? parts[0] == "0" && parts[1].Length == 0 : parts[1].Split(',').Contains("memory")))
                return parts[2];
        }
        return null;
    }

    private static bool IsWanted(string[] what, bool isVersion2) => isVersion2
        ? what[0] == "cgroup2"
        : what.Length >= 3 && what[0] == "cgroup" && what[2].Split(',').Contains("memory");

    /// <summary>
    /// The group's path below the mount. A container that sees its own group as the root of the mount is given the host's
    /// path of that group, or one that leads out of it: then the mount itself is the group.
    /// </summary>
    private static string Relative(string path, string mounted)
    {
        if (path.Contains("/..", StringComparison.Ordinal))
            return "";
        if (mounted == "/")
            return path;
        return path.StartsWith(mounted, StringComparison.Ordinal) && (path.Length == mounted.Length || path[mounted.Length] == '/')
            ? path[mounted.Length..]
            : "";
    }

    /// <summary>mountinfo writes spaces and the like as three octal digits.</summary>
    private static string Unescape(string path)
    {
        for (var at = path.IndexOf('\\', StringComparison.Ordinal); at >= 0 && at + 3 < path.Length; at = path.IndexOf('\\', at + 1))
        {
            int code = 0;
            for (var i = 1; i <= 3; i++)
                code = path[at + i] is >= '0' and <= '7' && code >= 0 ? (code * 8) + path[at + i] - '0' : -1;
            if (code is > 0 and < 128)
                path = $"{path[..at]}{(char)code}{path[(at + 4)..]}";
        }
        return path;
    }
}
