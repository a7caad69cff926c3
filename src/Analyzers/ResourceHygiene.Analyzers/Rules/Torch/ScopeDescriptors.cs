using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Ownership;
using ResourceHygiene.Analyzers.Ownership.Scopes;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Rules.Torch;

/// <summary>The rules about what belongs to a scope, or should, and about what no garbage collector frees: tensors, modules, optimizers.</summary>
internal static class ScopeDescriptors
{
    public static readonly DiagnosticDescriptor NotOwned = Create(
        RuleIds.TensorNotOwned,
        "Tensor belongs to no scope and is not disposed",
        "{0} {1}; {2}",
        DiagnosticSeverity.Warning,
        "A tensor is made where no DisposeScope is open, and some path, or every path, loses it. The garbage collector sees a few bytes of it and is in no hurry.");

    public static readonly DiagnosticDescriptor IntermediateLost = Create(
        RuleIds.IntermediateLost,
        "Intermediate tensor is never disposed",
        "{0} {1}; {2}",
        DiagnosticSeverity.Info,
        "An expression makes tensors on its way to a result, and nothing keeps them. A warning in loops, lambdas, async methods and entry points, where no caller's scope catches them.");

    public static readonly DiagnosticDescriptor EscapesScope = Create(
        RuleIds.TensorEscapesScope,
        "Tensor outlives the scope that disposes it",
        "{0} is {1}, but the {2} of line {3} disposes it; {4}",
        DiagnosticSeverity.Error,
        "A tensor is returned, stored or read later although the scope that it belongs to disposes it before.");

    public static readonly DiagnosticDescriptor DetachedNotOwned = Create(
        RuleIds.DetachedNotOwned,
        "Detached tensor has no owner",
        "{0} left its scope by '{1}' and {2}; {3}",
        DiagnosticSeverity.Warning,
        "A tensor is taken out of its scope, and neither released nor handed on by the body that did it.");

    public static readonly DiagnosticDescriptor GrowsInScope = Create(
        RuleIds.ScopeGrowsInLoop,
        "Loop fills a scope that is opened outside of it",
        "Each round adds tensors (first from '{0}', line {1}) to the {2} of line {3}, which is opened outside of the loop; open one inside",
        DiagnosticSeverity.Warning,
        "What a loop makes stays in the scope around it until all rounds are done.");

    public static readonly DiagnosticDescriptor ModuleNotReleased = Create(
        RuleIds.ModuleNotDisposed,
        "Module, optimizer or loader is not disposed",
        "{0} ({1} here) {2}, and no finalizer frees its native memory; {3}",
        DiagnosticSeverity.Warning,
        "What native code holds for a module, an optimizer or their like is freed by Dispose and by nothing else.");

    public static readonly DiagnosticDescriptor MovedToNobody = Create(
        RuleIds.MovedToNobody,
        "Tensor is moved out of its scope in a loop, and nobody owns it then",
        "{0} leaves its scope each round by '{1}', no scope here takes it, and it {2}; {3}",
        DiagnosticSeverity.Warning,
        "MoveToOuterDisposeScope without an outer scope detaches the tensor. In a loop each round loses one.");

    public static readonly DiagnosticDescriptor UsingOnReceiver = Create(
        RuleIds.UsingOnInPlaceResult,
        "'using' on the result of an in-place call",
        "'using' disposes '{0}' itself, which '{1}' returns; call it as a statement, without 'using'",
        DiagnosticSeverity.Error,
        "Methods whose names end in '_' return the tensor that they are called on: to release the result is to release that.");

    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        NotOwned, IntermediateLost, EscapesScope, DetachedNotOwned, GrowsInScope, ModuleNotReleased, MovedToNobody, UsingOnReceiver);

    /// <summary>The rule for a finding about what belongs to scopes, or to a model; null where that of other resources speaks.</summary>
    public static DiagnosticDescriptor? RuleFor(OwnershipFinding finding) => finding.Kind switch
    {
        FindingKind.IntermediatesLost or FindingKind.PartsDropped or FindingKind.LeftToCaller => IntermediateLost,
        FindingKind.EscapesScope => EscapesScope,
        FindingKind.GrowsInScope => GrowsInScope,
        FindingKind.UsingOnReceiver => UsingOnReceiver,
        FindingKind.NeverReleased or FindingKind.NotReleasedOnSomePath or FindingKind.Overwritten or FindingKind.Discarded or FindingKind.CollectionNotReleased when finding.Traits.IsScoped =>
            !ScopeMembers.IsLeaving(finding.Site) ? NotOwned : ScopedContext.LoopAround(finding.Site) is null ? DetachedNotOwned : MovedToNobody,
        FindingKind.NeverReleased or FindingKind.NotReleasedOnSomePath or FindingKind.Overwritten or FindingKind.Discarded
            when finding.Traits.Family is null && finding.ResourceType.Name != "Scalar" && ScopeMembers.IsOfLibrary(finding.ResourceType) => ModuleNotReleased,
        _ => null,
    };

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity, string description) =>
        new(id, title, message, RuleCategories.Gpu, severity, isEnabledByDefault: true, description, RuleIds.HelpLink(id));
}
