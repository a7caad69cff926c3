using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResourceHygiene;

/// <summary>How large TorchSharp's objects are and where they lie, from shapes and types: nothing is copied and no device is asked.</summary>
/// <remarks>
/// Handles that share storage are counted each with its own shape. Workspaces, the graph that an output keeps alive and what the device's
/// allocator rounds up are not seen. Thread-safe as far as the objects are.
/// </remarks>
public static class TorchMemory
{
    /// <summary>The elements of a tensor, in bytes; 0 once it was disposed, and for tensors without storage.</summary>
    /// <param name="tensor">The tensor.</param>
    public static long SizeOf(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.IsInvalid || tensor.device_type == DeviceType.META ? 0
            : tensor.is_sparse ? SizeOfSparse(tensor)
            : tensor.NumberOfElements * tensor.ElementSize;
    }

    /// <summary>The parameters and buffers of a module and its children, with the gradients, in bytes; 0 once it was disposed.</summary>
    /// <param name="module">The module.</param>
    public static long SizeOf(nn.Module module) => Measure(module).Bytes;

    /// <summary>What an optimizer keeps beside the parameters, in bytes; 0 where it cannot be known, as of LBFGS, whose state is native code's.</summary>
    /// <param name="optimizer">The optimizer.</param>
    public static long SizeOf(optim.Optimizer optimizer) => Measure(optimizer).Bytes;

    /// <summary>Where a tensor lies; the host once it was disposed.</summary>
    /// <param name="tensor">The tensor.</param>
    public static ResourceLocation LocationOf(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.IsInvalid ? ResourceLocation.Host : LocationOf(tensor.device_type, tensor.device_index);
    }

    /// <summary>Where most of a module lies.</summary>
    /// <param name="module">The module.</param>
    public static ResourceLocation LocationOf(nn.Module module) => Measure(module).Location;

    /// <summary>Where most of an optimizer's state lies.</summary>
    /// <param name="optimizer">The optimizer.</param>
    public static ResourceLocation LocationOf(optim.Optimizer optimizer) => Measure(optimizer).Location;

    /// <summary>A device of TorchSharp as a location. A device without a number is the first of its kind.</summary>
    /// <param name="type">The kind of device.</param>
    /// <param name="index">Its number; negative where it has none.</param>
    public static ResourceLocation LocationOf(DeviceType type, int index) =>
        type is DeviceType.CPU or DeviceType.META or DeviceType.MKLDNN ? ResourceLocation.Host : ResourceLocation.Device(Math.Max(index, 0));

    internal static Footprint Measure(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var sum = new FootprintSum();
        // A script module lists new handles at each call; other modules list what they store, which no scope owns.
        using var scope = NewDisposeScope();
        foreach (var parameter in module.parameters())
        {
            sum.Add(parameter);
            using var gradient = parameter.IsInvalid ? null : parameter.grad;
            if (gradient is not null)
                sum.Add(gradient);
        }
        foreach (var buffer in module.buffers())
            sum.Add(buffer);
        return sum.Total;
    }

    internal static Footprint Measure(optim.Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var sum = new FootprintSum();
        if (optimizer is not OptimizerHelper helper)
            return sum.Total;

        try
        {
            foreach (var state in helper.state_dict().State)
            {
                foreach (var tensor in TensorsOf(state))
                {
                    if (tensor is not null)
                        sum.Add(tensor);
                }
            }
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException)
        {
            // The model was moved or disposed since: its parameters no longer lead to their state.
            return new(0, ResourceLocation.Host);
        }
        return sum.Total;
    }

    /// <summary>By class, as the fields have no common base: what is not listed has no tensors that we know of.</summary>
    private static Tensor?[] TensorsOf(OptimizerState state) => state switch
    {
        Adam.State adam => [adam.exp_avg, adam.exp_avg_sq, adam.max_exp_avg_sq],
        AdamW.State adam => [adam.exp_avg, adam.exp_avg_sq, adam.max_exp_avg_sq],
        SGD.State sgd => [sgd.momentum_buffer],
        RMSProp.State rms => [rms.square_avg, rms.momentum_buffer, rms.grad_avg],
        Adagrad.State adagrad => [adagrad.sum],
        Adadelta.State adadelta => [adadelta.square_avg, adadelta.acc_delta],
        Adamax.State adamax => [adamax.exp_avg, adamax.exp_inf],
        NAdam.State nadam => [nadam.exp_avg, nadam.exp_avg_sq],
        RAdam.State radam => [radam.exp_avg, radam.exp_avg_sq],
        ASGD.State asgd => [asgd.ax],
        Rprop.State rprop => [rprop.prev, rprop.step_size],
        _ => [],
    };

    private static long SizeOfSparse(Tensor tensor)
    {
        try
        {
            using var indices = tensor.SparseIndices;
            using var values = tensor.SparseValues;
            return (indices.NumberOfElements * indices.ElementSize) + (values.NumberOfElements * values.ElementSize);
        }
        catch (ExternalException)
        {
            // Not coalesced: the library does not show its parts. The dense size would be far off.
            return 0;
        }
    }

    /// <summary>A size and where most of it lies.</summary>
    internal readonly record struct Footprint(long Bytes, ResourceLocation Location);

    private struct FootprintSum
    {
        private Dictionary<ResourceLocation, long>? _byLocation;
        private HashSet<IntPtr>? _seen;

        public readonly Footprint Total => _byLocation is null
            ? default
            : new(_byLocation.Values.Sum(), _byLocation.MaxBy(static entry => entry.Value).Key);

        public void Add(Tensor tensor)
        {
            // Tied weights are one tensor under two names.
            if (tensor.IsInvalid || !(_seen ??= []).Add(tensor.Handle))
                return;

            _byLocation ??= [];
            var location = LocationOf(tensor);
            _byLocation[location] = _byLocation.GetValueOrDefault(location) + SizeOf(tensor);
        }
    }
}
