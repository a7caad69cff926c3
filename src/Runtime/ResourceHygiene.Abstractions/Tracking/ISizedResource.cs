namespace ResourceHygiene;

/// <summary>A resource that knows its own size. The tracker asks when it is registered and when it is trimmed.</summary>
public interface ISizedResource
{
    /// <summary>What the resource occupies now, in bytes; never negative. Must be cheap, must not throw, may be read from any thread.</summary>
    long SizeInBytes { get; }
}
