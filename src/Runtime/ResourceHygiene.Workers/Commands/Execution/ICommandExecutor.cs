namespace ResourceHygiene.Workers;

/// <summary>
/// Runs commands, each as soon as it is asked to. <see cref="ProcessCommandExecutor"/> is the one that a pool uses unless it is given
/// another, such as an adapter of a library that a program already runs its commands with. Every member may be called from any thread.
/// </summary>
public interface ICommandExecutor
{
    /// <summary>
    /// Runs a command until it has ended, its output has been taken, and nothing of its process tree is left (of descendants that it
    /// leaves behind: unless <see cref="CommandRequest.KeepDescendants"/> says so).
    /// </summary>
    /// <param name="request">The command.</param>
    /// <param name="cancellationToken">Ends it with its whole process tree, gently first; the call returns when that has happened.</param>
    /// <returns>What became of it; any exit code is a result.</returns>
    /// <exception cref="CommandException">It could not be started, or did not end by itself.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<CommandResult> ExecuteAsync(CommandRequest request, CancellationToken cancellationToken = default);
}
