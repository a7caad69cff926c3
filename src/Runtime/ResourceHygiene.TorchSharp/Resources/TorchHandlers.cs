using TorchSharp;
using static TorchSharp.torch;

namespace ResourceHygiene;

/// <summary>
/// How modules are let go that were registered with a <see cref="ResourceTracker"/> as they are, without <see cref="TrackedModule{T}"/>.
/// </summary>
public static class TorchHandlers
{
    private static readonly string[] s_types = [ResourceTypes.ModelWeights, ResourceTypes.ModelShards];

    /// <summary>
    /// Registers the handlers: a module of type <see cref="ResourceTypes.ModelWeights"/> or <see cref="ResourceTypes.ModelShards"/> is
    /// disposed, which frees device memory at once, and where <paramref name="offload"/> says so it is moved to the host before that is
    /// needed. Stores delegates and loads nothing; may be called any number of times, from any thread.
    /// </summary>
    /// <param name="offload">
    /// Whether modules may be moved to the host under pressure. Whoever uses one then has to bring it back first, and
    /// must not train it: an optimizer loses its state when parameters move.
    /// </param>
    public static void Register(bool offload = false)
    {
        foreach (var type in s_types)
        {
            ReleaseHandlers.Register(type, new ResourceHandler<nn.Module>
            {
                Release = Release,
                Offload = offload ? Offload : null,
            });
        }
    }

    private static ReleaseOutcome Release(nn.Module module, in ReleaseContext context)
    {
        // Not moved to the host first: disposing frees the device's memory, and a move would need as much on the host.
        module.Dispose();
        return default;
    }

    private static void Offload(nn.Module module, ReleaseContext context) => ModuleExtensionMethods.cpu<nn.Module>(module);
}
