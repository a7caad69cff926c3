using System.Diagnostics;

namespace LeakyClips;

internal static class Converter
{
    public static void ToMp3(string wav)
    {
        Process process = Process.Start("ffmpeg", ["-i", wav, Path.ChangeExtension(wav, ".mp3")]); // RH1001: a process handle for every clip
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"ffmpeg could not convert {wav}");
    }

    public static void Preview(string wav)
        => Process.Start("ffplay", ["-nodisp", wav]); // RH1004: started and forgotten, handle included

    /// <summary>Correct: whoever sets up the watcher keeps it, and a field of a disposable class is a place to keep it.</summary>
    public sealed class Inbox(string directory) : IDisposable
    {
        private readonly FileSystemWatcher _watcher = new(directory, "*.wav");

        public void Start() => _watcher.EnableRaisingEvents = true;

        public void Dispose() => _watcher.Dispose();
    }
}
