using ResourceHygiene.Workers.Processes;

namespace ResourceHygiene.Workers;

/// <summary>
/// Runs each command as a process of its own, in a session of its own, and ends all of its process tree with it. Every member may be
/// called from any thread; one instance serves a program.
/// </summary>
/// <param name="timeProvider">The clock of time limits and grace periods; that of the system if it is not said.</param>
public sealed class ProcessCommandExecutor(TimeProvider? timeProvider = null) : ICommandExecutor
{
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    /// <inheritdoc/>
    public Task<CommandResult> ExecuteAsync(CommandRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<CommandResult>(cancellationToken);

        CommandRun run;
        try
        {
            run = new(request, Start(request), _time, cancellationToken);
        }
        catch (CommandException exception)
        {
            return Task.FromException<CommandResult>(exception);
        }
        return run.CompleteAsync(request.Timeout == Timeout.InfiniteTimeSpan ? null : request.Timeout);
    }

    [return: Owned]
    private ChildProcess Start(CommandRequest request)
    {
        if (request.Output.Kind == CommandOutputKind.Joined)
            throw new CommandException(
                request, CommandFailure.StartFailed, $"{request} was not started: its output is joined to itself; only CommandRequest.Error can be joined to another.");

        var path = Find(request);
        try
        {
            return ChildProcess.Start(new ChildStart
            {
                Program = path,
                Arguments = request.Arguments,
                WorkingDirectory = ResolveDirectory(request),
                Environment = request.Environment,
                InheritsEnvironment = request.InheritsEnvironment,
                Input = request.Input.Kind switch
                {
                    CommandInputKind.None => ChildStream.Null,
                    CommandInputKind.Inherited => ChildStream.Inherit,
                    _ => ChildStream.Pipe,
                },
                Output = StreamOf(request.Output),
                Error = StreamOf(request.Error),
                KeepDescendants = request.KeepDescendants,
                DescendantGrace = request.GracePeriod,
                Time = _time,
            });
        }
        catch (ChildStartException exception)
        {
            throw StartFailure.Of(request, path, exception);
        }
    }

    private static string Find(CommandRequest request)
    {
        try
        {
            return ProgramLookup.Resolve(request.Program, request.Environment);
        }
        catch (ChildStartException exception)
        {
            throw new CommandException(
                request, exception.Error == ChildStartException.NotThere ? CommandFailure.NotFound : CommandFailure.NotExecutable,
                $"{request} was not started: {exception.Reason}.");
        }
    }

    private static string? ResolveDirectory(CommandRequest request)
    {
        if (request.WorkingDirectory is not { } directory)
            return null;
        string path;
        try
        {
            path = ProgramLookup.FullPathOf(directory);
        }
        catch (ChildStartException gone)
        {
            throw new CommandException(request, CommandFailure.BadDirectory, $"{request} was not started: its working directory is not there: {gone.Reason}.");
        }
        return ProgramLookup.ObjectionTo(path) is { } objection
            ? throw new CommandException(request, CommandFailure.BadDirectory, $"{request} was not started: its working directory '{path}' {objection}.")
            : path;
    }

    private static ChildStream StreamOf(CommandOutput output) => output.Kind switch
    {
        CommandOutputKind.Discarded => ChildStream.Null,
        CommandOutputKind.Inherited => ChildStream.Inherit,
        CommandOutputKind.Joined => ChildStream.Join,
        _ => ChildStream.Pipe,
    };
}
