using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Suppression;

/// <summary>
/// What is proven about a field, or about all fields of a type, from what its bodies show one by one. Whoever knows a type's
/// fields as a whole puts that in <see cref="IsCovered"/>: the suppressions ask nothing else.
/// </summary>
internal sealed class FieldProofs
{
    private readonly OwnershipKnowledge _knowledge;
    private readonly InferenceSession _session;

    public FieldProofs(OwnershipKnowledge knowledge, CancellationToken cancellation)
    {
        _knowledge = knowledge;
        _session = new InferenceSession(cancellation);
    }

    /// <summary>True when what the rule fears about the type, field or property is certainly not so.</summary>
    public bool Covers(SuppressionDescriptor rule, ISymbol member) => (rule.SuppressedDiagnosticId, member) switch
    {
        ("CA2213" or "IDISP002" or "S2930", IFieldSymbol or IPropertySymbol) => IsCovered(member, mayBeReleasedHere: true),
        ("IDISP006", IFieldSymbol or IPropertySymbol) => IsCovered(member, mayBeReleasedHere: false),
        ("IDISP008", IFieldSymbol or IPropertySymbol) => OwnsAllItHolds(member),
        ("CA1001" or "S2931", INamedTypeSymbol type) => OwnsNothing(type),
        _ => false,
    };

    private bool OwnsNothing(INamedTypeSymbol type)
    {
        var bodies = new TypeBodies(type, _knowledge.Compilation, _session.Cancellation);
        List<IFieldSymbol> owners = type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => !field.IsStatic && _knowledge.Types.TraitsOf(field.Type) is not null && bodies.ValuesOf(Declared(field)).Any(value => !IsNothing(value)))
            .ToList();
        return owners.Count > 0 && owners.TrueForAll(field => IsCovered(Declared(field), mayBeReleasedHere: false));
    }

    /// <summary>The field leaves nothing behind that the type would have to release.</summary>
    /// <param name="member">A field or property.</param>
    /// <param name="mayBeReleasedHere">Whether a release by the type itself counts, too: not where the complaint is that nobody can ask it for one.</param>
    private bool IsCovered(ISymbol member, bool mayBeReleasedHere)
    {
        if (TypeOf(member) is not { } type)
            return false;
        if (_knowledge.Types.TraitsOf(type) is { Tier: ResourceTier.None } || _knowledge.Declared.IsBorrowing(member))
            return true;
        var bodies = new TypeBodies(member.ContainingType, _knowledge.Compilation, _session.Cancellation);
        return IsHandedOn(member, bodies) || (mayBeReleasedHere && (IsReleased(member, bodies) || IsReleasedByWrapper(member, bodies)));
    }

    // _timer = new Timer(); components.Add(_timer);
    private bool IsHandedOn(ISymbol member, TypeBodies bodies)
    {
        bool isEverOwned = false;
        foreach ((IOperation value, IOperation body) in bodies.ValuesWithBodies(member))
        {
            if (IsNothing(value))
                continue;
            if (!body.DescendantsAndSelf().OfType<IArgumentOperation>().Any(argument => TypeBodies.Denotes(argument.Value, member) && IsUnconditional(argument)
                && argument.Syntax.SpanStart > value.Syntax.SpanStart && RoleOf(argument) == ParameterRole.Taken))
            {
                return false;
            }

            isEverOwned = true;
        }

        return isEverOwned;
    }

    // Disposer.Release(_stream); Interlocked.Exchange(ref _stream, null)?.Dispose();
    private bool IsReleased(ISymbol member, TypeBodies bodies) => bodies.Disposers.Any(disposer => disposer.Descendants().Any(operation => operation switch
    {
        IArgumentOperation argument => (TypeBodies.Denotes(argument.Value, member) || TypeBodies.IsExchangeOf(argument.Value, member)) && IsUnconditional(argument) && RoleOf(argument) == ParameterRole.Released,
        IInvocationOperation { Instance: { } instance } call => CallFacts.IsDispose(call.TargetMethod) && IsUnconditional(call)
            && (TypeBodies.IsExchangeOf(instance, member) || (ReceiverOf(instance) is { } receiver && TypeBodies.IsExchangeOf(receiver, member))),
        _ => false,
    }));

    // _reader = new StreamReader(_stream): releasing the reader releases the stream.
    private bool IsReleasedByWrapper(ISymbol member, TypeBodies bodies) => member.ContainingType.GetMembers()
        .Where(other => other is IFieldSymbol { IsStatic: false } && !SymbolEqualityComparer.Default.Equals(other, member))
        .Any(other =>
        {
            List<IOperation> values = bodies.ValuesOf(other).Where(static value => !IsNothing(value)).ToList();
            return values.Count > 0 && values.TrueForAll(value => IsFaceOf(value, member)) && (IsReleased(other, bodies) || bodies.IsDisposedDirectly(other, IsUnconditional))
                && bodies.ValuesOf(member).Count(static value => !IsNothing(value)) == 1;
        });

    private bool IsFaceOf(IOperation value, ISymbol member) => value is IObjectCreationOperation { Constructor: { } constructor } creation
        && creation.Arguments.Any(argument => TypeBodies.Denotes(argument.Value, member) && argument.Parameter is { } parameter
            && CallFacts.RoleOf(parameter, _knowledge.ContractOf(constructor, _session), creation.Arguments) == ParameterRole.Aliased);

    // Whatever a constructor or method stores in it is made there, or handed over to it.
    private bool OwnsAllItHolds(ISymbol member)
    {
        var bodies = new TypeBodies(member.ContainingType, _knowledge.Compilation, _session.Cancellation);
        List<IOperation> values = bodies.ValuesOf(member).Where(static value => !IsNothing(value)).ToList();
        return values.Count > 0 && values.TrueForAll(value => WithoutConversions(value) switch
        {
            IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol method } parameter } =>
                _knowledge.Declared.Of(method).Parameters[parameter.Ordinal].Role == ParameterRole.Taken,
            { } other => Acquisition.TryCreate(other, _knowledge, _session) is not null,
        });
    }

    private ParameterRole RoleOf(IArgumentOperation argument) => (argument.Parameter, argument.Parent) switch
    {
        ({ } parameter, IInvocationOperation call) => CallFacts.RoleOf(parameter, _knowledge.ContractOf(call.TargetMethod, _session), call.Arguments),
        ({ } parameter, IObjectCreationOperation { Constructor: { } constructor } creation) => CallFacts.RoleOf(parameter, _knowledge.ContractOf(constructor, _session), creation.Arguments),
        _ => ParameterRole.Unstated,
    };

    // A statement of the body itself, possibly in a try or a finally, or under `if (disposing)`.
    private static bool IsUnconditional(IOperation operation)
    {
        IOperation child = operation;
        for (IOperation? current = operation.Parent; current is not null; child = current, current = current.Parent)
        {
            switch (current)
            {
                case IConditionalOperation conditional when child != conditional.Condition && !(conditional.WhenTrue == child && IsDisposingOrNullCheck(conditional.Condition)):
                case ILoopOperation or ISwitchOperation or ISwitchExpressionOperation or IAnonymousFunctionOperation or ILocalFunctionOperation or ICatchClauseOperation or ICoalesceOperation:
                    return false;
                default:
                    break;
            }
        }

        return true;
    }

    private static bool IsDisposingOrNullCheck(IOperation condition) => condition switch
    {
        IParameterReferenceOperation { Parameter: { Name: "disposing", Type.SpecialType: SpecialType.System_Boolean } } => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals, RightOperand: var right } => IsNothing(right),
        IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation } } => true,
        _ => false,
    };

    private static IOperation? ReceiverOf(IOperation instance)
    {
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

    // The field of an auto-property is spoken of as the property.
    private static ISymbol Declared(IFieldSymbol field) => field.AssociatedSymbol ?? field;

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch { IFieldSymbol field => field.Type, IPropertySymbol property => property.Type, _ => null };

    private static bool IsNothing(IOperation value) => WithoutConversions(value) is ILiteralOperation or IDefaultValueOperation;

    private static IOperation WithoutConversions(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        return value;
    }
}
