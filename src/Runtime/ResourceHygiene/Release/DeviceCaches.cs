using System.Collections.Concurrent;

namespace ResourceHygiene;

/// <summary>
/// What empties the caches of device allocators: memory that was freed in a device library often stays with the library
/// until it is asked to return it. The runtime asks once at the end of each batch that let something go on the device,
/// after all handlers, and never in between.
/// </summary>
public static class DeviceCaches
{
    private static readonly ConcurrentDictionary<ResourceLocation, Registration[]> s_byDevice = new();

    private static int s_registrations;

    internal static bool AnyRegistered => Volatile.Read(ref s_registrations) > 0;

    /// <summary>Registers what empties the caches of one device. Several for one device run in the order of their registration.</summary>
    /// <param name="device">The device.</param>
    /// <param name="empty">
    /// Empties them. Runs on the thread that ran the batch, outside every lock; what it throws is recorded as a failure of
    /// type <c>device_cache</c>.
    /// </param>
    /// <returns>Ends the registration when disposed.</returns>
    /// <exception cref="ArgumentException">The location is not a device.</exception>
    public static IDisposable Register(ResourceLocation device, Action empty)
    {
        ArgumentNullException.ThrowIfNull(empty);
        if (!device.IsDevice)
            throw new ArgumentException($"{device} is not a device; only devices have caches to be emptied.", nameof(device));

        var registration = new Registration(device, empty);
        Interlocked.Increment(ref s_registrations);
        s_byDevice.AddOrUpdate(device, static (_, added) => [added], static (_, present, added) => [.. present, added], registration);
        return registration;
    }

    internal static void Empty(ResourceLocation device, ResourceTracker tracker)
    {
        if (!s_byDevice.TryGetValue(device, out var registrations))
            return;

        foreach (var registration in registrations)
        {
            try
            {
                registration.Empty();
            }
            catch (Exception exception)
            {
                tracker.Failures.Add(new(ResourceHandle.None, "device_cache", device.ToString(), ReleaseReason.Requested, exception));
            }
        }
    }

    private sealed class Registration(ResourceLocation device, Action empty) : IDisposable
    {
        public Action Empty => empty;

        public void Dispose()
        {
            while (s_byDevice.TryGetValue(device, out var present) && present.Contains(this))
            {
                Registration[] rest = [.. present.Where(other => other != this)];
                var isChanged = rest.Length == 0
                    ? s_byDevice.TryRemove(new(device, present))
                    : s_byDevice.TryUpdate(device, rest, present);
                if (isChanged)
                {
                    Interlocked.Decrement(ref s_registrations);
                    break;
                }
            }
        }
    }
}
