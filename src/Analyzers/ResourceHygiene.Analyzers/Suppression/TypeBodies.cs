using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Suppression;

/// <summary>All bodies and initializers of a type in source, in all of its parts.</summary>
internal sealed class TypeBodies
{
    private readonly List<(SyntaxNode Root, IOperation Body)> _bodies = new();

    public TypeBodies(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        foreach (SyntaxReference part in type.DeclaringSyntaxReferences)
        {
            if (part.GetSyntax(cancellation) is not TypeDeclarationSyntax declaration || !compilation.ContainsSyntaxTree(declaration.SyntaxTree))
                continue;
            SemanticModel model = compilation.GetSemanticModel(declaration.SyntaxTree);
            IEnumerable<SyntaxNode> roots = declaration.DescendantNodes(static node => node is not (StatementSyntax or ExpressionSyntax))
                .Where(node => BodyOf.Root(node) == node && node.FirstAncestorOrSelf<TypeDeclarationSyntax>() == declaration);
            foreach (SyntaxNode root in roots)
            {
                if (model.GetOperation(root, cancellation) is { } body)
                    _bodies.Add((root, body));
            }
        }
    }

    /// <summary>Dispose and its kin, and the methods of the type that they call on every path.</summary>
    public IEnumerable<IOperation> Disposers
    {
        get
        {
            List<IOperation> found = _bodies.Where(static body => body.Root is MethodDeclarationSyntax { Identifier.ValueText: "Dispose" or "DisposeAsync" or "DisposeAsyncCore" or "Close" })
                .Select(static body => body.Body).ToList();
            foreach (IMethodSymbol helper in found.SelectMany(static body => body.Descendants()).OfType<IInvocationOperation>()
                .Where(static call => call is { Instance: IInstanceReferenceOperation, IsVirtual: false } && call.Parent is IExpressionStatementOperation { Parent: IBlockOperation { Parent: IMethodBodyOperation } })
                .Select(static call => call.TargetMethod).ToList())
            {
                found.AddRange(_bodies.Where(body => helper.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == body.Root.SyntaxTree && reference.Span == body.Root.Span)
                    && !found.Contains(body.Body)).Select(static body => body.Body));
            }

            return found;
        }
    }

    /// <summary>What is assigned to a field or property, with the body that does.</summary>
    public IEnumerable<(IOperation Value, IOperation Body)> ValuesWithBodies(ISymbol member)
    {
        foreach ((SyntaxNode _, IOperation body) in _bodies)
        {
            foreach (IOperation operation in body.DescendantsAndSelf())
            {
                if (operation is IAssignmentOperation assignment && Denotes(assignment.Target, member))
                    yield return (assignment.Value, body);
                else if (operation is IFieldInitializerOperation field && field.InitializedFields.Contains(member, SymbolEqualityComparer.Default))
                    yield return (field.Value, body);
                else if (operation is IPropertyInitializerOperation property && property.InitializedProperties.Contains(member, SymbolEqualityComparer.Default))
                    yield return (property.Value, body);
                // A new value by reference: Exchange returns the old one, which is looked at where it is used.
                else if (operation is IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument && Denotes(argument.Value, member) && !IsExchangeWithNull(argument))
                    yield return (argument, body);
            }
        }
    }

    public IEnumerable<IOperation> ValuesOf(ISymbol member) => ValuesWithBodies(member).Select(static found => found.Value);

    /// <summary>True when a disposer calls Dispose on the field itself, in a place that the caller accepts.</summary>
    public bool IsDisposedDirectly(ISymbol member, Func<IOperation, bool> isAccepted) => Disposers.Any(disposer => disposer.Descendants().Any(operation =>
        operation is IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync" or "Close", Instance: { } instance } && isAccepted(operation)
        && (Denotes(instance, member) || (instance is IConditionalAccessInstanceOperation && operation.Parent is IConditionalAccessOperation access && Denotes(access.Operation, member)))));

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
