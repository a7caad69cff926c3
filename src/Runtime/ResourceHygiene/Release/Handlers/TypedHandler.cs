namespace ResourceHygiene;

/// <summary>A <see cref="ResourceHandler{T}"/> without its type parameter: the one virtual call that stands in for reflection.</summary>
internal abstract class TypedHandler
{
    public abstract Type Class { get; }

    public abstract LesserActions LesserActions { get; }

    public abstract bool CanPersist { get; }

    public abstract bool Matches(object resource);

    /// <summary>Null where the handler does not say how.</summary>
    public abstract ReleaseOutcome? Release(object resource, in ReleaseContext context, bool isWatched);

    public abstract long Trim(object resource, in TrimRequest request);

    public abstract void Offload(object resource, in ReleaseContext context);

    public abstract void Persist(object resource, in ReleaseContext context);
}

/// <inheritdoc/>
internal sealed class TypedHandler<T>(ResourceHandler<T> handler) : TypedHandler
    where T : class
{
    public override Type Class => typeof(T);

    public override LesserActions LesserActions =>
        (handler.Trim is null ? 0 : LesserActions.Trim) | (handler.Offload is null ? 0 : LesserActions.Offload);

    public override bool CanPersist => handler.Persist is not null;

    public override bool Matches(object resource) => resource is T;

    public override ReleaseOutcome? Release(object resource, in ReleaseContext context, bool isWatched)
    {
        if (handler.Release is { } release)
            return release((T)resource, context);
        return handler.ReleaseAsync is null ? null : ReleaseAndWait((T)resource, context, isWatched);
    }

    public override long Trim(object resource, in TrimRequest request) => handler.Trim!((T)resource, request);

    public override void Offload(object resource, in ReleaseContext context) => handler.Offload!((T)resource, context);

    public override void Persist(object resource, in ReleaseContext context) => handler.Persist!((T)resource, context);

    private ReleaseOutcome ReleaseAndWait(T resource, ReleaseContext context, bool isWatched) =>
        AsyncHandlers.Wait(() => handler.ReleaseAsync!(resource, context), isWatched, context.Deadline);
}
