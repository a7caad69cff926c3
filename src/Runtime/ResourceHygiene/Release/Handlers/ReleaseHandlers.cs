using System.Collections.Concurrent;
using System.ComponentModel;

namespace ResourceHygiene;

/// <summary>Releases resources of a class that one cannot change. Runs outside every lock, on the thread that asked for the release.</summary>
/// <typeparam name="T">The class, or an interface that it implements.</typeparam>
/// <param name="resource">The resource, claimed: nobody else releases it.</param>
/// <param name="context">Which resource, why, and until when.</param>
/// <returns>Whether the resource is gone or has to stay.</returns>
public delegate ReleaseOutcome ReleaseHandler<in T>(T resource, in ReleaseContext context)
    where T : class;

/// <summary>The handlers of this process, by resource type. Generated module initializers fill it; nothing is found by reflection.</summary>
/// <remarks>
/// One type may have handlers for several classes. For one class the handler registered last counts, and is asked before
/// those for other classes; a handler stays for the life of the process. Every member may be called from any thread.
/// </remarks>
public static class ReleaseHandlers
{
    private static readonly ConcurrentDictionary<string, RegisteredHandler[]> s_handlers = new(StringComparer.Ordinal);

    /// <summary>Whether any handler can do more than release: seldom so, and asked of every entry of a snapshot.</summary>
    private static volatile bool s_anyDoesMore;

    /// <summary>Registers a handler for resources of one type and class.</summary>
    /// <typeparam name="T">The class, or an interface that it implements.</typeparam>
    /// <param name="type">The resource type.</param>
    /// <param name="handler">The handler; only stored here.</param>
    /// <exception cref="ArgumentException">The type is empty.</exception>
    public static void Register<T>(string type, ReleaseHandler<T> handler)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(handler);
        Register(type, new ResourceHandler<T> { Release = handler });
    }

    /// <summary>Registers an asynchronous handler for resources of one type and class.</summary>
    /// <typeparam name="T">The class, or an interface that it implements.</typeparam>
    /// <param name="type">The resource type.</param>
    /// <param name="handler">The handler; only stored here.</param>
    /// <exception cref="ArgumentException">The type is empty.</exception>
    public static void RegisterAsync<T>(string type, AsyncReleaseHandler<T> handler)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(handler);
        Register(type, new ResourceHandler<T> { ReleaseAsync = handler });
    }

    /// <summary>Registers everything that can be done with resources of one type and class: trim, offload, persist and release.</summary>
    /// <typeparam name="T">The class, or an interface that it implements.</typeparam>
    /// <param name="type">The resource type.</param>
    /// <param name="handler">What can be done; only stored here.</param>
    /// <exception cref="ArgumentException">The type is empty.</exception>
    public static void Register<T>(string type, ResourceHandler<T> handler)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentNullException.ThrowIfNull(handler);
        var typed = handler.Typed();
        Add(type, new(typed), typed.LesserActions != LesserActions.None || typed.CanPersist);
    }

    /// <summary>
    /// Registers a handler that is made when a resource of its type is first asked about. For generated code: until then no class
    /// of the application is touched, so that one whose assembly is missing cannot break the program's start.
    /// </summary>
    /// <param name="type">The resource type.</param>
    /// <param name="make">Makes the handler. If it throws, that is recorded once and the handler is left out. May run several times at once; one result counts.</param>
    /// <param name="doesMore">Whether it can do more than release.</param>
    /// <exception cref="ArgumentException">The type is empty.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void RegisterDeferred(string type, Func<ResourceHandler> make, bool doesMore)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentNullException.ThrowIfNull(make);
        Add(type, new(type, make), doesMore);
    }

    private static void Add(string type, RegisteredHandler handler, bool doesMore)
    {
        s_handlers.AddOrUpdate(
            type,
            static (_, added) => [added],
            static (_, present, added) => [added, .. present.Where(other => !added.Replaces(other))],
            handler);
        if (doesMore)
            s_anyDoesMore = true;
        ResourceTracker.NoteNewHandler();
    }

    internal static TypedHandler? Find(string type, object resource)
    {
        if (s_handlers.TryGetValue(type, out var handlers))
        {
            foreach (var candidate in handlers)
            {
                if (candidate.Handler is { } handler && handler.Matches(resource))
                    return handler;
            }
        }
        return null;
    }

    /// <summary>The handler, if it may be able to trim, offload or persist.</summary>
    internal static TypedHandler? FindForMore(string type, object resource) => s_anyDoesMore ? Find(type, resource) : null;
}
