using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>
/// What a member is to a device, in the order of release: what refers to others goes before them. Outputs keep the graph
/// alive through which they came about, an optimizer its module's parameters, memory the stream on which it is freed.
/// </summary>
internal enum DeviceRole
{
    /// <summary>Nothing that we know about.</summary>
    None,

    /// <summary>Tensors, values and device memory.</summary>
    Output,

    /// <summary>Optimizers, which keep state beside each parameter, and bindings, which hold values.</summary>
    Optimizer,

    /// <summary>What steers an optimizer or a run.</summary>
    Scheduler,

    /// <summary>Modules with their parameters, weights, sessions, kernels.</summary>
    Module,

    /// <summary>Streams and events, on which the work of the others ran.</summary>
    Stream,

    /// <summary>Accelerators, which end what was made on them.</summary>
    Accelerator,

    /// <summary>Contexts, last.</summary>
    Context,
}

/// <summary>Knows the types of the libraries for devices by their metadata names.</summary>
internal static class DeviceRoles
{
    private const string Synchronize = "Synchronize";

    // The type or the nearest of its bases and interfaces counts: a Parameter is a Tensor, too, but belongs to its module.
    private static readonly ImmutableDictionary<string, DeviceRole> s_roles = ImmutableDictionary.CreateRange(
        StringComparer.Ordinal,
        new Dictionary<string, DeviceRole>
        {
            ["TorchSharp.torch+Tensor"] = DeviceRole.Output,
            ["TorchSharp.torch+nn+utils+rnn+PackedSequence"] = DeviceRole.Output,
            ["TorchSharp.torch+optim+Optimizer"] = DeviceRole.Optimizer,
            ["TorchSharp.torch+optim+lr_scheduler+LRScheduler"] = DeviceRole.Scheduler,
            ["TorchSharp.Modules.Parameter"] = DeviceRole.Module,
            ["TorchSharp.torch+nn+Module"] = DeviceRole.Module,

            ["ILGPU.Runtime.MemoryBuffer"] = DeviceRole.Output,
            ["ILGPU.Runtime.Kernel"] = DeviceRole.Module,
            ["ILGPU.Runtime.AcceleratorStream"] = DeviceRole.Stream,
            ["ILGPU.Runtime.Accelerator"] = DeviceRole.Accelerator,
            ["ILGPU.Context"] = DeviceRole.Context,

            ["ManagedCuda.CudaDeviceVariable`1"] = DeviceRole.Output,
            ["ManagedCuda.CudaPitchedDeviceVariable`1"] = DeviceRole.Output,
            ["ManagedCuda.CudaPageLockedHostMemory`1"] = DeviceRole.Output,
            ["ManagedCuda.CudaStream"] = DeviceRole.Stream,
            ["ManagedCuda.CudaEvent"] = DeviceRole.Stream,
            ["ManagedCuda.CudaContext"] = DeviceRole.Context,

            ["Microsoft.ML.OnnxRuntime.OrtValue"] = DeviceRole.Output,
            ["Microsoft.ML.OnnxRuntime.DisposableNamedOnnxValue"] = DeviceRole.Output,
            ["Microsoft.ML.OnnxRuntime.FixedBufferOnnxValue"] = DeviceRole.Output,
            ["Microsoft.ML.OnnxRuntime.IDisposableReadOnlyCollection`1"] = DeviceRole.Output,
            ["Microsoft.ML.OnnxRuntime.OrtIoBinding"] = DeviceRole.Optimizer,
            ["Microsoft.ML.OnnxRuntime.RunOptions"] = DeviceRole.Scheduler,
            ["Microsoft.ML.OnnxRuntime.InferenceSession"] = DeviceRole.Module,
            ["Microsoft.ML.OnnxRuntime.SessionOptions"] = DeviceRole.Context,

            ["LLama.LLamaContext"] = DeviceRole.Output,
            ["LLama.LLamaWeights"] = DeviceRole.Module,

            ["ResourceHygiene.DeviceBuffer`1"] = DeviceRole.Output,
            ["ResourceHygiene.DeviceStream"] = DeviceRole.Stream,
        });

    private static readonly ImmutableHashSet<string> s_namespaces =
        s_roles.Keys.Select(static name => name.Substring(0, name.IndexOf('.'))).ToImmutableHashSet(StringComparer.Ordinal);

    /// <summary>What a type is to a device, by itself or by what it derives from.</summary>
    public static DeviceRole Of(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            if (RoleOf(current) is { } role)
                return role;
        }

        return type.AllInterfaces.Select(RoleOf).FirstOrDefault(static role => role is not null) ?? DeviceRole.None;
    }

    /// <summary>
    /// Streams whose work must be over before memory beside them is freed. Who owns memory and no stream leaves the waiting to the
    /// library's own release, and who owns nothing on a device has nothing to wait for.
    /// </summary>
    public static IEnumerable<ReleasedMember> WithWorkInFlight(ImmutableArray<ReleasedMember> members) =>
        members.Any(static member => Of(member.Type) is DeviceRole.Output or DeviceRole.Module)
            ? members.Where(static member => member.TrackedAttribute is null && Of(member.Type) == DeviceRole.Stream && CanWait(member.Type))
            : Enumerable.Empty<ReleasedMember>();

    /// <summary>How to wait for a stream's work.</summary>
    public static MemberRelease WaitFor(ReleasedMember stream) => new(ReleaseRoute.Method, Synchronize, MayBeNull: !stream.Type.IsValueType);

    private static bool CanWait(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(Synchronize).Any(static member =>
                member is IMethodSymbol { Parameters.IsEmpty: true, Arity: 0, IsStatic: false, DeclaredAccessibility: Accessibility.Public }))
            {
                return true;
            }
        }

        return false;
    }

    private static DeviceRole? RoleOf(ITypeSymbol type)
    {
        // Most types are of none of the libraries, and need no name to be built.
        if (type is not INamedTypeSymbol { OriginalDefinition: var definition } || !s_namespaces.Contains(OutermostNamespace(definition)))
            return null;

        return s_roles.TryGetValue(NameOf(definition), out DeviceRole role) ? role : null;
    }

    private static string OutermostNamespace(INamedTypeSymbol type)
    {
        INamespaceSymbol space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace: { IsGlobalNamespace: false } outer })
            space = outer;
        return space?.Name ?? "";
    }

    private static string NameOf(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } container)
            return NameOf(container) + "+" + type.MetadataName;

        return type.ContainingNamespace.IsGlobalNamespace ? type.MetadataName : type.ContainingNamespace.ToDisplayString() + "." + type.MetadataName;
    }
}
