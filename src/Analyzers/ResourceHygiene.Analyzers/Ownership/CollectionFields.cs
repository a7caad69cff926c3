using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>Which private fields hold collections that their type neither empties nor lets out. Thread-safe; memoised for one compilation.</summary>
internal sealed class CollectionFields
{
    private readonly ConcurrentDictionary<IFieldSymbol, bool> _lose = new(SymbolEqualityComparer.Default);
    private readonly OwnershipKnowledge _knowledge;

    public CollectionFields(OwnershipKnowledge knowledge) => _knowledge = knowledge;

    /// <summary>True when the type makes the collection itself and nothing in any of its parts releases the elements.</summary>
    public bool LosesElements(IFieldSymbol field, InferenceSession session)
    {
        IFieldSymbol definition = field.OriginalDefinition;
        if (_lose.TryGetValue(definition, out bool known))
            return known;
        bool loses = IsCandidate(definition) && Judge(definition, session);
        return _lose.GetOrAdd(definition, loses);
    }

    // A static collection lives as long as the process, which is what it is there for.
    private bool IsCandidate(IFieldSymbol field) =>
        field is { DeclaredAccessibility: Accessibility.Private, IsStatic: false, RefKind: RefKind.None, IsImplicitlyDeclared: false }
        && field.GetAttributes().IsEmpty && !_knowledge.Declared.IsBorrowing(field);

    private bool Judge(IFieldSymbol field, InferenceSession session)
    {
        bool isMade = false;
        foreach (SyntaxReference part in field.ContainingType.DeclaringSyntaxReferences)
        {
            SyntaxNode declaration = part.GetSyntax(session.Cancellation);
            if (!_knowledge.Compilation.ContainsSyntaxTree(declaration.SyntaxTree))
                return false;
            SemanticModel model = _knowledge.Compilation.GetSemanticModel(declaration.SyntaxTree);
            foreach (SyntaxNode node in declaration.DescendantNodes())
            {
                switch (node)
                {
                    case VariableDeclaratorSyntax { Initializer.Value: { } value } declarator when declarator.Identifier.ValueText == field.Name
                            && SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(declarator, session.Cancellation), field):
                        if (!CollectionTypes.IsCreation(Unconverted(model.GetOperation(value, session.Cancellation)), _knowledge))
                            return false;
                        isMade = true;
                        break;
                    case IdentifierNameSyntax name when name.Identifier.ValueText == field.Name
                            && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, session.Cancellation).Symbol?.OriginalDefinition, field):
                        if (ReferenceAt(name, model, session.Cancellation) is not { } reference || !Keeps(reference, session))
                            return false;
                        isMade |= reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;
                        break;
                    default:
                        break;
                }
            }
        }

        return isMade;
    }

    private static IOperation? ReferenceAt(IdentifierNameSyntax name, SemanticModel model, CancellationToken cancellation)
    {
        SyntaxNode node = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return model.GetOperation(node, cancellation) is IFieldReferenceOperation reference ? reference : null;
    }

    private bool Keeps(IOperation reference, InferenceSession session)
    {
        IOperation root = reference;
        while (root.Parent is { } parent)
            root = parent;
        return new CollectionFlow(new FlowBody(ImmutableArray.Create(root)), _knowledge, session).KeepsElements(reference);
    }

    private static IOperation? Unconverted(IOperation? value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        return value;
    }
}
