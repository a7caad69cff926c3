using System.Runtime.InteropServices;

namespace ResourceHygiene.Workers.Processes;

/// <summary>
/// Finds programs and directories. The system's own search says "no such file" of all that is wrong alike; whoever called wants to know
/// which.
/// </summary>
internal static partial class ProgramLookup
{
    private const int MayExecute = 1;

    /// <summary>The full path of a program.</summary>
    /// <param name="program">A name, which is looked up in PATH, or a path; a relative one counts from the current directory.</param>
    /// <param name="changes">What is changed in the environment that the program inherits: where it has a PATH of its own, that counts.</param>
    /// <exception cref="ChildStartException">It is not there (<see cref="ChildStartException.NotThere"/>), or is none (<see cref="ChildStartException.Denied"/>).</exception>
    public static string Resolve(string program, IReadOnlyDictionary<string, string?> changes)
    {
        if (program.AsSpan().IndexOfAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) >= 0)
        {
            var path = FullPathOf(program);
            return Find(path) ?? throw Refused(program, path);
        }

        // What starts with no variables is still found by those of this process.
        var searched = changes.TryGetValue("PATH", out var own) ? own : System.Environment.GetEnvironmentVariable("PATH");
        var directories = (searched ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string? noProgram = null;
        foreach (var directory in directories)
        {
            var path = Path.Combine(directory, program);
            if (Find(path) is { } found)
                return FullPathOf(found);
            noProgram ??= File.Exists(path) ? path : null;
        }
        throw noProgram is not null
            ? Refused(program, noProgram)
            : new ChildStartException(
                program, ChildStartException.NotThere,
                $"there is no program '{program}' in the {directories.Length} directories of PATH. Install it, or give its full path");
    }

    /// <summary>A path that may count from the current directory.</summary>
    /// <exception cref="ChildStartException">It does, and that is gone (<see cref="ChildStartException.NotThere"/>).</exception>
    public static string FullPathOf(string path)
    {
        try
        {
            return Path.GetFullPath(path);
        }
        catch (Exception gone) when (gone is IOException or ArgumentException)
        {
            throw new ChildStartException(
                path, ChildStartException.NotThere,
                gone is IOException ? $"'{path}' counts from the current directory of this process, and that was deleted" : "its path has a zero character in it", gone);
        }
    }

    /// <summary>What is wrong with a directory in which a program is to run; <see langword="null"/> where nothing is.</summary>
    public static string? ObjectionTo(string directory)
    {
        if (!Directory.Exists(directory))
            return File.Exists(directory) ? "is a file" : "does not exist";
        return OperatingSystem.IsWindows() || Access(directory, MayExecute) == 0 ? null : "may not be entered by this user";
    }

    private static string? Find(string path)
    {
        if (!OperatingSystem.IsWindows())
            return Access(path, MayExecute) == 0 && File.Exists(path) ? path : null;
        if (Path.HasExtension(path))
            return File.Exists(path) ? path : null;
        // No shell takes part, and scripts of the shell are none of a process's programs: .bat and .cmd have rules of quoting of their own.
        return File.Exists(path + ".exe") ? path + ".exe" : File.Exists(path + ".com") ? path + ".com" : null;
    }

    private static ChildStartException Refused(string program, string path)
    {
        if (Directory.Exists(path))
            return new(program, ChildStartException.Denied, $"'{path}' is a directory");
        return File.Exists(path)
            ? new(program, ChildStartException.Denied, $"'{path}' is there, but this user may not execute it. Is it a program? Then 'chmod +x' it")
            : new(program, ChildStartException.NotThere, $"there is no file '{path}'");
    }

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
