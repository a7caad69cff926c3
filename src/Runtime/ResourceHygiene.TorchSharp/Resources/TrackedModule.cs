using TorchSharp;
using static TorchSharp.torch;

namespace ResourceHygiene;

/// <summary>
/// A module as a tracked resource; see <see cref="TorchTrackingExtensions.TrackModule"/>. TorchSharp's garbage collection never frees a
/// module that was not disposed, so that the tracker's leak report is the only place where a forgotten one shows.
/// </summary>
/// <typeparam name="T">The module's class.</typeparam>
public class TrackedModule<T> : TrackedTorch<T>
    where T : nn.Module
{
    internal TrackedModule(T module, in TorchTracking tracking)
        : base(module) => Begin(tracking);

    private protected override TorchMemory.Footprint Measure() => TorchMemory.Measure(Held);
}

/// <summary>
/// A module for inference whose weights may go to the host when the device runs short: cheaper than to release it, as they need not be
/// loaded again. <see cref="TryUse"/> brings them back. Not for training: an optimizer loses its state when parameters move.
/// </summary>
/// <typeparam name="T">The module's class.</typeparam>
public sealed class OffloadableModule<T> : TrackedModule<T>, IOffloadable
    where T : nn.Module
{
    private readonly object _moves = new();
    private Device? _home;
    private int _uses;
    private volatile bool _wasMoved;

    internal OffloadableModule(T module, in TorchTracking tracking)
        : base(module, tracking)
    {
    }

    /// <summary>Whether the weights are on the host and will be brought back by the next use.</summary>
    public bool IsOffloaded => Volatile.Read(ref _home) is not null;

    /// <summary>Pins the module for a while, its weights on their device. One move is done at a time.</summary>
    /// <param name="use">The module and the pin, to be disposed.</param>
    /// <returns><see langword="false"/> where it was released, or is to be.</returns>
    /// <exception cref="Exception">What TorchSharp throws where the device has no room for the weights; nothing is pinned then.</exception>
    public bool TryUse([Owned] out ModuleUse<T> use)
    {
        if (!TryLease(out var lease))
        {
            use = default;
            return false;
        }

        try
        {
            BeginUse();
        }
        catch
        {
            lease.Dispose();
            throw;
        }
        use = new ModuleUse<T>(this, Held, lease);
        return true;
    }

    /// <inheritdoc/>
    void IOffloadable.Offload(ReleaseContext context)
    {
        lock (_moves)
        {
            if (_home is not null || DeviceOf(Held) is not { } home)
                return;

            // A pin keeps releases out, but not another use that begins just now.
            if (_uses > 0)
                throw new InvalidOperationException("The module came into use before it could be moved to the host.");

            ModuleExtensionMethods.cpu<nn.Module>(Held);
            Volatile.Write(ref _home, home);
            _wasMoved = true;
        }
    }

    internal void EndUse()
    {
        lock (_moves)
            _uses--;
        // Whoever offloaded it may have told the tracker only after it was back.
        if (_wasMoved && ResourceTracker.Shared.TryGetInfo(Handle, out ResourceInfo info) && !info.Location.IsDevice)
            Refresh();
    }

    private void BeginUse()
    {
        lock (_moves)
        {
            if (_home is { } home)
            {
                ModuleExtensionMethods.to<nn.Module>(Held, home);
                Volatile.Write(ref _home, null);
                Refresh();
            }
            _uses++;
        }
    }

    private static Device? DeviceOf(nn.Module module)
    {
        using var scope = NewDisposeScope();
        foreach (var parameter in module.parameters())
        {
            if (parameter.device_type != DeviceType.CPU)
                return new Device(parameter.device_type, parameter.device_index);
        }
        return null;
    }
}

/// <summary>A module that is pinned and on its device. Meant for a <see langword="using"/> declaration; do not copy it.</summary>
/// <typeparam name="T">The module's class.</typeparam>
public struct ModuleUse<T> : IDisposable
    where T : nn.Module
{
    private readonly T? _module;
    private OffloadableModule<T>? _owner;
    private Lease _lease;

    internal ModuleUse(OffloadableModule<T> owner, T module, Lease lease) => (_owner, _module, _lease) = (owner, module, lease);

    /// <summary>The module.</summary>
    /// <exception cref="InvalidOperationException">This is a default value.</exception>
    public readonly T Module
    {
        [return: Borrowed]
        get => _module ?? throw new InvalidOperationException("This use has no module: TryUse returned false.");
    }

    /// <summary>Returns the pin. Further calls do nothing.</summary>
    public void Dispose()
    {
        _owner?.EndUse();
        _owner = null;
        _lease.Dispose();
    }
}
