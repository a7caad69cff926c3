using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Suppression;

/// <summary>All bodies and initializers of a type in source, in all of its parts, and of the types around and in it.</summary>
internal sealed class TypeBodies
{
    private readonly List<(SyntaxNode Root, IOperation Body)> _bodies = new();

    public TypeBodies(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        // A type around it, and types in it, reach its private members.
        INamedTypeSymbol outermost = type;
        while (outermost.ContainingType is { } outer)
            outermost = outer;
        foreach (SyntaxReference part in outermost.DeclaringSyntaxReferences)
        {
            if (part.GetSyntax(cancellation) is not TypeDeclarationSyntax declaration || !compilation.ContainsSyntaxTree(declaration.SyntaxTree))
                continue;
            SemanticModel model = compilation.GetSemanticModel(declaration.SyntaxTree);
            IEnumerable<SyntaxNode> roots = declaration.DescendantNodes(static node => node is not (StatementSyntax or ExpressionSyntax))
                .Where(static node => Suppression.BodyOf.Root(node) == node);
            foreach (SyntaxNode root in roots)
            {
                if (model.GetOperation(root, cancellation) is { } body)
                    _bodies.Add((root, body));
            }
        }
    }

    /// <summary>The body of a method of the type; null where it has none.</summary>
    public IOperation? BodyOf(IMethodSymbol method) => (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences
        .Select(reference => _bodies.Find(body => body.Root.SyntaxTree == reference.SyntaxTree && body.Root.Span == reference.Span).Body)
        .FirstOrDefault(static body => body is not null);

    /// <summary>What is assigned to a field or property, with the body that does.</summary>
    public IEnumerable<(IOperation Value, IOperation Body)> ValuesWithBodies(ISymbol member)
    {
        foreach ((SyntaxNode _, IOperation body) in _bodies)
        {
            foreach (IOperation operation in body.DescendantsAndSelf())
            {
                if (operation is IAssignmentOperation assignment && IsAny(assignment.Target, member))
                    yield return (assignment.Value, body);
                else if (operation is IFieldInitializerOperation field && field.InitializedFields.Contains(member, SymbolEqualityComparer.Default))
                    yield return (field.Value, body);
                else if (operation is IPropertyInitializerOperation property && property.InitializedProperties.Contains(member, SymbolEqualityComparer.Default))
                    yield return (property.Value, body);
                // A new value by reference: Exchange returns the old one, which is looked at where it is used.
                else if (operation is IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument && IsAny(argument.Value, member) && !IsExchangeWithNull(argument))
                    yield return (argument, body);
            }
        }
    }

    public IEnumerable<IOperation> ValuesOf(ISymbol member) => ValuesWithBodies(member).Select(static found => found.Value);

    // The member of this object or of another one of its type.
    private static bool IsAny(IOperation target, ISymbol member) => target switch
    {
        ITupleOperation tuple => tuple.Elements.Any(element => IsAny(element, member)),
        IMemberReferenceOperation reference => SymbolEqualityComparer.Default.Equals(reference.Member.OriginalDefinition, member.OriginalDefinition),
        _ => false,
    };

    /// <summary>True for a mention of the member of this very object.</summary>
    public static bool Denotes(IOperation value, ISymbol member) => value switch
    {
        IConversionOperation { OperatorMethod: null } conversion => Denotes(conversion.Operand, member),
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } reference => SymbolEqualityComparer.Default.Equals(reference.Member, member),
        _ => false,
    };

    /// <summary>True for <c>Interlocked.Exchange(ref member, null)</c>.</summary>
    public static bool IsExchangeOf(IOperation value, ISymbol member) => value switch
    {
        IConversionOperation { OperatorMethod: null } conversion => IsExchangeOf(conversion.Operand, member),
        IInvocationOperation { TargetMethod: { Name: "Exchange", ContainingType.Name: "Interlocked" }, Arguments: [var first, ..] } => Denotes(first.Value, member) && IsExchangeWithNull(first),
        _ => false,
    };

    private static bool IsExchangeWithNull(IArgumentOperation argument) =>
        argument.Parent is IInvocationOperation { TargetMethod: { Name: "Exchange", ContainingType.Name: "Interlocked" }, Arguments: [_, { Value: var value }] }
        && (value.ConstantValue is { HasValue: true, Value: null } || value is IDefaultValueOperation or IConversionOperation { Operand: ILiteralOperation or IDefaultValueOperation });
}
