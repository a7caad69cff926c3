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
        return new CapturedUse(isAlways, fate.IsReleased, fate.IsReturned || fate.Escapes || fate.IsFaceOfThis, isAssigned, isLater);
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

    private bool IsAlwaysReleased(IMethodSymbol function, ISymbol variable, OwnershipKnowledge knowledge, InferenceSession session) =>
        _body.Operations.FirstOrDefault(operation => operation switch
        {
            ILocalFunctionOperation local => SymbolEqualityComparer.Default.Equals(local.Symbol, function.OriginalDefinition),
            IAnonymousFunctionOperation lambda => SymbolEqualityComparer.Default.Equals(lambda.Symbol, function),
            _ => false,
        }) is { } root && ReleaseStructure.Of(root, function, variable, knowledge, session).IsAlways;

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
