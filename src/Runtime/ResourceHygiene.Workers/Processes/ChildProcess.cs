using ResourceHygiene.Workers.Processes.Linux;
using ResourceHygiene.Workers.Processes.Portable;

namespace ResourceHygiene.Workers.Processes;

/// <summary>
/// A child process in a session of its own, with everything that it starts. It ends with this process, however that ends (on Linux), and
/// nobody else's children are waited for. Every member may be called from any thread.
/// </summary>
internal abstract class ChildProcess : IAsyncDisposable, IDisposable
{
    /// <summary>Makes a program on Linux start its children as on other systems, where it is 1 from the beginning: so that tests can do that, too.</summary>
    private const string PortableVariable = "RESOURCE_HYGIENE_PORTABLE_PROCESSES";

    private static readonly bool s_isPortable = !LinuxChild.IsSupported || System.Environment.GetEnvironmentVariable(PortableVariable) == "1";

    private protected ChildProcess(Stream? input, Stream? output, Stream? error)
    {
        Input = input;
        Output = output;
        Error = error;
    }

    /// <summary>Its process id; that of its session and group as well where there are such.</summary>
    public abstract int Id { get; }

    /// <summary>What it reads; <see langword="null"/> where that is no pipe. Synchronous calls block, asynchronous ones need no thread; not both.</summary>
    public Stream? Input { get; }

    /// <summary>What it writes; <see langword="null"/> where that is no pipe.</summary>
    public Stream? Output { get; }

    /// <summary>What it writes to its error output; <see langword="null"/> where that is no pipe.</summary>
    public Stream? Error { get; }

    /// <summary>How many bytes of its input it has not read yet; 0 where the platform does not say, or there is no pipe any more.</summary>
    public virtual int UnreadInput => 0;

    /// <summary>
    /// How many bytes of one of its outputs can be read without waiting, where somebody is left who could write more; <see langword="null"/> where
    /// nobody is, so that it can be read to its end, or the platform does not say.
    /// </summary>
    public virtual int? CountUnread(Stream output) => null;

    /// <summary>Completes when the child itself has ended. Never fails.</summary>
    public abstract Task<ExitStatus> Exited { get; }

    /// <summary>Completes when nothing is left of it and its descendants (of a child that may keep them: of it alone). Never fails.</summary>
    public abstract Task<ChildEnd> Gone { get; }

    /// <summary>Starts a child.</summary>
    /// <exception cref="ChildStartException">The system did not.</exception>
    [return: Owned]
    public static ChildProcess Start(ChildStart start) =>
        s_isPortable ? PortableChild.StartNew(start) : LinuxChild.StartNew(start);

    /// <summary>
    /// Asks the child and its descendants to end, and ends what is left after a time. The asking has happened when the call returns. Of
    /// several calls the one that leaves the least time counts.
    /// </summary>
    /// <param name="grace">How long it waits in between; zero does not ask.</param>
    /// <returns><see cref="Gone"/>.</returns>
    public abstract Task<ChildEnd> EndAsync(TimeSpan grace);

    /// <summary>Ends all of it by force, closes the pipes, and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await Gone.ConfigureAwait(false);
    }

    /// <summary>Ends all of it by force and closes the pipes, without waiting until it is gone: that happens in the background.</summary>
    public void Dispose()
    {
        _ = EndAsync(TimeSpan.Zero);
        CloseStreams();
    }

    private protected void CloseStreams()
    {
        Input?.Dispose();
        Output?.Dispose();
        Error?.Dispose();
    }
}
