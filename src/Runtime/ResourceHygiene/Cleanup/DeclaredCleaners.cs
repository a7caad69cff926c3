using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace ResourceHygiene;

/// <summary>
/// The cleaners that assemblies declare with <c>[Cleaner]</c>, until <see cref="ResourceCleaner.Shared"/> takes them in. For
/// generated code. Every member may be called from any thread.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DeclaredCleaners
{
    private static readonly ConcurrentQueue<Cleaner> s_waiting = new();

    internal static bool Any => !s_waiting.IsEmpty;

    /// <summary>Declares a cleaner; only stored here. One that cannot be registered is left out, and the failure recorded.</summary>
    /// <param name="cleaner">The cleaner.</param>
    public static void Add(Cleaner cleaner)
    {
        ArgumentNullException.ThrowIfNull(cleaner);
        s_waiting.Enqueue(cleaner);
    }

    /// <summary>Runs a cleaner's work on each registered instance of a class, one after another, each leased meanwhile. One that throws does not stop the next.</summary>
    /// <typeparam name="T">The class.</typeparam>
    /// <param name="context">The cleaner's context.</param>
    /// <param name="clean">The work.</param>
    public static void OnEach<T>(CleanerContext context, Action<T, CleanerContext> clean)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(clean);
        var any = false;
        for (var index = 0; index < ResourceTracker.Shared.SlotsUsed && !context.Deadline.IsCancellationRequested; index++)
        {
            if (!TryPin<T>(index, out var lease, out var instance, out var title))
                continue;
            any = true;
            using (lease)
                context.Attempt(title, () => clean(instance, context));
        }
        SayIfNone(context, any);
    }

    /// <summary>The same for work that is asynchronous.</summary>
    /// <typeparam name="T">The class.</typeparam>
    /// <param name="context">The cleaner's context.</param>
    /// <param name="clean">The work.</param>
    public static async ValueTask OnEachAsync<T>(CleanerContext context, Func<T, CleanerContext, ValueTask> clean)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(clean);
        var any = false;
        for (var index = 0; index < ResourceTracker.Shared.SlotsUsed && !context.Deadline.IsCancellationRequested; index++)
        {
            if (!TryPin<T>(index, out var lease, out var instance, out var title))
                continue;
            any = true;
            using (lease)
                await context.AttemptAsync(title, () => clean(instance, context)).ConfigureAwait(false);
        }
        SayIfNone(context, any);
    }

    internal static bool TryTake([NotNullWhen(true)] out Cleaner? cleaner) => s_waiting.TryDequeue(out cleaner);

    private static bool TryPin<T>(int index, out Lease lease, [NotNullWhen(true)] out T? instance, out string title)
        where T : class
    {
        instance = null;
        title = "";
        lease = default;
        var tracker = ResourceTracker.Shared;
        if (!tracker.TryPeek(index, out var info, out _) || !tracker.TryPin(info.Handle, onlyIfUnleased: false, out lease, out var target))
            return false;

        instance = (target is IResourceCell cell ? cell.Resource : target) as T;
        if (instance is null)
        {
            lease.Dispose();
            return false;
        }
        title = info.Name ?? info.Type;
        return true;
    }

    private static void SayIfNone(CleanerContext context, bool any)
    {
        if (!any)
            context.Kept("no instance is registered");
    }
}
