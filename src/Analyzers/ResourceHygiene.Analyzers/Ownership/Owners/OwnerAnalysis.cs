using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>One type in, what is wrong with what it owns out. Most types own nothing and end after a look at their fields.</summary>
internal static class OwnerAnalysis
{
    public static IEnumerable<OwnerFinding> Analyze(INamedTypeSymbol type, OwnershipKnowledge knowledge, OutsideUses outside, CancellationToken cancellation)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsImplicitlyDeclared)
            return Array.Empty<OwnerFinding>();
        var session = new InferenceSession(cancellation);
        var findings = new List<OwnerFinding>();
        if (type.TypeKind == TypeKind.Class)
        {
            findings.AddRange(BaseReleases.Find(type, cancellation));
            findings.AddRange(GrowingCaches.Find(type, knowledge, session));
            if (InheritedMembers.WrittenBy(type, knowledge, session) is { Count: > 0 } inherited)
                findings.AddRange(OverwrittenMembers.Find(type, inherited, new DisposerNames(type, cancellation), cancellation));
        }

        List<OwnerMember> members = OwnerMembers.Of(type, knowledge, cancellation);
        members.RemoveAll(member => OwnerMembers.IsReleasedByGenerator(member, type));
        if (members.Count > 0 && AdoptedMembers.AdopterOf(type, knowledge) is { } adopter)
            members.RemoveAll(member => AdoptedMembers.IsAdopted(member, adopter));
        if (members.Count == 0)
            return findings;

        new MemberUses(knowledge, session).Collect(type, members);
        members.RemoveAll(static member => member.IsRaw && !member.IsOwned);
        var disposers = new DisposerNames(type, cancellation);
        var releases = new MemberReleases(type, members, disposers, knowledge, outside, cancellation);
        findings.AddRange(releases.Find());
        findings.AddRange(OverwrittenMembers.Find(type, members, disposers, cancellation));
        findings.AddRange(ConstructorLeaks.Find(type, members, knowledge, session));
        findings.AddRange(ForeignReleases.Find(type, members, disposers, knowledge, outside, cancellation));
        return findings;
    }

    /// <summary>Where a member, or a type, is declared; the first place that a user wrote.</summary>
    public static Location LocationOf(ISymbol symbol) => symbol.Locations.FirstOrDefault(static location => location.IsInSource) ?? Location.None;

    /// <summary>True when code that nobody here can see may rely on the type.</summary>
    public static bool IsPublicApi(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
                return false;
        }

        return true;
    }
}
