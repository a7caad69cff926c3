using System.Runtime.ConstrainedExecution;
using System.Runtime.Loader;

namespace ResourceHygiene;

/// <summary>
/// Knows whether the finalizers of everything that the garbage collector has taken so far have run. A resource whose finalizer disposes
/// it is unreachable for a moment and yet no leak: only afterwards can one tell.
/// </summary>
/// <remarks>
/// Two sentries stand where everything else dies: one in the youngest generation, replaced whenever it was taken, and one that has
/// grown old, for full collections, which may take nothing young and may go on in the background. A collection that takes a
/// resource takes the sentry whose kind of collection it is as well, and a critical finalizer runs after the ordinary ones of the
/// same collection. So when there has been no collection since both sentries were put in place, and none while that was done,
/// nobody is waiting to be finalized. The finalizers here do nothing but put the next sentry in place. Once
/// the assembly's load context is being unloaded they no longer do, and from the next collection on nothing has caught up any more.
/// </remarks>
internal static class FinalizationWatch
{
    private static readonly Post s_young = new(isOld: false);
    private static readonly Post s_old = new(isOld: true);

    private static volatile bool s_isOver;

    static FinalizationWatch()
    {
        // A sentry comes back from every collection and keeps its own assembly loaded: in a context that is to be unloaded, the
        // posts have to be given up.
        if (AssemblyLoadContext.GetLoadContext(typeof(FinalizationWatch).Assembly) is { IsCollectible: true } context)
            context.Unloading += static _ => s_isOver = true;
    }

    /// <summary>
    /// Whether a resource that was found collected before this is asked has had its finalizer run, if it has one. May say no for
    /// no good reason, until the next collections.
    /// </summary>
    public static bool HasCaughtUp => s_young.IsQuiet && s_old.IsQuiet;

    /// <summary>Puts the first sentries in place: a collection before that is not seen.</summary>
    public static void Start() => _ = s_old;

    private sealed class Post
    {
        private readonly bool _isOld;
        private int _quietAt;

        public Post(bool isOld)
        {
            _isOld = isOld;
            var count = Collections;
            _ = new Sentry(this, count);
            Volatile.Write(ref _quietAt, count);
        }

        /// <summary>Compared for equality only, as the count may wrap around.</summary>
        public bool IsQuiet => Volatile.Read(ref _quietAt) == Collections;

        /// <summary>Full collections; or those that were not full, as every collection counts for the youngest generation.</summary>
        private int Collections
        {
            get
            {
                var full = GC.CollectionCount(GC.MaxGeneration);
                return _isOld ? full : GC.CollectionCount(0) - full;
            }
        }

        /// <summary>All that was taken together with a sentry has been finalized.</summary>
        public void Relieve(Sentry sentry)
        {
            if (s_isOver)
                return;

            var before = sentry.PlacedAt;
            var count = Collections;
            if (_isOld)
                sentry.Stay(count);
            else
                _ = new Sentry(this, count);
            // Had there been another collection meanwhile, it would have found no sentry to take.
            if (count == before + 1 || count == before)
                Volatile.Write(ref _quietAt, count);
        }
    }

    private sealed class Sentry(Post post, int count) : CriticalFinalizerObject
    {
        /// <summary>How many collections there had been.</summary>
        public int PlacedAt { get; private set; } = count;

        ~Sentry() => post.Relieve(this);

        public void Stay(int count)
        {
            PlacedAt = count;
            GC.ReRegisterForFinalize(this);
        }
    }
}
