using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>The operations of one body, with an index from variables to their uses that is built when first needed.</summary>
internal sealed class FlowBody
{
    private readonly ImmutableArray<IOperation> _roots;
    private List<IOperation>? _operations;
    private Dictionary<ISymbol, List<IOperation>>? _references;
    private HashSet<ISymbol>? _delegatedLocalFunctions;
    private Captures? _captures;

    public FlowBody(ImmutableArray<IOperation> roots) => _roots = roots;

    /// <summary>The locals whose origin is being looked for: each may lead back to itself.</summary>
    public HashSet<ISymbol> TracedLocals { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The only root, in a body that was made of one.</summary>
    public IOperation Root => _roots[0];

    /// <summary>Every operation in source order. One walk for all who ask, which are many.</summary>
    public IReadOnlyList<IOperation> Operations
    {
        get
        {
            if (_operations is null)
            {
                var operations = new List<IOperation>();
                foreach (IOperation root in _roots)
                    operations.AddRange(root.DescendantsAndSelf());
                _operations = operations;
            }

            return _operations;
        }
    }

    /// <summary>Every mention of a local or parameter, in nested functions too.</summary>
    public IReadOnlyList<IOperation> ReferencesTo(ISymbol variable)
    {
        if (_references is null)
            BuildIndex();
        return _references!.TryGetValue(variable, out List<IOperation>? found) ? found : Array.Empty<IOperation>();
    }

    /// <summary>Every mention of a local, parameter, field or property of this object.</summary>
    public IReadOnlyList<IOperation> MentionsOf(ISymbol variable) => variable is ILocalSymbol or IParameterSymbol
        ? ReferencesTo(variable)
        : Operations.OfType<IMemberReferenceOperation>()
            .Where(reference => reference.Instance is null or IInstanceReferenceOperation && SymbolEqualityComparer.Default.Equals(reference.Member, variable))
            .ToList();

    /// <summary>
    /// True when a use of a variable of <paramref name="owner"/> runs at a time of somebody else's choosing:
    /// inside a lambda, or inside a local function that is turned into a delegate.
    /// </summary>
    public bool IsDeferred(IOperation use, ISymbol owner)
    {
        for (IOperation? current = use.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IAnonymousFunctionOperation lambda:
                    return !SymbolEqualityComparer.Default.Equals(lambda.Symbol, owner);
                case ILocalFunctionOperation function:
                    if (SymbolEqualityComparer.Default.Equals(function.Symbol, owner))
                        return false;
                    if (function.Symbol.IsAsync || IsIterator(function) || IsDelegated(function.Symbol))
                        return true;
                    break;
                default:
                    break;
            }
        }

        return false;
    }

    /// <summary>The lambda or local function that an operation belongs to; null for the body itself.</summary>
    public static IMethodSymbol? EnclosingFunction(IOperation operation)
    {
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IAnonymousFunctionOperation lambda:
                    return lambda.Symbol;
                case ILocalFunctionOperation function:
                    return function.Symbol;
                default:
                    break;
            }
        }

        return null;
    }

    /// <summary>True when an operation belongs directly to the local function or lambda whose body this is.</summary>
    public bool IsRootFunction(IOperation operation)
    {
        IMethodSymbol? enclosing = EnclosingFunction(operation);
        return _roots.Any(root => root is ILocalFunctionOperation function && SymbolEqualityComparer.Default.Equals(function.Symbol, enclosing)
            || root is IAnonymousFunctionOperation lambda && SymbolEqualityComparer.Default.Equals(lambda.Symbol, enclosing));
    }

    /// <summary>What nested functions do to the variables of the functions around them.</summary>
    public Captures Captures => _captures ??= new Captures(this);

    /// <summary>Every variable that is mentioned, with its mentions.</summary>
    public IReadOnlyDictionary<ISymbol, List<IOperation>> References
    {
        get
        {
            if (_references is null)
                BuildIndex();
            return _references!;
        }
    }

    private bool IsDelegated(IMethodSymbol function)
    {
        if (_delegatedLocalFunctions is null)
            BuildIndex();
        return _delegatedLocalFunctions!.Contains(function.OriginalDefinition);
    }

    private static bool IsIterator(ILocalFunctionOperation function) =>
        function.Descendants().Any(static operation => operation.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak);

    private void BuildIndex()
    {
        _references = new Dictionary<ISymbol, List<IOperation>>(SymbolEqualityComparer.Default);
        _delegatedLocalFunctions = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (IOperation operation in Operations)
        {
            ISymbol? variable = operation switch
            {
                ILocalReferenceOperation local => local.Local,
                IParameterReferenceOperation parameter => parameter.Parameter,
                _ => null,
            };
            if (variable is not null)
            {
                if (!_references.TryGetValue(variable, out List<IOperation>? list))
                    _references.Add(variable, list = new List<IOperation>());
                list.Add(operation);
            }
            else if (operation is IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } delegated)
            {
                _delegatedLocalFunctions.Add(delegated.Method.OriginalDefinition);
            }
        }
    }
}
