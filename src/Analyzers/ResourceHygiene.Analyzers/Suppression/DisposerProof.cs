using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Suppression;

/// <summary>
/// Whether disposing an object certainly releases what a field of it holds: every disposer of the type comes, in a statement
/// that nothing before it can skip, to a release of the field, itself or in a method of the type that it calls in that way.
/// </summary>
internal sealed class DisposerProof
{
    // Dispose calls Dispose(true), which calls a helper, which calls another.
    private const int MaxDepth = 4;

    private readonly INamedTypeSymbol _type;
    private readonly TypeBodies _bodies;
    private readonly Func<IArgumentOperation, ParameterRole> _roleOf;

    public DisposerProof(INamedTypeSymbol type, TypeBodies bodies, Func<IArgumentOperation, ParameterRole> roleOf)
    {
        _type = type;
        _bodies = bodies;
        _roleOf = roleOf;
    }

    /// <summary>True when whoever disposes the object, in whatever way its type offers, releases what the member holds.</summary>
    public bool Releases(ISymbol member)
    {
        bool isSync = _type.AllInterfaces.Any(static type => type.SpecialType == SpecialType.System_IDisposable);
        bool isAsync = _type.AllInterfaces.Any(static type => type is { Name: "IAsyncDisposable", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });
        List<IMethodSymbol> sync = Disposers("Dispose", static method => method.IsOverride && method.Name == "Dispose" && method.Parameters is [{ Type.SpecialType: SpecialType.System_Boolean }]);
        List<IMethodSymbol> async = Disposers("DisposeAsync", static method => method is { IsOverride: true, Name: "DisposeAsyncCore", Parameters.IsEmpty: true });
        if (isSync && (sync.Count == 0 || !sync.TrueForAll(IsProven)))
            return false;
        // That of a base class calls Dispose, unless it is made for this.
        if (isAsync && (async.Count > 0 || !isSync) && (async.Count == 0 || !async.TrueForAll(IsProven)))
            return false;
        return isSync || isAsync;

        bool IsProven(IMethodSymbol disposer) => Releases(disposer, member, disposer.Parameters, MaxDepth);
    }

    private List<IMethodSymbol> Disposers(string name, Func<IMethodSymbol, bool> isPart)
    {
        List<IMethodSymbol> methods = _type.GetMembers().OfType<IMethodSymbol>().Where(static method => !method.IsStatic).ToList();
        List<IMethodSymbol> own = methods.FindAll(method => method.Parameters.IsEmpty && (method.Name == name || method.Name.EndsWith("." + name, StringComparison.Ordinal)));
        return own.Count > 0 ? own : methods.FindAll(method => isPart(method));
    }

    // Flags: the parameters that are true in this call, such as `disposing`.
    private bool Releases(IMethodSymbol method, ISymbol member, ImmutableArray<IParameterSymbol> flags, int depth)
    {
        if (depth == 0 || (method.IsAsync && method.ReturnsVoid) || _bodies.BodyOf(method) is not { } body)
            return false;
        foreach (IOperation operation in ReleaseSubject.OwnOperations(body))
        {
            if (!IsReleaseOf(operation, member) && !(operation is IInvocationOperation call && Continues(call, member, flags, depth)))
                continue;
            if (IsCertain(operation, member, flags, body) && !IsWrittenBefore(operation, member, body))
                return true;
        }

        return false;
    }

    private bool Continues(IInvocationOperation call, ISymbol member, ImmutableArray<IParameterSymbol> flags, int depth)
    {
        IMethodSymbol target = call.TargetMethod.OriginalDefinition;
        if (call.Instance is not IInstanceReferenceOperation || !SymbolEqualityComparer.Default.Equals(target.ContainingType, _type.OriginalDefinition)
            || (call.IsVirtual && !_type.IsSealed && !target.Name.StartsWith("Dispose", StringComparison.Ordinal)))
        {
            return false;
        }

        ImmutableArray<IParameterSymbol> passed = call.Arguments
            .Where(argument => argument.Value.ConstantValue is { HasValue: true, Value: true } || (argument.Value is IParameterReferenceOperation { Parameter: var flag } && flags.Contains(flag, SymbolEqualityComparer.Default)))
            .Select(argument => target.Parameters[argument.Parameter!.Ordinal])
            .ToImmutableArray();
        return Releases(target, member, passed, depth - 1);
    }

    // _stream.Dispose(); Disposer.Release(_stream); Interlocked.Exchange(ref _stream, null)?.Dispose();
    private bool IsReleaseOf(IOperation operation, ISymbol member) => operation switch
    {
        IArgumentOperation argument => IsValueOf(argument.Value, member) && _roleOf(argument) == ParameterRole.Released,
        IInvocationOperation { Instance: { } instance } call => CallFacts.IsDispose(call.TargetMethod) && IsValueOf(ReceiverOf(instance) ?? instance, member)
            && (call.TargetMethod.Name == "Dispose" || IsWaitedFor(call)),
        _ => false,
    };

    private static bool IsValueOf(IOperation value, ISymbol member) => TypeBodies.Denotes(value, member) || TypeBodies.IsExchangeOf(value, member);

    private static bool IsWaitedFor(IOperation call)
    {
        for (IOperation? current = call.Parent; current is not (null or IBlockOperation); current = current.Parent)
        {
            if (current is IAwaitOperation or IReturnOperation)
                return true;
        }

        return false;
    }

    /// <summary>True when whoever runs a body comes to an operation in it, unless there is nothing to release.</summary>
    private bool IsCertain(IOperation operation, ISymbol member, ImmutableArray<IParameterSymbol> flags, IOperation body)
    {
        IOperation child = operation;
        for (IOperation? current = operation.Parent; current is not null; child = current, current = current.Parent)
        {
            bool isCertain = current switch
            {
                IBlockOperation block => block.Operations.TakeWhile(statement => statement != child).All(statement => !StatementPaths.MayLeave(statement) || IsGuard(statement)),
                IConditionalOperation conditional => child == conditional.Condition || (child == conditional.WhenTrue ? Holds(conditional.Condition, true) : Holds(conditional.Condition, false)),
                IConditionalAccessOperation access => child == access.Operation || IsValueOf(access.Operation, member),
                _ => StatementPaths.IsAlwaysReached(child, current),
            };
            if (!isCertain)
                return false;
        }

        return true;

        // if (_disposed) return;
        bool IsGuard(IOperation statement) =>
            statement is IConditionalOperation { WhenFalse: null } conditional && !StatementPaths.MayLeave(conditional.Condition) && Holds(conditional.Condition, false);

        // In the first call, while there is something to release, the condition is certainly this.
        bool Holds(IOperation condition, bool outcome) => condition switch
        {
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not => Holds(not.Operand, !outcome),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } and => outcome && Holds(and.LeftOperand, true) && Holds(and.RightOperand, true),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } or => !outcome && Holds(or.LeftOperand, false) && Holds(or.RightOperand, false),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals or BinaryOperatorKind.Equals } comparison =>
                (comparison.OperatorKind == BinaryOperatorKind.NotEquals) == outcome && (ComparesToNothing(comparison) || IsFirstExchange(comparison.LeftOperand, comparison.RightOperand, isEqual: false))
                || (comparison.OperatorKind == BinaryOperatorKind.Equals) == outcome && IsFirstExchange(comparison.LeftOperand, comparison.RightOperand, isEqual: true),
            IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value: var constant } } } pattern => outcome && IsNull(constant) && TypeBodies.Denotes(pattern.Value, member),
            IIsPatternOperation { Pattern: IConstantPatternOperation { Value: var constant } } pattern => !outcome && IsNull(constant) && TypeBodies.Denotes(pattern.Value, member),
            IParameterReferenceOperation { Parameter: var flag } => outcome && flags.Contains(flag, SymbolEqualityComparer.Default),
            IFieldReferenceOperation { Field: { Type.SpecialType: SpecialType.System_Boolean } flag, Instance: IInstanceReferenceOperation } => !outcome && IsDownAt(condition, body, flag),
            _ => false,
        };

        bool ComparesToNothing(IBinaryOperation comparison) => comparison.OperatorMethod is null && IsNull(comparison.RightOperand) && TypeBodies.Denotes(comparison.LeftOperand, member);

        // Interlocked.Exchange(ref _disposed, 1) == 0
        bool IsFirstExchange(IOperation left, IOperation right, bool isEqual) =>
            left is IInvocationOperation { TargetMethod: { Name: "Exchange" or "CompareExchange", ContainingType: { Name: "Interlocked", ContainingNamespace.Name: "Threading" } }, Arguments: [{ Value: IFieldReferenceOperation { Field: var flag, Instance: IInstanceReferenceOperation } }, ..] }
            && right.ConstantValue is { HasValue: true, Value: int expected } && (expected == 0) == isEqual && IsDownAt(left, body, flag);
    }

    // The flag is down until this body puts it up, later than here: no other one can make it skip the release.
    private bool IsDownAt(IOperation condition, IOperation body, IFieldSymbol flag) =>
        flag is { IsStatic: false, DeclaredAccessibility: Accessibility.Private }
        && _bodies.ValuesWithBodies(flag).All(found => (found.Body == body && found.Value.Syntax.SpanStart > condition.Syntax.SpanStart) || found.Value.ConstantValue is { HasValue: true, Value: false or 0 });

    // _stream = null; _stream?.Dispose(); as well as Forget(); _stream?.Dispose();
    private bool IsWrittenBefore(IOperation operation, ISymbol member, IOperation body) => ReleaseSubject.OwnOperations(body)
        .Where(earlier => earlier.Syntax.SpanStart < operation.Syntax.SpanStart && !operation.DescendantsAndSelf().Contains(earlier))
        .Any(earlier => earlier switch
        {
            IAssignmentOperation assignment => TypeBodies.Denotes(assignment.Target, member),
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => TypeBodies.Denotes(argument.Value, member) && !argument.Parent!.Syntax.Span.Contains(operation.Syntax.Span) && !operation.Syntax.Span.Contains(argument.Syntax.Span),
            IInvocationOperation { Instance: IInstanceReferenceOperation } call => call.Syntax != operation.Syntax && !call.Syntax.Span.Contains(operation.Syntax.Span)
                && _bodies.BodyOf(call.TargetMethod.OriginalDefinition) is { } called && called != body && _bodies.ValuesWithBodies(member).Any(found => found.Body == called),
            _ => false,
        });

    private static bool IsNull(IOperation value) => value is IConversionOperation conversion ? IsNull(conversion.Operand) : value.ConstantValue is { HasValue: true, Value: null };

    private static IOperation? ReceiverOf(IOperation instance)
    {
        while (instance is IConversionOperation { OperatorMethod: null } conversion)
            instance = conversion.Operand;
        if (instance is not IConditionalAccessInstanceOperation)
            return null;
        IOperation child = instance;
        for (IOperation? current = instance.Parent; current is not null; child = current, current = current.Parent)
        {
            if (current is IConditionalAccessOperation access && access.WhenNotNull == child)
                return access.Operation;
        }

        return null;
    }
}
