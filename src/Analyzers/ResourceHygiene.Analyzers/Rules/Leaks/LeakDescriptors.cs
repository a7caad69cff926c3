using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Rules.Leaks;

/// <summary>The rules about resources that one body acquires and loses.</summary>
internal static class LeakDescriptors
{
    public static readonly DiagnosticDescriptor NotReleasedOnAnyPath = Create(
        RuleIds.NotReleasedOnAnyPath,
        "Resource is not released on any path",
        "{0} '{1}' ({2} here) is never released on any path; {3}",
        DiagnosticSeverity.Warning,
        "A resource is acquired into a local variable, and no path of the method releases it, returns it, stores it or hands it to a new owner.");

    public static readonly DiagnosticDescriptor NotReleasedOnSomePath = Create(
        RuleIds.NotReleasedOnSomePath,
        "Resource is not released on some path",
        "{0} '{1}' ({2} here) is not released when {3}; {4}",
        DiagnosticSeverity.Warning,
        "A resource is released or handed on along some paths of the method, and lost along another.");

    public static readonly DiagnosticDescriptor LeaksIfThrows = Create(
        RuleIds.LeaksIfThrows,
        "Resource leaks if an exception is thrown",
        "{0} '{1}' ({2} here) leaks if '{3}' (line {4}) throws; {5}",
        DiagnosticSeverity.Info,
        "Between the acquisition of a resource and the statement that releases or protects it stands a call that may throw.");

    public static readonly DiagnosticDescriptor AcquiredAndDiscarded = Create(
        RuleIds.AcquiredAndDiscarded,
        "Acquired resource is discarded",
        "{0} ({1} here) {2}; {3}",
        DiagnosticSeverity.Warning,
        "A resource is acquired by an expression whose value nothing keeps, so nobody can release it.");

    public static readonly DiagnosticDescriptor OverwrittenWhileOwning = Create(
        RuleIds.OverwrittenWhileOwning,
        "Variable is overwritten while it still owns a resource",
        "'{0}' is overwritten while it still owns the {1} {2} on line {3}; release it first",
        DiagnosticSeverity.Warning,
        "The only variable that holds a resource gets another value, so nobody can release the resource any more.");

    public static readonly DiagnosticDescriptor CollectionNotReleased = Create(
        RuleIds.CollectionNotReleased,
        "Collection owns resources that are never released",
        "'{0}' collects resources (first added on line {1}: {2}) that nothing releases; release each element when done",
        DiagnosticSeverity.Warning,
        "Owned resources are put into a collection that never leaves its method or type, and nothing releases its elements.");

    public static readonly DiagnosticDescriptor TemporaryLeaksIfThrows = Create(
        RuleIds.TemporaryLeaksIfThrows,
        "Temporary resource leaks if a later part of the expression throws",
        "{0} ({1} here) leaks if '{2}' throws, as nothing holds it yet; compute that first",
        DiagnosticSeverity.Info,
        "A resource that only an expression holds is lost when a later argument or the receiving constructor throws.");

    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        NotReleasedOnAnyPath, NotReleasedOnSomePath, LeaksIfThrows, AcquiredAndDiscarded, OverwrittenWhileOwning, CollectionNotReleased,
        TemporaryLeaksIfThrows);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity, string description) =>
        new(id, title, message, RuleCategories.Leaks, severity, isEnabledByDefault: true, description, RuleIds.HelpLink(id));
}
