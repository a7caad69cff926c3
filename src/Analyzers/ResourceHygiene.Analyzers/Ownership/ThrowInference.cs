using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Reads off bodies whether methods may throw. Methods that call each other in circles start as "does not"; an answer
/// that rests on such an assumption, or on the limit of depth, is given but not remembered.
/// </summary>
internal sealed class ThrowInference
{
    private const int MaxDepth = 16;

    private readonly ConcurrentDictionary<IMethodSymbol, bool> _final;
    private readonly InferenceSession _session;
    private readonly List<IMethodSymbol> _open = new();
    private readonly Dictionary<IMethodSymbol, int> _assumedCalm = new(SymbolEqualityComparer.Default);
    private int _lowest = int.MaxValue;
    private bool _isCut;

    public ThrowInference(OwnershipKnowledge knowledge, ConcurrentDictionary<IMethodSymbol, bool> final, InferenceSession session)
    {
        Knowledge = knowledge;
        _final = final;
        _session = session;
    }

    public OwnershipKnowledge Knowledge { get; }

    /// <summary>Whether a call that runs exactly this method plausibly throws.</summary>
    public bool MethodMayThrow(IMethodSymbol method)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        definition = definition.PartialImplementationPart ?? definition;
        if (Knowledge.Settings.MayThrow(definition) is { } configured)
            return configured;
        if (_final.TryGetValue(definition, out bool known))
            return known;
        if (IsOpen(definition, out int lowest))
        {
            _lowest = Math.Min(_lowest, lowest);
            return false;
        }

        if (_open.Count == MaxDepth)
        {
            _isCut = true;
            return true;
        }

        int outer = _lowest;
        int index = _open.Count;
        _lowest = int.MaxValue;
        _open.Add(definition);
        bool mayThrow = Judge(definition);
        _open.RemoveAt(index);

        bool restsOnOthers = !mayThrow && _lowest < index;
        if (restsOnOthers)
            _assumedCalm[definition] = _lowest;
        else if (!_isCut)
            _final.TryAdd(definition, mayThrow);
        _lowest = restsOnOthers ? Math.Min(outer, _lowest) : outer;
        return mayThrow;
    }

    /// <summary>Whether what a delegate runs plausibly throws. Only what is written in place is looked into.</summary>
    public bool DelegateMayThrow(IOperation value) => value switch
    {
        IConversionOperation conversion => DelegateMayThrow(conversion.Operand),
        IDelegateCreationOperation creation => DelegateMayThrow(creation.Target),
        IAnonymousFunctionOperation lambda => AnyMayThrow(lambda.Body),
        IMethodReferenceOperation { IsVirtual: false } reference => MethodMayThrow(reference.Method),
        ILiteralOperation or IDefaultValueOperation => false,
        _ => true,
    };

    /// <summary>Calm whatever implements it: declared so, or named for something that nobody lets throw.</summary>
    public bool IsCalmByName(IMethodSymbol method) => ThrowPolicy.IsCalmByConvention(method, Knowledge) || Knowledge.Declared.NeverThrows(method);

    private bool IsOpen(IMethodSymbol method, out int lowest)
    {
        lowest = _open.FindIndex(open => SymbolEqualityComparer.Default.Equals(open, method));
        return lowest >= 0 || (_assumedCalm.TryGetValue(method, out lowest) && lowest < _open.Count);
    }

    private bool Judge(IMethodSymbol method)
    {
        // An assertion that other builds leave out is nothing to protect anything from.
        if ((method.IsConditional && !IsTraced(method)) || IsCalmByName(method))
            return false;
        if (method.IsExtern || method.IsAbstract || ThrowPolicy.IsNative(method) || ThrowPolicy.NeverReturns(method))
            return true;
        if (ThrowPolicy.IsMetadata(method))
            return ThrowPolicy.MetadataMayThrow(method, Knowledge);
        return method.MethodKind == MethodKind.Constructor ? ConstructorMayThrow(method) : BodyMayThrow(method);
    }

    // Release builds leave DEBUG out, and have TRACE.
    private static bool IsTraced(IMethodSymbol method) => method.GetAttributes().Any(static attribute =>
        attribute.AttributeClass?.Name == "ConditionalAttribute" && attribute.ConstructorArguments is [{ Value: "TRACE" }]);

    private bool BodyMayThrow(IMethodSymbol method)
    {
        if (SourceBodies.Of(method, Knowledge.Compilation, _session.Cancellation) is not { } body)
            return false;
        // An iterator runs when it is asked for elements; a task method's failure is met where it is awaited.
        return !body.Descendants().Any(static operation => operation.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak) && AnyMayThrow(body);
    }

    private bool ConstructorMayThrow(IMethodSymbol constructor)
    {
        IOperation? body = SourceBodies.Of(constructor, Knowledge.Compilation, _session.Cancellation);
        if (body is not null && AnyMayThrow(body))
            return true;
        IMethodSymbol? initializer = body?.Descendants().OfType<IInvocationOperation>().FirstOrDefault(CallFacts.IsConstructorInitializer)?.TargetMethod;
        if (initializer is not null && SymbolEqualityComparer.Default.Equals(initializer.ContainingType, constructor.ContainingType))
            return false;
        IMethodSymbol? impliedBase = initializer is null
            ? constructor.ContainingType.BaseType?.InstanceConstructors.FirstOrDefault(static candidate => candidate.Parameters.IsEmpty)
            : null;
        return (impliedBase is not null && MethodMayThrow(impliedBase))
            || SourceBodies.InitializersOf(constructor.ContainingType, Knowledge.Compilation, _session.Cancellation).Any(AnyMayThrow);
    }

    // Not into lambdas and local functions, which run when called, nor into what an enclosing handler swallows.
    private bool AnyMayThrow(IOperation root)
    {
        var pending = new Stack<IOperation>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            IOperation operation = pending.Pop();
            if (!IsGuard(operation) && ThrowOracle.MayThrow(operation, this))
                return true;
            foreach (IOperation child in operation.ChildOperations)
            {
                bool isSkipped = child is IAnonymousFunctionOperation or ILocalFunctionOperation
                    || (operation is ITryOperation @try && child == @try.Body && @try.Catches.Any(CatchesAll))
                    || (operation is IThrowOperation && IsGuard(operation));
                if (!isSkipped)
                    pending.Push(child);
            }
        }

        return false;
    }

    private static bool CatchesAll(ICatchClauseOperation clause) =>
        clause.Filter is null && (clause.ExceptionType is null || clause.ExceptionType.SpecialType == SpecialType.System_Object
            || clause.ExceptionType is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });

    // What a method says about its own arguments is, seen from its caller, a programming error.
    private static bool IsGuard(IOperation operation) => operation switch
    {
        IThrowOperation { Exception: { } exception } => ThrowPolicy.IsProgrammingError(WithoutConversion(exception).Type),
        IInvocationOperation { TargetMethod: { IsStatic: true, Name: { } name } method } =>
            name.StartsWith("ThrowIf", StringComparison.Ordinal) && ThrowPolicy.IsProgrammingError(method.ContainingType),
        _ => false,
    };

    private static IOperation WithoutConversion(IOperation value) => value is IConversionOperation conversion ? conversion.Operand : value;
}
