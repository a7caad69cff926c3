using System.Runtime.CompilerServices;

namespace ResourceHygiene.Workers;

/// <summary>The worker's side of <see cref="IsolatedWorker"/>, to be called in the first line of Main.</summary>
/// <example>
/// <code>
/// if (WorkerHost.TryRun(out var exitCode, FrameRenderer.Worker))
///     return exitCode;
/// </code>
/// </example>
public static class WorkerHost
{
    /// <summary>
    /// In a worker process: serves its parent and returns when the parent lets it go. Anywhere else: returns at once. If the parent is
    /// gone the process ends without returning, even while a command hangs. In a worker, standard input is empty afterwards and standard output
    /// goes where standard error goes, so that nothing that is printed disturbs the conversation.
    /// </summary>
    /// <param name="exitCode">What Main should return.</param>
    /// <param name="services">The services of this program; the parent says which it wants.</param>
    /// <returns>Whether this was a worker process, whose Main should return now.</returns>
    /// <exception cref="IOException">Standard input and output of the worker could not be taken over.</exception>
    public static bool TryRun(out int exitCode, params WorkerService[] services)
    {
        ArgumentNullException.ThrowIfNull(services);
        exitCode = 0;
        if (WorkerEnvironment.Take() is not { } name)
            return false;

        exitCode = Run(name, services);
        return true;
    }

    // Apart: a program that is no worker has nothing of this compiled.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(string name, WorkerService[] services)
    {
        var (input, output) = StandardStreams.Take();
        var writer = new FrameWriter(output);
        if (Array.Find(services, service => service.Name == name) is { } service)
        {
            using var session = new WorkerSession(service, new FrameReader(input, int.MaxValue), writer);
            return session.Run();
        }

        writer.Write(
            new FrameHeader(FrameKind.Refusal, 0),
            FrameText.Write($"This program has no service {name}; it has {(services is [] ? "none" : string.Join(", ", services.AsEnumerable()))}."));
        return 1;
    }
}
