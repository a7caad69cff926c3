using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>RH2008: a private static collection that gets resources again and again, and from which nothing ever takes one out.</summary>
internal static class GrowingCaches
{
    // With these a collection stays as large as it is, or grows. A register that is asked before it is filled has each key once,
    // and is meant to last as long as the program.
    private static readonly string[] s_harmless =
    {
        "Add", "Count", "IsEmpty", "Keys", "Enqueue", "Push", "TryPeek", "Peek", "Any", "Insert", "AddLast", "AddFirst", "First", "FirstOrDefault", "IndexOf", "Exists",
    };

    public static IEnumerable<OwnerFinding> Find(INamedTypeSymbol type, OwnershipKnowledge knowledge, InferenceSession session)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: true, DeclaredAccessibility: Accessibility.Private, IsImplicitlyDeclared: false, Type: INamedTypeSymbol { TypeArguments.IsEmpty: false } collection } field
                && ElementOf(collection, knowledge) is { } element && !field.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name is "ThreadStaticAttribute")
                && !knowledge.Declared.IsBorrowing(field) && FirstGrowth(field, knowledge, session) is { } growth)
            {
                yield return new OwnerFinding(OwnerFindingKind.CacheGrows, OwnerAnalysis.LocationOf(field), type, field.Name, growth.Tier)
                {
                    Resource = growth.ResourceType is { } found ? found : element,
                    Site = growth.Operation,
                    Witness = ImmutableArray.Create(growth.Operation.Syntax.GetLocation()),
                };
            }
        }
    }

    // A table by type is as large as the program.
    private static ITypeSymbol? ElementOf(INamedTypeSymbol collection, OwnershipKnowledge knowledge)
    {
        if (!CollectionTypes.IsFramework(collection) || collection.Name is "ConditionalWeakTable" or "FrozenDictionary" || collection.Name.StartsWith("Immutable", StringComparison.Ordinal)
            || (collection.TypeArguments.Length == 2 && collection.TypeArguments[0] is { Name: "Type" } or { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_Boolean }))
        {
            return null;
        }

        ITypeSymbol last = collection.TypeArguments[collection.TypeArguments.Length - 1];
        return knowledge.Types.TraitsOf(last) is { Tier: >= ResourceTier.Normal } ? last : null;
    }

    private static Acquisition? FirstGrowth(IFieldSymbol field, OwnershipKnowledge knowledge, InferenceSession session)
    {
        Acquisition? first = null;
        foreach (SyntaxReference part in field.ContainingType.DeclaringSyntaxReferences)
        {
            SyntaxNode declaration = part.GetSyntax(session.Cancellation);
            if (!knowledge.Compilation.ContainsSyntaxTree(declaration.SyntaxTree))
                return null;
            SemanticModel? model = null;
            foreach (SyntaxNode node in declaration.DescendantNodes())
            {
                if (node is not IdentifierNameSyntax name || name.Identifier.ValueText != field.Name || name.Parent is NameColonSyntax)
                    continue;
                model ??= knowledge.Compilation.GetSemanticModel(declaration.SyntaxTree);
                SyntaxNode mention = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
                if (model.GetOperation(mention, session.Cancellation) is not IFieldReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Field, field) || !IsHarmless(reference))
                    return null;
                bool runsAgain = !mention.Ancestors().Any(static ancestor => ancestor is ConstructorDeclarationSyntax or BaseFieldDeclarationSyntax);
                if (runsAgain)
                    first ??= AddedBy(reference, knowledge, session);
            }
        }

        return first;
    }

    private static bool IsHarmless(IOperation reference) => reference.Parent switch
    {
        IInvocationOperation call when call.Instance == reference => s_harmless.Contains(call.TargetMethod.Name, StringComparer.Ordinal),
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { ContainingType.Name: "Enumerable" } method } } => s_harmless.Contains(method.Name, StringComparer.Ordinal),
        IPropertyReferenceOperation property when property.Instance == reference => property.Property.IsIndexer || s_harmless.Contains(property.Property.Name, StringComparer.Ordinal),
        ILockOperation => true,
        _ => false,
    };

    private static Acquisition? AddedBy(IOperation reference, OwnershipKnowledge knowledge, InferenceSession session)
    {
        IOperation? value = reference.Parent switch
        {
            IInvocationOperation { TargetMethod.Name: "Add" or "Enqueue" or "Push" or "AddLast" or "AddFirst" } call when !call.Arguments.IsEmpty => call.Arguments.OrderBy(static argument => argument.Parameter?.Ordinal).Last().Value,
            IPropertyReferenceOperation { Property.IsIndexer: true, Parent: ISimpleAssignmentOperation assignment } indexer when assignment.Target == indexer => assignment.Value,
            _ => null,
        };
        IOperation root = reference;
        while (root.Parent is { } parent)
            root = parent;
        var sources = new ValueSources(new FlowBody(ImmutableArray.Create(root)), knowledge, session, mayBeShared: true);
        return sources.Of(value).FirstOrDefault(static source => source.Kind == SourceKind.Owned && source.Acquisition is not null)?.Acquisition;
    }
}
