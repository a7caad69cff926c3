using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ResourceHygiene;

/// <summary>Releases resources of a class that one cannot change. Runs outside every lock, on the thread that asked for the release.</summary>
/// <typeparam name="T">The class, or an interface that it implements.</typeparam>
/// <param name="resource">The resource, claimed: nobody else releases it.</param>
/// <param name="context">Which resource, why, and until when.</param>
/// <returns>Whether the resource is gone or has to stay.</returns>
public delegate ReleaseOutcome ReleaseHandler<in T>(T resource, in ReleaseContext context)
    where T : class;

/// <summary>The handlers of this process, by resource type. Generated module initializers fill it; nothing is found by reflection.</summary>
public static class ReleaseHandlers
{
    private static readonly ConcurrentDictionary<string, TypedHandler[]> s_handlers = new(StringComparer.Ordinal);

    /// <summary>
    /// Registers a handler for resources of one type and class. One type may have handlers for several classes; the one
    /// registered last is asked first, and replaces an earlier one for the very same class. Stays for the life of the process.
    /// </summary>
    /// <typeparam name="T">The class, or an interface that it implements.</typeparam>
    /// <param name="type">The resource type.</param>
    /// <param name="handler">The handler; only stored here.</param>
    /// <exception cref="ArgumentException">The type is empty.</exception>
    public static void Register<T>(string type, ReleaseHandler<T> handler)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentNullException.ThrowIfNull(handler);
        var typed = new TypedHandler<T>(handler);
        s_handlers.AddOrUpdate(
            type,
            static (_, added) => [added],
            static (_, present, added) => [added, .. present.Where(other => other.Class != added.Class)],
            (TypedHandler)typed);
    }

    internal static bool TryFind(string type, object resource, [NotNullWhen(true)] out TypedHandler? handler)
    {
        handler = null;
        if (s_handlers.TryGetValue(type, out var handlers))
        {
            foreach (var candidate in handlers)
            {
                if (candidate.Matches(resource))
                {
                    handler = candidate;
                    return true;
                }
            }
        }
        return false;
    }

    internal abstract class TypedHandler
    {
        public abstract Type Class { get; }

        public abstract bool Matches(object resource);

        public abstract ReleaseOutcome Release(object resource, in ReleaseContext context);
    }

    private sealed class TypedHandler<T>(ReleaseHandler<T> handler) : TypedHandler
        where T : class
    {
        public override Type Class => typeof(T);

        public override bool Matches(object resource) => resource is T;

        public override ReleaseOutcome Release(object resource, in ReleaseContext context) => handler((T)resource, context);
    }
}
