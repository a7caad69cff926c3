using ResourceHygiene.Workers.Processes;

namespace ResourceHygiene.Workers;

/// <summary>What a system's refusal to start a program means to whoever asked for it.</summary>
internal static class StartFailure
{
    public static CommandException Of(CommandRequest request, string path, ChildStartException exception)
    {
        // It was there when it was looked at.
        if (exception.Error is ChildStartException.NotThere or ChildStartException.Denied
            && request.WorkingDirectory is { } directory && ProgramLookup.ObjectionTo(directory) is { } objection)
        {
            return new(request, CommandFailure.BadDirectory, $"{request} was not started: its working directory '{directory}' {objection}.", innerException: exception);
        }
        var failure = OperatingSystem.IsWindows() ? CommandFailure.StartFailed : exception.Error switch
        {
            ChildStartException.NotThere => File.Exists(path) ? CommandFailure.NotExecutable : CommandFailure.NotFound,
            ChildStartException.Denied or ChildStartException.NoFormat => CommandFailure.NotExecutable,
            _ => CommandFailure.StartFailed,
        };
        return new(request, failure, $"{request} was not started: {StartRefusal.Explain(path, exception)}.", innerException: exception);
    }
}
