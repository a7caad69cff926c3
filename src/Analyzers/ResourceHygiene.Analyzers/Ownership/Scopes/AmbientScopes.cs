using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Analyzers.Ownership.Scopes;

/// <summary>A scope that a body opens.</summary>
/// <param name="Opening">What opens it.</param>
/// <param name="Region">The code during which it is open.</param>
/// <param name="Function">The lambda or local function that opens it; null for the body itself.</param>
internal sealed record AmbientScope(IOperation Opening, TextSpan Region, IMethodSymbol? Function)
{
    public Location Location => Opening.Syntax.GetLocation();

    /// <summary>What a reader calls it.</summary>
    public string Name => OpenedType?.Name ?? "scope";

    /// <summary>How something is taken out of it: a method of the values themselves, one of the scope that gives them to the caller; null where it has neither.</summary>
    public string? WayOut(bool toCaller) =>
        ScopeMembers.IsOfLibrary(OpenedType) ? toCaller ? "MoveToOuterDisposeScope" : "DetachFromDisposeScope"
        : OpenedType?.GetMembers("Detach").Any(static member => member is IMethodSymbol { IsStatic: false, Parameters.Length: 1, ReturnsVoid: false }) == true ? "Detach"
        : null;

    /// <summary>The scope's own method is called with the value, not on it.</summary>
    public bool IsLeftByItsMethod => !ScopeMembers.IsOfLibrary(OpenedType);

    /// <summary>The variable that holds it; null where none does, or not from the start.</summary>
    public string? Variable => Opening switch
    {
        { Parent: IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.Name: var name } } } => name,
        ILocalReferenceOperation { Local.Name: var name } => name,
        IParameterReferenceOperation { Parameter.Name: var name } => name,
        _ => null,
    };

    private ITypeSymbol? OpenedType => ScopeMembers.Bare(Opening)?.Type;
}

/// <summary>
/// The scopes that a body opens, by where in the text they are open. What a lambda makes is not taken for a part of them, as nobody
/// knows on which thread it runs, and when; unless it is given to a method of .NET that runs it at once.
/// </summary>
internal sealed class AmbientScopes
{
    private readonly List<AmbientScope> _scopes = new();

    public static AmbientScopes In(FlowBody body, Contracts.ResourceTypes types)
    {
        var found = new AmbientScopes();
        foreach (IOperation operation in body.Operations)
        {
            switch (operation)
            {
                case IUsingOperation { Body: { } block } statement when types.OpensScope(ScopeMembers.Bare(statement.Resources)?.Type):
                    found.Add(statement.Resources, block.Syntax.Span);
                    break;
                case IUsingOperation { Body: { } block, Resources: IVariableDeclarationGroupOperation group } when OpeningIn(group, types) is { } opening:
                    found.Add(opening, block.Syntax.Span);
                    break;
                case IVariableDeclarationGroupOperation { Parent: not IUsingOperation } group when OpeningIn(group, types) is { } opening && RestOf(group.Syntax) is { } rest:
                    found.Add(opening, rest);
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation } assignment when ScopeMembers.IsOpening(assignment.Value, types) && RestOf(assignment.Syntax) is { } rest:
                    found.Add(assignment.Value, rest);
                    break;
                // cleanup.BeginTensors(); – somebody else ends it.
                case IExpressionStatementOperation { Operation: { } opened } when ScopeMembers.IsOpening(opened, types) && RestOf(operation.Syntax) is { } rest:
                    found.Add(opened, rest);
                    break;
                default:
                    break;
            }
        }

        return found;
    }

    public IReadOnlyList<AmbientScope> All => _scopes;

    /// <summary>The innermost scope that is open where an operation of the same function runs; null where the body opens none.</summary>
    public AmbientScope? Around(IOperation operation) => Around(operation.Syntax.SpanStart, FlowBody.EnclosingFunction(operation), except: null);

    /// <summary>The scope in which another one is opened; null where the body opens none.</summary>
    public AmbientScope? Around(AmbientScope scope) => Around(scope.Opening.Syntax.SpanStart, scope.Function, scope);

    /// <summary>True where what an operation makes belongs to a scope that can be seen.</summary>
    public bool Own(IOperation operation) => Around(operation) is not null || IsWrapped(operation);

    // torch.WrappedTensorDisposeScope(() => …)
    private bool IsWrapped(IOperation operation)
    {
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            if (current is not IAnonymousFunctionOperation lambda)
                continue;
            IOperation? user = lambda.Parent;
            while (user is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
                user = user.Parent;
            return user is IInvocationOperation call && (ScopeMembers.RunsInScope(call.TargetMethod) || (RunsHere(call.TargetMethod) && Own(call)));
        }

        return false;
    }

    // Runs on the thread that calls, or that asks for the results: in all likelihood before the scope around the call ends.
    private static bool RunsHere(IMethodSymbol method) => method.ContainingType is { } type && (type.Name, type.ContainingNamespace.ToDisplayString()) switch
    {
        ("Enumerable", "System.Linq") => true,
        ("List", "System.Collections.Generic") or ("Array", "System") => true,
        ("ImmutableArray" or "ImmutableList", "System.Collections.Immutable") => true,
        ("ConcurrentDictionary", "System.Collections.Concurrent") => method.Name is "GetOrAdd" or "AddOrUpdate",
        ("String", "System") => method.Name == "Create",
        _ => false,
    };

    private AmbientScope? Around(int position, IMethodSymbol? function, AmbientScope? except)
    {
        AmbientScope? innermost = null;
        foreach (AmbientScope scope in _scopes)
        {
            if (scope != except && scope.Region.Contains(position) && SymbolEqualityComparer.Default.Equals(scope.Function, function)
                && (innermost is null || innermost.Region.Contains(scope.Opening.Syntax.SpanStart)))
            {
                innermost = scope;
            }
        }

        return innermost;
    }

    private void Add(IOperation opening, TextSpan region) => _scopes.Add(new AmbientScope(opening, region, FlowBody.EnclosingFunction(opening)));

    private static IOperation? OpeningIn(IVariableDeclarationGroupOperation group, Contracts.ResourceTypes types)
    {
        foreach (IVariableDeclarationOperation declaration in group.Declarations)
        {
            foreach (IVariableDeclaratorOperation declarator in declaration.Declarators)
            {
                if (declarator.GetVariableInitializer()?.Value is { } value && ScopeMembers.IsOpening(value, types))
                    return value;
            }
        }

        return null;
    }

    // To the end of the block that the statement stands in.
    private static TextSpan? RestOf(SyntaxNode node)
    {
        if (node.FirstAncestorOrSelf<StatementSyntax>() is not { } statement)
            return null;
        SyntaxNode? block = statement.Parent is GlobalStatementSyntax global ? global.Parent : statement.Parent;
        return block is null ? null : TextSpan.FromBounds(statement.Span.End, block.Span.End);
    }
}
