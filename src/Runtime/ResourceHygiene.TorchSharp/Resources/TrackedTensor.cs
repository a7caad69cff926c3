using static TorchSharp.torch;

namespace ResourceHygiene;

/// <summary>A tensor as a tracked resource; see <see cref="TorchTrackingExtensions.TrackTensor"/>.</summary>
public sealed class TrackedTensor : TrackedTorch<Tensor>
{
    internal TrackedTensor(Tensor tensor, in TorchTracking tracking)
        : base(tensor) => Begin(tracking);

    private protected override TorchMemory.Footprint Measure() => new(TorchMemory.SizeOf(Held), TorchMemory.LocationOf(Held));
}

/// <summary>An optimizer as a tracked resource, released before its model; see <see cref="TorchTrackingExtensions.TrackOptimizer"/>.</summary>
/// <typeparam name="T">The optimizer's class.</typeparam>
public sealed class TrackedOptimizer<T> : TrackedTorch<T>
    where T : optim.Optimizer
{
    internal TrackedOptimizer(T optimizer, ResourceHandle model, in TorchTracking tracking)
        : base(optimizer) => Begin(tracking, model);

    private protected override TorchMemory.Footprint Measure() => TorchMemory.Measure(Held);
}
