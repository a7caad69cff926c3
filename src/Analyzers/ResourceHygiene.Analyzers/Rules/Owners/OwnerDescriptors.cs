using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Rules.Owners;

/// <summary>The rules about types that own resources.</summary>
internal static class OwnerDescriptors
{
    public static readonly DiagnosticDescriptor MemberNotReleased = Create(
        RuleIds.MemberNotReleased,
        "Owning member is not released",
        "'{0}.{1}' owns the {2}{3}, but '{4}' never releases it{5}",
        DiagnosticSeverity.Warning,
        "A field or property of a disposable type holds a resource that the type acquired, and neither its disposers nor anything else in the type releases it or hands it on.");

    public static readonly DiagnosticDescriptor TypeNotDisposable = Create(
        RuleIds.TypeNotDisposable,
        "Type owns resources but is not disposable",
        "'{0}' owns the {1} in '{2}'{3} but nobody can release it; implement {4}",
        DiagnosticSeverity.Warning,
        "A type acquires a resource and keeps it in a field or property, releases it nowhere, and has no Dispose with which its users could.");

    public static readonly DiagnosticDescriptor MemberOverwritten = Create(
        RuleIds.MemberOverwritten,
        "Owning member is overwritten without releasing its value",
        "'{0}' is overwritten in '{1}' while it still owns the {2}{3}; release it first",
        DiagnosticSeverity.Warning,
        "A field or property that owns a resource gets another value outside of the constructor, and nothing before that in the method releases the old one.");

    public static readonly DiagnosticDescriptor ConstructorLeaks = Create(
        RuleIds.ConstructorLeaks,
        "Constructor leaks what it acquired if it throws",
        "{0} in '{1}' leaks if '{2}' (line {3}) throws, as nobody gets the {4} to dispose it; release it in a 'catch'",
        DiagnosticSeverity.Info,
        "After a constructor acquired a resource for a field or property, it calls something that may throw. Then nobody gets the object that could release the resource.");

    public static readonly DiagnosticDescriptor BaseNotCalled = Create(
        RuleIds.BaseNotCalled,
        "Override of a disposer does not call its base",
        "'{0}.{1}' never calls 'base.{1}({2})', so what '{3}' holds is not released",
        DiagnosticSeverity.Warning,
        "A type overrides a disposer that releases something, and nothing in the override runs the one that it overrides.");

    public static readonly DiagnosticDescriptor ForeignReleased = Create(
        RuleIds.ForeignReleased,
        "Disposer releases what its type does not own",
        "'{0}' releases '{1}', which {2} and belongs to somebody else; leave it alone or mark it [Owned]",
        DiagnosticSeverity.Info,
        "A disposer releases a field or property that only ever holds what belongs to others.");

    public static readonly DiagnosticDescriptor DisposersDisagree = Create(
        RuleIds.DisposersDisagree,
        "One disposer leaves out what the other would release",
        "'{0}.{1}' ({2}) {3}",
        DiagnosticSeverity.Warning,
        "A type has Dispose and DisposeAsync and only one of them releases a member, or a type with Dispose alone owns what can only be released asynchronously.");

    public static readonly DiagnosticDescriptor CacheGrows = Create(
        RuleIds.CacheGrows,
        "Static collection of resources only grows",
        "'{0}' gets a {1} (line {2}) again and again, and nothing ever takes one out; bound it, or release what is replaced",
        DiagnosticSeverity.Info,
        "A private static collection gets resources from methods that run more than once, and no part of the type removes or releases one.");

    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        MemberNotReleased, TypeNotDisposable, MemberOverwritten, ConstructorLeaks, BaseNotCalled, ForeignReleased, DisposersDisagree, CacheGrows);

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity, string description) =>
        new(id, title, message, RuleCategories.Owners, severity, isEnabledByDefault: true, description, RuleIds.HelpLink(id));
}
