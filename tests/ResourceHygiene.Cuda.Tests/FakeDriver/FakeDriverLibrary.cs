using System.Diagnostics;

namespace ResourceHygiene.Cuda.Tests;

/// <summary>The fake driver, compiled once for all tests of a run. A copy of it has a state of its own.</summary>
internal static class FakeDriverLibrary
{
    private static readonly Lazy<DirectoryInfo> s_directory = new(Compile);
    private static int s_copies;

    /// <summary>A fresh copy for one test.</summary>
    public static string Copy(string name = "libfake")
    {
        var path = Path.Combine(s_directory.Value.FullName, $"{name}-{Interlocked.Increment(ref s_copies)}.so");
        File.Copy(Compiled, path);
        return path;
    }

    /// <summary>A directory that holds it under the names that a real driver has, for a program that looks for one.</summary>
    public static string Install()
    {
        var directory = s_directory.Value.CreateSubdirectory($"driver-{Interlocked.Increment(ref s_copies)}").FullName;
        File.Copy(Compiled, Path.Combine(directory, "libcuda.so.1"));
        // One file: both names must lead to the same state.
        File.CreateSymbolicLink(Path.Combine(directory, "libnvidia-ml.so.1"), "libcuda.so.1");
        return directory;
    }

    /// <summary>Compiles C source to a library, with the symbols left out that are named.</summary>
    public static string CompileWithout(params string[] functions)
    {
        var path = Path.Combine(s_directory.Value.FullName, $"without-{Interlocked.Increment(ref s_copies)}.so");
        Run([.. functions.Select(static function => $"-D{function}=absent_{function}"), "-o", path]);
        return path;
    }

    /// <summary>Compiles it without its lock and its faults, behind which threads would wait for each other.</summary>
    public static string CompileUnguarded()
    {
        var path = Path.Combine(s_directory.Value.FullName, $"unguarded-{Interlocked.Increment(ref s_copies)}.so");
        Run("-DUNGUARDED", "-o", path);
        return path;
    }

    private static string Compiled => Path.Combine(s_directory.Value.FullName, "libfake.so");

    private static DirectoryInfo Compile()
    {
        var directory = Directory.CreateTempSubdirectory("fake-cuda-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => directory.Delete(recursive: true);
        Run("-o", Path.Combine(directory.FullName, "libfake.so"));
        return directory;
    }

    private static void Run(params string[] arguments)
    {
        string[] all = ["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-fvisibility=hidden", "-Wl,-Bsymbolic", "-pthread", .. arguments, Path.Combine(AppContext.BaseDirectory, "FakeDriver", "fake_cuda.c")];
        using var gcc = Process.Start(new ProcessStartInfo("gcc", all) { RedirectStandardError = true })
            ?? throw new InvalidOperationException("gcc does not start; the tests of ResourceHygiene.Cuda need it to build their fake driver.");
        var errors = gcc.StandardError.ReadToEnd();
        gcc.WaitForExit();
        Assert.True(gcc.ExitCode == 0, errors);
    }
}
