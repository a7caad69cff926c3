using System.ComponentModel;

namespace ResourceHygiene;

/// <summary>
/// Adds up what the parts of one resource occupy, place by place. For generated code, which knows the types of the parts; not
/// thread-safe.
/// </summary>
/// <remarks>
/// A resource has one location. It is the device that holds most of it, if any holds a part, as device memory is what runs
/// out first; and its size is what it occupies there. What lies elsewhere can be registered as a resource of its own.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ResourceFootprint
{
    private long _host;
    private (ResourceLocation Location, long Bytes)[]? _others;

    /// <summary>Where the resource counts as being.</summary>
    public readonly ResourceLocation Location
    {
        get
        {
            var most = (Location: ResourceLocation.Host, Bytes: 0L);
            foreach (var place in _others ?? [])
            {
                if (place.Location.IsDevice && place.Bytes > most.Bytes)
                    most = place;
            }
            return most.Location;
        }
    }

    /// <summary>What it occupies at <see cref="Location"/>, in bytes.</summary>
    public readonly long Bytes => BytesAt(Location);

    /// <summary>What it occupies at one place, in bytes.</summary>
    /// <param name="location">The place.</param>
    public readonly long BytesAt(ResourceLocation location)
    {
        if (location == ResourceLocation.Host)
            return _host;

        foreach (var place in _others ?? [])
        {
            if (place.Location == location)
                return place.Bytes;
        }
        return 0;
    }

    /// <summary>Adds a part.</summary>
    /// <param name="bytes">What it occupies, in bytes; a negative size counts as 0, a sum that is too large as the largest.</param>
    /// <param name="location">Where.</param>
    public void Add(long bytes, ResourceLocation location = default)
    {
        if (bytes <= 0)
            return;

        if (location == ResourceLocation.Host)
            _host = Sum(_host, bytes);
        else
            AddElsewhere(bytes, location);
    }

    /// <summary>Adds a part that knows its size. One that is a resource of its own, and counted as such, is not to be added.</summary>
    /// <param name="part">The part, in the host's memory; null for none.</param>
    public void Add(ISizedResource? part)
    {
        if (part is not null)
            Add(part.SizeInBytes);
    }

    private static long Sum(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;

    // Allocates only where something lies on a device: few resources do, and on few devices.
    private void AddElsewhere(long bytes, ResourceLocation location)
    {
        var places = _others ?? [];
        var index = Array.FindIndex(places, place => place.Location == location);
        if (index >= 0)
            places[index].Bytes = Sum(places[index].Bytes, bytes);
        else
            _others = [.. places, (location, bytes)];
    }
}
