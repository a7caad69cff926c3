using System.Text;
using ResourceHygiene.Workers.Processes;

namespace ResourceHygiene.Workers;

/// <summary>What a system's refusal to start a program means to whoever asked for it.</summary>
internal static class StartFailure
{
    public static CommandException Of(CommandRequest request, string path, ChildStartException exception)
    {
        var (failure, reason) = OperatingSystem.IsWindows() ? (CommandFailure.StartFailed, exception.Reason) : exception.Error switch
        {
            ChildStartException.NotThere when File.Exists(path) => (CommandFailure.NotExecutable, Interpreter(path) is { } interpreter
                ? $"'{path}' wants to be run by '{interpreter}', which is not there"
                : $"'{path}' is there, but the loader that it was built for is not: it is a program for another system"),
            ChildStartException.NotThere => (CommandFailure.NotFound, $"there is no file '{path}' any more"),
            ChildStartException.Denied => (CommandFailure.NotExecutable, $"'{path}' may not be executed by this user, or lies where nothing may be"),
            ChildStartException.NoFormat => (
                CommandFailure.NotExecutable, $"'{path}' is no program of this system, nor a script whose first line names what runs it ('#!/bin/sh')"),
            ChildStartException.TooLong => (
                CommandFailure.StartFailed, "its arguments and environment variables are longer than the system takes; hand them over in a file or by its input"),
            ChildStartException.NoMemoryOrProcess => (CommandFailure.StartFailed, "this user, or its container, has as many processes as it may have ('ulimit -u')"),
            _ => (CommandFailure.StartFailed, exception.Reason),
        };
        return new(request, failure, $"{request} was not started: {reason}.", innerException: exception);
    }

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
