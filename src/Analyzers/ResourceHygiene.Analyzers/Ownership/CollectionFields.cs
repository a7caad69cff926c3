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
    private readonly ConcurrentDictionary<IFieldSymbol, OwnedElements?> _own = new(SymbolEqualityComparer.Default);
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

    /// <summary>What a collection owns, when all that is put into it was acquired for it, elements never leave, and some part of the type releases them; null otherwise.</summary>
    public OwnedElements? OwnedIn(IFieldSymbol field, InferenceSession session)
    {
        IFieldSymbol definition = field.OriginalDefinition;
        if (_own.TryGetValue(definition, out OwnedElements? known))
            return known;
        return _own.GetOrAdd(definition, IsCandidate(definition, mayBeStatic: true) ? JudgeOwning(definition, session) : null);
    }

    private OwnedElements? JudgeOwning(IFieldSymbol field, InferenceSession session)
    {
        var owned = new OwnedElements(field);
        foreach ((IOperation? initial, IOperation? reference) in MentionsOf(field, session.Cancellation))
        {
            if (initial is not null && CollectionTypes.IsCreation(Unconverted(initial), _knowledge))
                continue;
            if (reference is null)
                return null;
            var uses = new ElementUses(BodyOf(reference), _knowledge, session);
            switch (uses.Of(reference))
            {
                case ElementUse.OwnedAdded:
                    owned.Added.AddRange(uses.Added);
                    break;
                case ElementUse.Released:
                    owned.Releases.Add(reference.Syntax);
                    break;
                case ElementUse.Unknown:
                    return null;
                default:
                    break;
            }
        }

        return owned.Added.Count > 0 && owned.Releases.Count > 0 ? owned : null;
    }

    // A static collection lives as long as the process, which is what it is there for, unless something releases what is in it.
    private bool IsCandidate(IFieldSymbol field, bool mayBeStatic = false) =>
        field is { DeclaredAccessibility: Accessibility.Private, RefKind: RefKind.None, IsImplicitlyDeclared: false } && (mayBeStatic || !field.IsStatic)
        && field.GetAttributes().IsEmpty && !_knowledge.Declared.IsBorrowing(field);

    private bool Judge(IFieldSymbol field, InferenceSession session)
    {
        bool isMade = false;
        bool mayReturn = IsClearedAtTheEnd(field, session.Cancellation);
        foreach ((IOperation? initial, IOperation? reference) in MentionsOf(field, session.Cancellation))
        {
            bool isKept = initial is not null
                ? CollectionTypes.IsCreation(Unconverted(initial), _knowledge)
                : reference is not null && new CollectionFlow(BodyOf(reference), _knowledge, session, mayReturn: mayReturn).KeepsElements(reference);
            if (!isKept)
                return false;
            isMade |= initial is not null || (reference!.Parent is IAssignmentOperation assignment && assignment.Target == reference);
        }

        return isMade;
    }

    // Dispose() => _cache.Clear(): the end of what is in it is the end of the object, whoever was handed some of it.
    private bool IsClearedAtTheEnd(IFieldSymbol field, CancellationToken cancellation) =>
        _knowledge.Types.TraitsOf(field.ContainingType) is not null
        && field.ContainingType.GetMembers().OfType<IMethodSymbol>().Where(static method => method.Name is "Dispose" or "DisposeAsync" or "DisposeAsyncCore")
            .SelectMany(static method => method.DeclaringSyntaxReferences)
            .SelectMany(part => part.GetSyntax(cancellation).DescendantNodes()).OfType<MemberAccessExpressionSyntax>()
            .Any(access => access.Name.Identifier.ValueText == "Clear" && (access.Expression as IdentifierNameSyntax ?? (access.Expression as MemberAccessExpressionSyntax)?.Name)?.Identifier.ValueText == field.Name);

    // Its initializers, and every mention; neither, where something cannot be seen.
    private IEnumerable<(IOperation? Initial, IOperation? Reference)> MentionsOf(IFieldSymbol field, CancellationToken cancellation)
    {
        foreach (SyntaxReference part in field.ContainingType.DeclaringSyntaxReferences)
        {
            SyntaxNode declaration = part.GetSyntax(cancellation);
            if (!_knowledge.Compilation.ContainsSyntaxTree(declaration.SyntaxTree))
            {
                yield return default;
                yield break;
            }

            SemanticModel model = _knowledge.Compilation.GetSemanticModel(declaration.SyntaxTree);
            foreach (SyntaxNode node in declaration.DescendantNodes())
            {
                switch (node)
                {
                    case VariableDeclaratorSyntax { Initializer.Value: { } value } declarator when declarator.Identifier.ValueText == field.Name
                            && SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(declarator, cancellation), field):
                        yield return (model.GetOperation(value, cancellation), null);
                        break;
                    case IdentifierNameSyntax name when name.Identifier.ValueText == field.Name
                            && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol?.OriginalDefinition, field):
                        yield return (null, ReferenceAt(name, model, cancellation));
                        break;
                    default:
                        break;
                }
            }
        }
    }

    private static IOperation? ReferenceAt(IdentifierNameSyntax name, SemanticModel model, CancellationToken cancellation)
    {
        SyntaxNode node = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return model.GetOperation(node, cancellation) is IFieldReferenceOperation reference ? reference : null;
    }

    private static FlowBody BodyOf(IOperation reference)
    {
        IOperation root = reference;
        while (root.Parent is { } parent)
            root = parent;
        return new FlowBody(ImmutableArray.Create(root));
    }

    private static IOperation? Unconverted(IOperation? value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        return value;
    }
}
