using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ResourceHygiene;

/// <summary>Makes objects of TorchSharp tracked resources, with size and device.</summary>
public static class TorchTrackingExtensions
{
    /// <summary>Takes a tensor out of its <see cref="DisposeScope"/>, so that it has one owner, and tracks it.</summary>
    /// <param name="tensor">The tensor. It belongs to what is returned.</param>
    /// <param name="name">What people call it, for reports.</param>
    /// <param name="type">The resource type.</param>
    /// <param name="priority">How strongly it is kept.</param>
    /// <param name="file">Filled by the compiler.</param>
    /// <param name="line">Filled by the compiler.</param>
    /// <param name="member">Filled by the compiler.</param>
    /// <returns>The owner.</returns>
    /// <exception cref="ArgumentException">The tensor was disposed.</exception>
    [return: Owned]
    public static TrackedTensor TrackTensor(
        [TakesOwnership] this Tensor tensor,
        string? name = null,
        string type = ResourceTypes.TempBuffers,
        ReleasePriority priority = ReleasePriority.Normal,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ThrowIfInvalid(tensor);
        tensor.DetachFromDisposeScope();
        return new TrackedTensor(tensor, new(type, name ?? tensor.name, priority, new(file, line, member)));
    }

    /// <summary>Tracks a module. Its children belong to it as far as it has registered them.</summary>
    /// <typeparam name="T">Its class.</typeparam>
    /// <param name="module">The module. It belongs to what is returned.</param>
    /// <param name="name">What people call it, for reports; its own name where it is left out.</param>
    /// <param name="type">The resource type.</param>
    /// <param name="priority">How strongly it is kept.</param>
    /// <param name="file">Filled by the compiler.</param>
    /// <param name="line">Filled by the compiler.</param>
    /// <param name="member">Filled by the compiler.</param>
    /// <returns>The owner.</returns>
    [return: Owned]
    public static TrackedModule<T> TrackModule<T>(
        [TakesOwnership] this T module,
        string? name = null,
        string type = ResourceTypes.ModelWeights,
        ReleasePriority priority = ReleasePriority.Normal,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
        where T : nn.Module
    {
        ArgumentNullException.ThrowIfNull(module);
        return new TrackedModule<T>(module, new(type, name ?? module.GetName(), priority, new(file, line, member)));
    }

    /// <summary>Tracks a module for inference that may be moved to the host under pressure; see <see cref="OffloadableModule{T}"/>.</summary>
    /// <typeparam name="T">Its class.</typeparam>
    /// <param name="module">The module. It belongs to what is returned.</param>
    /// <param name="name">What people call it, for reports; its own name where it is left out.</param>
    /// <param name="type">The resource type.</param>
    /// <param name="priority">How strongly it is kept.</param>
    /// <param name="file">Filled by the compiler.</param>
    /// <param name="line">Filled by the compiler.</param>
    /// <param name="member">Filled by the compiler.</param>
    /// <returns>The owner.</returns>
    [return: Owned]
    public static OffloadableModule<T> TrackOffloadable<T>(
        [TakesOwnership] this T module,
        string? name = null,
        string type = ResourceTypes.ModelWeights,
        ReleasePriority priority = ReleasePriority.Normal,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
        where T : nn.Module
    {
        ArgumentNullException.ThrowIfNull(module);
        return new OffloadableModule<T>(module, new(type, name ?? module.GetName(), priority, new(file, line, member)));
    }

    /// <summary>Tracks an optimizer as something that needs its model: it is let go first, and the model is kept while it lives.</summary>
    /// <typeparam name="T">Its class.</typeparam>
    /// <typeparam name="TModule">The model's class.</typeparam>
    /// <param name="optimizer">The optimizer. It belongs to what is returned.</param>
    /// <param name="model">The model whose parameters it optimizes.</param>
    /// <param name="name">What people call it, for reports.</param>
    /// <param name="type">The resource type.</param>
    /// <param name="priority">How strongly it is kept.</param>
    /// <param name="file">Filled by the compiler.</param>
    /// <param name="line">Filled by the compiler.</param>
    /// <param name="member">Filled by the compiler.</param>
    /// <returns>The owner.</returns>
    /// <exception cref="ArgumentException">The model was released, or may be offloaded, which would make the optimizer useless.</exception>
    [return: Owned]
    public static TrackedOptimizer<T> TrackOptimizer<T, TModule>(
        [TakesOwnership] this T optimizer,
        TrackedModule<TModule> model,
        string? name = null,
        string type = ResourceTypes.ModelWeights,
        ReleasePriority priority = ReleasePriority.Normal,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
        where T : optim.Optimizer
        where TModule : nn.Module
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(model);
        return model is IOffloadable
            ? throw new ArgumentException("A model that may be moved to the host cannot be trained: an optimizer loses its state when parameters move. Track it with TrackModule.", nameof(model))
            : new TrackedOptimizer<T>(optimizer, model.Handle, new(type, name ?? typeof(T).Name, priority, new(file, line, member)));
    }

    private static void ThrowIfInvalid(Tensor tensor)
    {
        if (tensor.IsInvalid)
            throw new ArgumentException("The tensor was disposed, or a Parameter took it over.", nameof(tensor));
    }
}
