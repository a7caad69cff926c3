namespace ResourceHygiene;

/// <summary>One registration of a handler, which may still have to be made.</summary>
internal sealed class RegisteredHandler
{
    private readonly string _type;
    private Func<ResourceHandler>? _make;
    private TypedHandler? _handler;

    public RegisteredHandler(TypedHandler handler)
    {
        _type = "";
        _handler = handler;
    }

    public RegisteredHandler(string type, Func<ResourceHandler> make)
    {
        _type = type;
        _make = make;
    }

    /// <summary>The handler; null where it could not be made: its class is not there, and so no resource of it is.</summary>
    public TypedHandler? Handler
    {
        get
        {
            if (Volatile.Read(ref _make) is { } make)
                Make(make);
            return Volatile.Read(ref _handler);
        }
    }

    /// <summary>Whether the other one will never be asked again. Of one still to be made that is not known; it is asked later, which comes to the same.</summary>
    public bool Replaces(RegisteredHandler other) =>
        Volatile.Read(ref _handler) is { } own && Volatile.Read(ref other._handler) is { } its && own.Class == its.Class;

    // No lock: what is made here are delegates, but to load their classes may run the application's own resolvers.
    private void Make(Func<ResourceHandler> make)
    {
        try
        {
            Interlocked.CompareExchange(ref _handler, make().Typed(), null);
            Volatile.Write(ref _make, null);
        }
        catch (Exception exception)
        {
            // Once, and for good: the runtime does not look for an assembly a second time either.
            if (Interlocked.Exchange(ref _make, null) is not null)
                ResourceTracker.Shared.Failures.Add(new(ResourceHandle.None, _type, "release handler", ReleaseReason.Requested, exception));
        }
    }
}
