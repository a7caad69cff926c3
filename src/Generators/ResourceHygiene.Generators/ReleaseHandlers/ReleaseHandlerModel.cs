using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.ReleaseHandlers;

/// <summary>One registration of a release handler, as text.</summary>
/// <param name="ResourceType">The resource type's name.</param>
/// <param name="ResourceClass">The class that the handler releases, qualified.</param>
/// <param name="Method">The handler, qualified.</param>
/// <param name="TakesContextByReference">Whether the method declares the context with <c>in</c>.</param>
/// <param name="Async">How it gives its outcome, if asynchronously.</param>
internal sealed record ReleaseHandlerModel(
    string ResourceType, string ResourceClass, string Method, bool TakesContextByReference, AsyncHandlerKind Async);
