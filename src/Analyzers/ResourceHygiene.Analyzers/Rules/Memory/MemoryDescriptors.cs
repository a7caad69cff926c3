using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Ownership;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Rules.Memory;

/// <summary>The rules about what a call, and not a type, says must be released: memory, handles, pins, rented buffers.</summary>
internal static class MemoryDescriptors
{
    public static readonly DiagnosticDescriptor NativeNotFreed = Create(
        RuleIds.NativeNotFreed,
        "Native allocation is not freed",
        "{0} from '{1}' {2}; {3}",
        DiagnosticSeverity.Error,
        "Memory or a handle of the operating system, a driver or a native library is acquired, and some path, or every path, loses it. No finalizer frees it.");

    public static readonly DiagnosticDescriptor FreedByOther = Create(
        RuleIds.FreedByOther,
        "Native allocation is freed with the wrong function",
        "'{0}' from '{1}' (line {2}) is freed with '{3}'; use '{4}'",
        DiagnosticSeverity.Error,
        "Each allocator keeps books of its own: what another one allocated corrupts them.");

    public static readonly DiagnosticDescriptor PinNotFreed = Create(
        RuleIds.PinNotFreed,
        "GCHandle is not freed",
        "{0} from '{1}' {2}; {3}",
        DiagnosticSeverity.Warning,
        "What a GCHandle holds is never collected, and never moved if it is pinned, until Free is called.");

    public static readonly DiagnosticDescriptor RentedNotReturned = Create(
        RuleIds.RentedNotReturned,
        "Rented buffer is not returned",
        "{0} from '{1}' {2}; {3}",
        DiagnosticSeverity.Info,
        "A buffer or an object that a pool lent is lost along some path: the pool makes a new one the next time, and pays for itself no more. A warning in loops.");

    public static readonly DiagnosticDescriptor PooledAfterReturn = Create(
        RuleIds.PooledAfterReturn,
        "Pooled buffer is used, returned or kept after it was returned",
        "'{0}' {1}; {2}",
        DiagnosticSeverity.Error,
        "What went back to its pool belongs to whoever rents it next: two of them write into the same buffer.");

    public static readonly DiagnosticDescriptor RawHandleField = Create(
        RuleIds.RawHandleField,
        "Raw handle field without SafeHandle or finalizer",
        "'{0}' keeps what '{1}' gave, and '{2}' has no finalizer; wrap it in a SafeHandle",
        DiagnosticSeverity.Info,
        "An address or handle in a field of a class without finalizer is lost for good when somebody forgets to dispose of the object, or its constructor throws.");

    public static readonly DiagnosticDescriptor TempNotDeleted = Create(
        RuleIds.TempNotDeleted,
        "Temporary file or directory is not deleted",
        "{0} from '{1}' {2}; {3}",
        DiagnosticSeverity.Info,
        "What Path.GetTempFileName or Directory.CreateTempSubdirectory made stays on the disk when the program has ended: nothing deletes it but the program.");

    public static ImmutableArray<DiagnosticDescriptor> All { get; } = ImmutableArray.Create(
        NativeNotFreed, FreedByOther, PinNotFreed, RentedNotReturned, PooledAfterReturn, RawHandleField, TempNotDeleted);

    /// <summary>The rule for a finding about something of a family; null where that of resource types speaks.</summary>
    public static DiagnosticDescriptor? RuleFor(OwnershipFinding finding)
    {
        if (finding.Traits.Family is not { } family)
            return null;
        RawKind kind = RawFamilies.KindOf(family);
        return kind == RawKind.Lock ? null : finding.Kind switch
        {
            FindingKind.ReleasedByOther => FreedByOther,
            FindingKind.StoredRaw => RawHandleField,
            FindingKind.NeverReleased or FindingKind.NotReleasedOnSomePath or FindingKind.LeaksIfThrows or FindingKind.Discarded or FindingKind.Overwritten or FindingKind.HeldAcrossYield =>
                kind switch { RawKind.Pin => PinNotFreed, RawKind.Pool => RentedNotReturned, RawKind.Temp => TempNotDeleted, _ => NativeNotFreed },
            FindingKind.ReleasedTwice or FindingKind.UsedAfterRelease or FindingKind.ReleasedAndHandedOut or FindingKind.ViewUsedAfterRelease when kind == RawKind.Pool => PooledAfterReturn,
            _ => null,
        };
    }

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity, string description) =>
        new(id, title, message, RuleCategories.Memory, severity, isEnabledByDefault: true, description, RuleIds.HelpLink(id));
}
