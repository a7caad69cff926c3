using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Rules.Torch;

/// <summary>The rules about TorchSharp that are no question of who releases a tensor: guards, modules, optimizers, loaders.</summary>
internal static class UsageDescriptors
{
    public static readonly DiagnosticDescriptor GuardLetLoose = Create(
        RuleIds.GuardLetLoose,
        "Guard of a thread is not confined to its block",
        "'{0}' {1}; {2}",
        DiagnosticSeverity.Warning,
        "DisposeScope, no_grad, inference_mode and their like change the state of the current thread until they are disposed, on that thread.");

    public static readonly DiagnosticDescriptor TensorTaken = Create(
        RuleIds.TensorTaken,
        "Tensor is used after a Parameter took its handle",
        "'{0}' is empty once 'Parameter' has taken its handle, but line {1} uses it {2}; use the parameter, or give it '{0}.alias()'",
        DiagnosticSeverity.Warning,
        "A Parameter takes over the handle of the tensor that it is made from; the tensor is invalid afterwards.");

    public static readonly DiagnosticDescriptor StateNotOwned = Create(
        RuleIds.StateNotOwned,
        "Module does not own part of its state",
        "'{0}' {1}, so the module neither moves nor disposes it; {2}",
        DiagnosticSeverity.Warning,
        "A module knows what it registered: fields that were set when RegisterComponents ran, persistent buffers, and children in module containers.");

    public static readonly DiagnosticDescriptor OptimizerBeforeMove = Create(
        RuleIds.OptimizerBeforeMove,
        "Optimizer is created before its model is moved",
        "'{0}' keeps the parameters that '{1}' on line {2} replaces, so its next step fails; move the model before creating it",
        DiagnosticSeverity.Warning,
        "Moving a module to another device or type replaces its parameters; an optimizer that was made before finds its state by the old ones.");

    public static readonly DiagnosticDescriptor BatchKept = Create(
        RuleIds.BatchKept,
        "Batch of a DataLoader is kept beyond its iteration",
        "'{0}' {1}, but the loader disposes each batch at its next step; {2}",
        DiagnosticSeverity.Warning,
        "A DataLoader disposes the tensors of a batch when it moves on and when it is done, unless it was created with disposeBatch: false.");

    public static readonly DiagnosticDescriptor GradientsOn = Create(
        RuleIds.GradientsOn,
        "Model is evaluated with gradients on",
        "'{0}' evaluates '{1}' with gradients on: each result keeps every activation alive; open 'torch.no_grad()' around it",
        DiagnosticSeverity.Info,
        "eval() changes how layers behave and nothing else; without no_grad or inference_mode every output keeps the graph that made it.");

    public static readonly DiagnosticDescriptor AliasReleased = Create(
        RuleIds.AliasReleased,
        "Dispose frees only a handle that was just made",
        "'{0}' makes a new handle at each {1}, and this disposes that one only; {2}",
        DiagnosticSeverity.Warning,
        "grad, T, indexers, view and their like return a fresh handle to the same memory; to dispose it at once frees nothing.");

    public static readonly DiagnosticDescriptor CollectedByHand = Create(
        RuleIds.CollectedByHand,
        "GC.Collect is used to free tensors",
        "'GC.Collect' frees no module's native memory, and tensors only when their finalizers ran; {0}",
        DiagnosticSeverity.Info,
        "Tensors give the garbage collector no reason to run, and native-backed modules are not freed by it at all.");

    public static readonly DiagnosticDescriptor NumberConverted = Create(
        RuleIds.NumberConverted,
        "Number becomes a native object in every round of a loop",
        "'{0}' becomes a new {1} in each round of the loop on line {2}, left to the finalizer; create it once, before the loop",
        DiagnosticSeverity.Info,
        "An implicit conversion of a number to Scalar or Tensor allocates native memory that nothing disposes.");

    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        GuardLetLoose, TensorTaken, StateNotOwned, OptimizerBeforeMove, BatchKept, GradientsOn, AliasReleased, CollectedByHand, NumberConverted);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity, string description) =>
        new(id, title, message, RuleCategories.Gpu, severity, isEnabledByDefault: true, description, RuleIds.HelpLink(id));
}
