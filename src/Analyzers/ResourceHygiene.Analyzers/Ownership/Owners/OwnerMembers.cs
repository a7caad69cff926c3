using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>Picks the fields and auto-properties of a type that can hold a resource; most types have none and end here.</summary>
internal static class OwnerMembers
{
    public static List<OwnerMember> Of(INamedTypeSymbol type, OwnershipKnowledge knowledge, CancellationToken cancellation)
    {
        var members = new List<OwnerMember>();
        List<(ISymbol Symbol, ITypeSymbol Type)>? vague = null;
        List<(ISymbol Symbol, ITypeSymbol Type)>? raw = null;
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is not IFieldSymbol { IsStatic: false, IsConst: false, RefKind: RefKind.None } field)
                continue;
            ISymbol? symbol = field.IsImplicitlyDeclared ? field.AssociatedSymbol as IPropertySymbol : field;
            if (symbol is null || symbol.DeclaringSyntaxReferences.IsEmpty)
                continue;
            if (knowledge.Types.TraitsOf(field.Type) is { } traits)
            {
                if (traits.Tier != ResourceTier.None || !traits.IsHarmless)
                    members.Add(Create(symbol, field.Type, traits, knowledge));
            }
            else if (LazyMembers.ContentOf(field.Type) is { } content && knowledge.Types.TraitsOf(content) is { Tier: not ResourceTier.None } made)
            {
                OwnerMember lazy = Create(symbol, content, made, knowledge);
                lazy.IsLazy = true;
                members.Add(lazy);
            }
            else if (CanHoldResource(field.Type))
            {
                (vague ??= new List<(ISymbol, ITypeSymbol)>()).Add((symbol, field.Type));
            }
            else if (RawTypes.IsRaw(field.Type))
            {
                (raw ??= new List<(ISymbol, ITypeSymbol)>()).Add((symbol, field.Type));
            }
        }

        members.AddRange(Captured(type, knowledge, cancellation));
        if (vague is not null && NamesThatGetCreations(type, cancellation) is { Count: > 0 } created)
            members.AddRange(vague.Where(member => created.Contains(member.Symbol.Name)).Select(member => Create(member.Symbol, member.Type, traits: null, knowledge)));
        if (raw is not null)
            members.AddRange(RawMembers.Among(raw, type, knowledge, cancellation).Select(member => Create(member.Symbol, member.Type, traits: null, knowledge)));
        return members;
    }

    // class Worker([TakesOwnership] Stream stream): what is taken over there is a field in all but name. Of a record it is a property.
    private static IEnumerable<OwnerMember> Captured(INamedTypeSymbol type, OwnershipKnowledge knowledge, CancellationToken cancellation) =>
        from constructor in type.IsRecord ? Enumerable.Empty<IMethodSymbol>() : type.InstanceConstructors
        where constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is TypeDeclarationSyntax
        from parameter in constructor.Parameters
        where parameter.RefKind == RefKind.None && parameter.GetAttributes() is { IsEmpty: false } attributes && (OwnershipAttributes.Takes(attributes) || OwnershipAttributes.IsOwned(attributes))
        where knowledge.Types.TraitsOf(parameter.Type) is { Tier: not ResourceTier.None }
        select new OwnerMember(parameter, parameter.Type, knowledge.Types.TraitsOf(parameter.Type)) { IsDeclaredOwned = true };

    /// <summary>True for what our generator releases.</summary>
    public static bool IsReleasedByGenerator(OwnerMember member, INamedTypeSymbol type) =>
        member.Symbol.FindAttribute(WellKnownNames.TrackedResourceAttribute) is not null
        || (member.Symbol.FindAttribute(WellKnownNames.OwnedAttribute) is not null
            && (type.FindAttribute(WellKnownNames.TrackedResourceAttribute) is not null
                || type.GetMembers().Any(static other => other is IPropertySymbol && other.FindAttribute(WellKnownNames.TrackedResourceAttribute) is not null)));

    private static OwnerMember Create(ISymbol symbol, ITypeSymbol type, ResourceTraits? traits, OwnershipKnowledge knowledge) => new(symbol, type, traits)
    {
        IsDeclaredOwned = OwnershipAttributes.IsOwned(symbol.GetAttributes()),
        IsDeclaredBorrowed = knowledge.Declared.IsBorrowing(symbol),
    };

    private static bool CanHoldResource(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Interface || type.SpecialType == SpecialType.System_Object || type is { TypeKind: TypeKind.Class, IsAbstract: true };

    // IClock _clock = new SystemClock(): only what is made in a constructor or an initializer.
    private static HashSet<string> NamesThatGetCreations(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (MemberDeclarationSyntax member in type.DeclaringSyntaxReferences.Select(part => part.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>().SelectMany(static part => part.Members))
        {
            switch (member)
            {
                case FieldDeclarationSyntax field:
                    foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                    {
                        if (variable.Initializer?.Value is ObjectCreationExpressionSyntax)
                            names.Add(variable.Identifier.ValueText);
                    }

                    break;
                case PropertyDeclarationSyntax { Initializer.Value: ObjectCreationExpressionSyntax } property:
                    names.Add(property.Identifier.ValueText);
                    break;
                case ConstructorDeclarationSyntax constructor when !constructor.Modifiers.Any(SyntaxKind.StaticKeyword):
                    foreach (AssignmentExpressionSyntax assignment in constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>())
                    {
                        if (assignment.Right is ObjectCreationExpressionSyntax && NameOf(assignment.Left) is { } name)
                            names.Add(name);
                    }

                    break;
                default:
                    break;
            }
        }

        return names;
    }

    private static string? NameOf(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
        _ => null,
    };
}
