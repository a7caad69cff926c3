using System.Text;

namespace ResourceHygiene.Workers.Processes;

/// <summary>What a system's refusal to start a program means, in words that help.</summary>
internal static class StartRefusal
{
    private const int BeingWritten = 26;

    /// <summary>The reason; a clause without a full stop.</summary>
    /// <param name="path">The program's path.</param>
    /// <param name="exception">The refusal.</param>
    public static string Explain(string path, ChildStartException exception) => OperatingSystem.IsWindows() ? exception.Reason : exception.Error switch
    {
        ChildStartException.NotThere when File.Exists(path) => Interpreter(path) is { } interpreter
            ? $"'{path}' wants to be run by '{interpreter}', which is not there"
            : $"'{path}' is there, but the loader that it was built for is not: it is a program for another system",
        ChildStartException.NotThere => $"there is no file '{path}' any more",
        ChildStartException.Denied => $"'{path}' may not be executed by this user, or lies where nothing may be",
        ChildStartException.NoFormat => $"'{path}' is no program of this system, nor a script whose first line names what runs it ('#!/bin/sh')",
        ChildStartException.TooLong => "its arguments and environment variables are longer than the system takes; hand them over in a file or by its input",
        ChildStartException.NoMemoryOrProcess => "this user, or its container, has as many processes as it may have ('ulimit -u')",
        ChildStartException.TooManyFiles => "this process has as many files open as it may have ('ulimit -n')",
        BeingWritten => $"somebody has '{path}' open for writing, and a program that is being written cannot be run; put a new one there by renaming it",
        _ => exception.Reason,
    };

    private static string? Interpreter(string path)
    {
        Span<byte> start = stackalloc byte[256];
        try
        {
            using var file = File.OpenHandle(path);
            start = start[..RandomAccess.Read(file, start, 0)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What may be executed need not be readable; then it is no script either.
            return null;
        }
        if (!start.StartsWith("#!"u8))
            return null;
        var line = Encoding.UTF8.GetString(start[2..]).TrimStart();
        return line[..(line.IndexOfAny([' ', '\t', '\r', '\n']) is >= 0 and var end ? end : line.Length)];
    }
}
