using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Suppression;

/// <summary>The reports of other analyzers that a proof of ours makes unnecessary; docs/suppressions.md lists them.</summary>
internal static class PeerRules
{
    private const string Discharged = "Every path releases the resource or hands it on to an owner.";
    private const string Field = "The field owns nothing that is left: it borrows, hands on, or is released by what the disposer calls.";
    private const string Alive = "The resource is not used after its release on any path.";

    public static readonly SuppressionDescriptor Ca2000 = new("RHS0001", "CA2000", Discharged);
    public static readonly SuppressionDescriptor Ca2213 = new("RHS0002", "CA2213", Field);
    public static readonly SuppressionDescriptor Ca1001 = new("RHS0003", "CA1001", "None of the fields owns anything that the type would have to release.");
    public static readonly SuppressionDescriptor Ca2025 = new("RHS0004", "CA2025", "The task takes the resource over; nothing here releases it.");
    public static readonly SuppressionDescriptor Idisp001 = new("RHS0005", "IDISP001", Discharged);
    public static readonly SuppressionDescriptor Idisp002 = new("RHS0006", "IDISP002", Field);
    public static readonly SuppressionDescriptor Idisp003 = new("RHS0007", "IDISP003", "What the variable held before is released or handed on by then, on every path.");
    public static readonly SuppressionDescriptor Idisp004 = new("RHS0008", "IDISP004", Discharged);
    public static readonly SuppressionDescriptor Idisp005 = new("RHS0009", "IDISP005", "Whoever gets the result has nothing to release.");
    public static readonly SuppressionDescriptor Idisp006 = new("RHS0010", "IDISP006", Field);
    public static readonly SuppressionDescriptor Idisp007 = new("RHS0011", "IDISP007", "What is released was handed over for that.");
    public static readonly SuppressionDescriptor Idisp008 = new("RHS0012", "IDISP008", "Whatever is stored in the field is handed over to it.");
    public static readonly SuppressionDescriptor Idisp016 = new("RHS0013", "IDISP016", Alive);
    public static readonly SuppressionDescriptor S2930 = new("RHS0014", "S2930", Discharged);
    public static readonly SuppressionDescriptor S2931 = new("RHS0015", "S2931", "None of the fields owns anything that the type would have to release.");
    public static readonly SuppressionDescriptor Ma0100 = new("RHS0016", "MA0100", "The task has nothing of what is released when it is returned.");

    public static readonly ImmutableArray<SuppressionDescriptor> All = ImmutableArray.Create(
        Ca2000, Ca2213, Ca1001, Ca2025, Idisp001, Idisp002, Idisp003, Idisp004, Idisp005, Idisp006, Idisp007, Idisp008, Idisp016, S2930, S2931, Ma0100);
}
