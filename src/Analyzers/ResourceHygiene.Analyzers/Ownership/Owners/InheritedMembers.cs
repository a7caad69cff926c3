using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>The members of base classes that a type gives other values: what the base class put there is lost unless somebody releases it first.</summary>
internal static class InheritedMembers
{
    /// <summary>Those that the type writes, with what both classes do to them.</summary>
    public static List<OwnerMember> WrittenBy(INamedTypeSymbol type, OwnershipKnowledge knowledge, InferenceSession session)
    {
        var written = new List<OwnerMember>();
        for (INamedTypeSymbol? declaring = type.BaseType?.OriginalDefinition; declaring is { DeclaringSyntaxReferences.IsEmpty: false }; declaring = declaring.BaseType?.OriginalDefinition)
        {
            // What is nested in the class is part of its own text, and is looked at with it.
            if (IsWithin(type, declaring) || !declaring.GetMembers().Any(member => member is IFieldSymbol { IsStatic: false } field && IsOpen(field.AssociatedSymbol ?? field) && knowledge.Types.TraitsOf(field.Type) is not null))
                continue;
            List<OwnerMember> members = OwnerMembers.Of(declaring, knowledge, session.Cancellation)
                .FindAll(member => member is { IsLazy: false, IsRaw: false, Traits: not null } && IsOpen(member.Symbol) && !OwnerMembers.IsReleasedByGenerator(member, declaring));
            Dictionary<string, MemberText> here = MemberText.Of(type, members, knowledge.Compilation, session.Cancellation);
            members.RemoveAll(member => here[member.Name].Writes.Count == 0 || !type.GetMembers(member.Name).IsEmpty);
            // A class between them that mentions the member may have released it, wherever that is.
            foreach (INamedTypeSymbol between in Between(type, declaring))
            {
                if (members.Count == 0)
                    break;
                Dictionary<string, MemberText> there = MemberText.Of(between, members, knowledge.Compilation, session.Cancellation);
                members.RemoveAll(member => there[member.Name].Writes.Count > 0 || there[member.Name].Reads.Count > 0);
            }

            if (members.Count == 0)
                continue;
            var uses = new MemberUses(knowledge, session);
            uses.Collect(declaring, members);
            members.RemoveAll(static member => !member.IsOwned);
            if (members.Count == 0)
                continue;
            uses.Collect(type, members);
            written.AddRange(members);
        }

        return written;
    }

    private static IEnumerable<INamedTypeSymbol> Between(INamedTypeSymbol type, INamedTypeSymbol declaring)
    {
        for (INamedTypeSymbol? between = type.BaseType?.OriginalDefinition; between is not null && !SymbolEqualityComparer.Default.Equals(between, declaring); between = between.BaseType?.OriginalDefinition)
            yield return between;
    }

    private static bool IsWithin(INamedTypeSymbol type, INamedTypeSymbol outer)
    {
        for (INamedTypeSymbol? current = type.ContainingType?.OriginalDefinition; current is not null; current = current.ContainingType?.OriginalDefinition)
        {
            if (SymbolEqualityComparer.Default.Equals(current, outer))
                return true;
        }

        return false;
    }

    // Derived classes can write it.
    private static bool IsOpen(ISymbol member) => member is { DeclaredAccessibility: not Accessibility.Private, IsVirtual: false, IsOverride: false, IsAbstract: false }
        && member is IFieldSymbol { IsReadOnly: false } or IPropertySymbol { SetMethod.DeclaredAccessibility: not Accessibility.Private };
}
