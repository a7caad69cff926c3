namespace ResourceHygiene;

/// <summary>Where journals lie: one directory for each user, which nobody else may write to.</summary>
internal static class JournalDirectory
{
    private const string Name = "resource-hygiene";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// Where this process writes: below $XDG_RUNTIME_DIR, which is the user's own and in memory, else in the directory for
    /// temporary files under a name with the user's id.
    /// </summary>
    public static string Default => Candidates[0];

    /// <summary>Where this user's processes may have written, whatever their environment was.</summary>
    public static IReadOnlyList<string> Candidates
    {
        get
        {
            var temp = Path.Combine(Path.GetTempPath(), OperatingSystem.IsWindows() ? Name : $"{Name}-{FileIdentity.Me}");
            var runtime = OperatingSystem.IsWindows() ? null : Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
            return Path.IsPathFullyQualified(runtime ?? "") && Directory.Exists(runtime) ? [Path.Combine(runtime, Name), temp] : [temp];
        }
    }

    /// <summary>Makes the directory where it is missing.</summary>
    /// <exception cref="IOException">It cannot be made, or it is not this user's alone.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void Prepare(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else if (!Directory.Exists(directory))
            Directory.CreateDirectory(directory, Private);

        if (Objection(directory) is { } objection)
            throw new IOException($"{directory} {objection}");
    }

    /// <summary>Why journals in this directory must not be believed; <see langword="null"/> where they may be.</summary>
    public static string? Objection(string directory)
    {
        // In a directory like /tmp anybody can be first to take a name.
        if (new DirectoryInfo(directory).LinkTarget is not null)
            return "is a symbolic link";
        if (!Directory.Exists(directory))
            return "is not a directory";
        if (OperatingSystem.IsWindows())
            return null;
        if (!FileIdentity.Of(directory).IsMine)
            return "belongs to another user";

        return (File.GetUnixFileMode(directory) & ~Private) != 0 ? "may be used by others; its mode should be 0700" : null;
    }
}
