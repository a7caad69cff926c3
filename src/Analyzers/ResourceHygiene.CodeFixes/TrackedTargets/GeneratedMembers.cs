using Microsoft.CodeAnalysis;

namespace ResourceHygiene.CodeFixes.TrackedTargets;

/// <summary>What the compiler misses while the generator has not run, which a fix need not wait for.</summary>
internal static class GeneratedMembers
{
    private const string NameNotFound = "CS0103";
    private const string MemberNotFound = "CS1061";
    private const string StaticMemberNotFound = "CS0117";
    private const string PropertyNotImplemented = "CS9248";

    /// <summary>Whether the complaint is that a generated method is not there yet.</summary>
    public static bool IsMissing(Diagnostic complaint, string method) =>
        complaint.Id == NameNotFound
        && complaint.Location is { SourceTree: { } tree, SourceSpan: var span }
        && tree.GetText().ToString(span) == method;

    /// <summary>Whether the complaint is that a generated property of another class is not there yet.</summary>
    public static bool IsMissingProperty(Diagnostic complaint, string property) =>
        complaint.Id is MemberNotFound or StaticMemberNotFound
        && complaint.Location is { SourceTree: { } tree, SourceSpan: var span }
        && tree.GetText().ToString(span) == property;

    /// <summary>Whether the complaint is that the generated part of a property is not there yet.</summary>
    public static bool IsMissingProperty(Diagnostic complaint) => complaint.Id == PropertyNotImplemented;
}
