using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using TorchSharp;

namespace ResourceHygiene;

/// <summary>
/// Whether TorchSharp and its native part are there. Nothing of this package touches TorchSharp before it is used, so that a program
/// without libtorch starts; where it is used and missing, there is one error that says what to add.
/// </summary>
/// <remarks>Every member may be called from any thread. The first call loads libtorch, which may take seconds.</remarks>
public static class TorchLibrary
{
    private static volatile bool s_isLoaded;
    private static Exception? s_failure;

    /// <summary>Whether TorchSharp can be used; loads it if that was not tried yet.</summary>
    public static bool IsAvailable => TryLoad(out _);

    /// <summary>Loads TorchSharp and its native part, unless that was done.</summary>
    /// <param name="why">What is missing and which package to add; <see langword="null"/> where nothing is missing.</param>
    /// <returns>Whether TorchSharp can be used.</returns>
    public static bool TryLoad([NotNullWhen(false)] out string? why)
    {
        why = s_isLoaded || Load() is not { } failure ? null : MessageFor(failure);
        return why is null;
    }

    /// <summary>Loads TorchSharp and its native part, unless that was done.</summary>
    /// <exception cref="TorchLibraryException">It is missing.</exception>
    public static void EnsureLoaded()
    {
        if (!s_isLoaded && Load() is { } failure)
            throw new TorchLibraryException(MessageFor(failure), failure);
    }

    /// <summary>Null where it is loaded. A failure is final: the library's initializer runs once in a process.</summary>
    private static Exception? Load()
    {
        if (Volatile.Read(ref s_failure) is { } known)
            return known;

        try
        {
            Touch();
            s_isLoaded = true;
            return null;
        }
        catch (Exception exception) when (IsMissing(exception))
        {
            return Interlocked.CompareExchange(ref s_failure, exception, null) ?? exception;
        }
    }

    /// <summary>In a method of its own: where TorchSharp.dll is missing, calling this fails, and not whoever calls.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Touch() => GC.KeepAlive(torch.CPU);

    private static bool IsMissing(Exception exception) =>
        exception is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException
            or FileNotFoundException or FileLoadException or NotSupportedException or TypeLoadException;

    private static string MessageFor(Exception failure)
    {
        var root = failure.GetBaseException();
        var packages = OperatingSystem.IsWindows() ? "TorchSharp-cpu or TorchSharp-cuda-windows"
            : OperatingSystem.IsLinux() ? "TorchSharp-cpu or TorchSharp-cuda-linux"
            : "TorchSharp-cpu";
        return $"TorchSharp cannot be used: {FirstLine(root.Message)} Add the package {packages}, in the version of TorchSharp, to the program that is started.";
    }

    /// <summary>The library's own message goes on with a trace of every place that it searched.</summary>
    private static string FirstLine(string message)
    {
        var end = message.AsSpan().IndexOfAny('\r', '\n');
        var line = (end < 0 ? message : message[..end]).Trim();
        return line.EndsWith('.') ? line : line + ".";
    }
}
