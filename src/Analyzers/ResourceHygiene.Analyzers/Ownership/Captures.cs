using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>What the lambdas and local functions of one body do to the variables of the functions around them.</summary>
internal sealed class Captures
{
    private readonly FlowBody _body;
    private readonly Dictionary<ISymbol, HashSet<ISymbol>> _variables;
    private readonly Dictionary<ISymbol, IMethodSymbol> _lambdas;
    private readonly HashSet<ISymbol> _calledHere;

    public Captures(FlowBody body)
    {
        _body = body;
        _variables = FindVariables(body);
        _lambdas = FindLambdas(body);
        _calledHere = new HashSet<ISymbol>(_lambdas.Values, SymbolEqualityComparer.Default);
    }

    /// <summary>The variables of enclosing functions that a lambda or local function mentions, also in functions inside it.</summary>
    public IReadOnlyCollection<ISymbol> VariablesOf(IMethodSymbol function) =>
        _variables.TryGetValue(function.OriginalDefinition, out HashSet<ISymbol>? found) ? found : Array.Empty<ISymbol>();

    /// <summary>The lambda in a local that holds nothing else and is only called; null for other locals.</summary>
    public IMethodSymbol? LambdaIn(ILocalSymbol local) => _lambdas.TryGetValue(local, out IMethodSymbol? lambda) ? lambda : null;

    /// <summary>True for a lambda that never leaves the body: what it does, it does where it is called.</summary>
    public bool IsOnlyCalledHere(IMethodSymbol lambda) => _calledHere.Contains(lambda);

    /// <summary>What a call of a nested function does to a variable that it captured.</summary>
    public CapturedUse UseIn(IMethodSymbol function, ISymbol variable, OwnershipKnowledge knowledge, InferenceSession session)
    {
        List<IOperation> mentions = _body.ReferencesTo(variable).Where(reference => IsInside(reference, function)).ToList();
        bool isAssigned = mentions.Exists(static mention =>
            (mention.Parent is IAssignmentOperation assignment && assignment.Target == mention) || mention.Parent is IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref });
        ResourceFate fate = ResourceFlow.OfMentions(mentions, _body, knowledge, session);
        bool isLater = function.IsAsync || CallFacts.IsLazySequence(function.ReturnType);
        bool isAlways = fate.IsReleased && !isAssigned && !isLater && IsAlwaysReleased(function, variable, knowledge, session);
        return new CapturedUse(isAlways, fate.IsReleased, fate.IsReturned || fate.IsReturnedThrough || fate.Escapes || fate.IsFaceOfThis, isAssigned, isLater);
    }

    private static bool IsInside(IOperation operation, IMethodSymbol function)
    {
        for (IMethodSymbol? current = FlowBody.EnclosingFunction(operation); current is not null; current = current.ContainingSymbol as IMethodSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, function.OriginalDefinition))
                return true;
        }

        return false;
    }

    /// <summary>The constant that a variable holds whenever a call of a nested function returns; none where that depends.</summary>
    public Optional<object?> ConstantAfter(IMethodSymbol function, ISymbol variable)
    {
        IBlockOperation? body = RootOf(function) switch
        {
            ILocalFunctionOperation local => local.Body,
            IAnonymousFunctionOperation lambda => lambda.Body,
            _ => null,
        };
        Optional<object?> constant = default;
        bool mayHaveReturned = false;
        foreach (IOperation statement in body?.Operations ?? ImmutableArray<IOperation>.Empty)
        {
            if (AssignedBy(statement, variable) is { } value)
            {
                // Two values, and a way out between them.
                if (mayHaveReturned && (!constant.HasValue || !Equals(constant.Value, value.ConstantValue.Value)))
                    return default;
                constant = value.ConstantValue;
                continue;
            }

            if (statement.DescendantsAndSelf().Any(operation => MayWrite(operation, variable)))
                constant = default;
            if (statement is IReturnOperation)
                return constant;
            mayHaveReturned |= ReleaseSubject.OwnOperations(statement).Any(static operation => operation is IReturnOperation or IBranchOperation { BranchKind: BranchKind.GoTo });
            if (mayHaveReturned && !constant.HasValue)
                return default;
        }

        return constant;
    }

    // flag = true; as a statement of its own, or as all that an expression body does.
    private static IOperation? AssignedBy(IOperation statement, ISymbol variable)
    {
        IOperation? expression = statement switch
        {
            IExpressionStatementOperation { Operation: { } operation } => operation,
            IReturnOperation { ReturnedValue: { } returned } => returned,
            _ => null,
        };
        return expression is ISimpleAssignmentOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation, Value: { ConstantValue.HasValue: true } value } assignment
            && IsMention(assignment.Target, variable) ? value : null;
    }

    // Another nested function that it calls may write, too.
    private static bool MayWrite(IOperation operation, ISymbol variable) => operation switch
    {
        IAssignmentOperation assignment => assignment.Target.DescendantsAndSelf().Any(target => IsMention(target, variable)),
        IIncrementOrDecrementOperation increment => IsMention(increment.Target, variable),
        IArgumentOperation { Parameter.RefKind: not RefKind.None } argument => IsMention(argument.Value, variable),
        IInvocationOperation call => call.TargetMethod.MethodKind is MethodKind.LocalFunction or MethodKind.DelegateInvoke,
        _ => false,
    };

    private static bool IsMention(IOperation operation, ISymbol variable) => operation switch
    {
        ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, variable),
        IParameterReferenceOperation parameter => SymbolEqualityComparer.Default.Equals(parameter.Parameter, variable),
        _ => false,
    };

    private bool IsAlwaysReleased(IMethodSymbol function, ISymbol variable, OwnershipKnowledge knowledge, InferenceSession session) =>
        RootOf(function) is { } root && ReleaseStructure.Of(root, function, variable, knowledge, session).IsAlways;

    private IOperation? RootOf(IMethodSymbol function) => _body.Operations.FirstOrDefault(operation => operation switch
    {
        ILocalFunctionOperation local => SymbolEqualityComparer.Default.Equals(local.Symbol, function.OriginalDefinition),
        IAnonymousFunctionOperation lambda => SymbolEqualityComparer.Default.Equals(lambda.Symbol, function),
        _ => false,
    });

    private static Dictionary<ISymbol, HashSet<ISymbol>> FindVariables(FlowBody body)
    {
        var captured = new Dictionary<ISymbol, HashSet<ISymbol>>(SymbolEqualityComparer.Default);
        foreach (KeyValuePair<ISymbol, List<IOperation>> pair in body.References)
        {
            foreach (IOperation mention in pair.Value)
            {
                IMethodSymbol? function = FlowBody.EnclosingFunction(mention);
                while (function is not null && !SymbolEqualityComparer.Default.Equals(function, pair.Key.ContainingSymbol))
                {
                    if (!captured.TryGetValue(function.OriginalDefinition, out HashSet<ISymbol>? variables))
                        captured.Add(function.OriginalDefinition, variables = new HashSet<ISymbol>(SymbolEqualityComparer.Default));
                    variables.Add(pair.Key);
                    function = function.ContainingSymbol as IMethodSymbol;
                }
            }
        }

        return captured;
    }

    private static Dictionary<ISymbol, IMethodSymbol> FindLambdas(FlowBody body)
    {
        var lambdas = new Dictionary<ISymbol, IMethodSymbol>(SymbolEqualityComparer.Default);
        foreach (IVariableDeclaratorOperation declarator in body.Operations.OfType<IVariableDeclaratorOperation>())
        {
            if (declarator.Initializer?.Value is IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }
                && body.ReferencesTo(declarator.Symbol).All(static mention => mention.Parent is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call && call.Instance == mention))
            {
                lambdas.Add(declarator.Symbol, lambda.Symbol);
            }
        }

        return lambdas;
    }
}
