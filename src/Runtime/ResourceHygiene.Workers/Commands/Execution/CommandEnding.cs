using System.Globalization;
using ResourceHygiene.Workers.Processes;

namespace ResourceHygiene.Workers;

/// <summary>What to say about a command that did not end by itself.</summary>
internal static class CommandEnding
{
    public static CommandException Of(CommandResult result, in ChildEnd end, TimeSpan? timeout, Exception? cause, bool isHeldOpen)
    {
        var request = result.Request;
        var message = result.Failure switch
        {
            CommandFailure.TimedOut =>
                $"{request} did not end within {ResourceText.Seconds(timeout ?? default)} and was ended with its process tree; CommandRequest.Timeout says how long it may take.",
            CommandFailure.OutputLimit => OverLimit(result),
            CommandFailure.StreamFailed when cause is null => string.Create(
                CultureInfo.InvariantCulture,
                $"{request} ended with exit code {result.ExitCode} and its output did not: what had been written was taken, and somebody may write more."),
            CommandFailure.StreamFailed =>
                $"{request} was ended because what gives its input or takes its output failed: {cause?.Message}",
            _ => Killed(result, end),
        };
        if (!end.Survivors.AreNone)
            message += Left(end.Survivors);
        else if (isHeldOpen)
            message += " Somebody holds its output open who could not be told to be its descendant: in a session of its own, without its parent and its variables.";
        return new(request, result.Failure ?? CommandFailure.Killed, message, result, cause);
    }

    private static string Left(Survivors survivors) => survivors switch
    {
        { Known: 0 } => " Whether all of its processes ended is not known: some could not be looked for, or not be told from those of others.",
        { AreMorePossible: true } => string.Create(
            CultureInfo.InvariantCulture,
            $" {survivors.Known} of its processes could not be ended, and there may be more that could not be looked for: they wait for the kernel, or belong to another user."),
        _ => string.Create(
            CultureInfo.InvariantCulture, $" {survivors.Known} of its processes could not be ended: they wait for the kernel, or belong to another user."),
    };

    private static string OverLimit(CommandResult result)
    {
        var request = result.Request;
        var (name, output) = result.Output.IsTruncated ? ("output", request.Output) : ("error output", request.Error);
        return $"{request} wrote more than {ResourceText.Size(output.Limit)} to its {name} and was ended; "
            + "allow more, truncate it (OutputLimitAction.Truncate), or read it while it is written.";
    }

    private static string Killed(CommandResult result, in ChildEnd end)
    {
        var lastLine = result.Error.LastLine;
        return $"{result.Request} {end.Killing}{(lastLine.Length == 0 ? "." : $": {lastLine}")}";
    }
}
