using ResourceHygiene;

namespace ClipStudio.Pipeline;

/// <summary>
/// The pipeline while it works, as a resource: at exit it is waited for before anything it uses is taken away, so that no
/// directory is deleted while a file is being written into it.
/// </summary>
[TrackedResource(Type = "running_work", Priority = ReleasePriority.Critical)]
internal sealed partial class RunningWork
{
    [Owned] private readonly ManualResetEventSlim _ended = new();

    public RunningWork() => Track(name: "clipstudio");

    /// <summary>Does the work here; whatever it acquired is released when this returns or throws.</summary>
    public T Run<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch
        {
            // Unwinds to here even when nobody further out catches: then clean-up starts before any outer finally runs.
            throw;
        }
        finally
        {
            _ended.Set();
        }
    }

    partial void OnReleasing(in ReleaseContext context)
    {
        // ExitCleanup.Stopping has been cancelled by now.
        if (context.Reason == ReleaseReason.Exit)
            _ended.Wait(context.Deadline);
    }
}
