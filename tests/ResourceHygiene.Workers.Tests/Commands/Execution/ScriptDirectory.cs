namespace ResourceHygiene.Workers.Tests;

/// <summary>A directory with small programs.</summary>
internal sealed class ScriptDirectory : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Path { get; } = Directory.CreateTempSubdirectory("rh-scripts-").FullName;

    public string Script(string name, string text, UnixFileMode mode = Executable)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
