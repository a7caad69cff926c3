using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>Finds out where the value of an expression comes from, through conditionals, wrappers and local variables.</summary>
internal sealed class ValueSources
{
    private const int MaxDepth = 4;

    private readonly FlowBody _body;
    private readonly OwnershipKnowledge _knowledge;
    private readonly InferenceSession _session;

    private readonly bool _mayBeShared;

    /// <param name="body">The body that the expressions belong to.</param>
    /// <param name="knowledge">What is known about types and methods.</param>
    /// <param name="session">The inference that asks.</param>
    /// <param name="mayBeShared">What the body also returns or releases counts as acquired all the same.</param>
    public ValueSources(FlowBody body, OwnershipKnowledge knowledge, InferenceSession session, bool mayBeShared = false)
    {
        _mayBeShared = mayBeShared;
        _body = body;
        _knowledge = knowledge;
        _session = session;
    }

    public IEnumerable<MemberSource> Of(IOperation? value, int depth = 0)
    {
        if (depth > MaxDepth)
            return value is null ? Array.Empty<MemberSource>() : One(SourceKind.Unknown, value);
        switch (value)
        {
            case null:
                return Array.Empty<MemberSource>();
            case IThrowOperation or IDefaultValueOperation:
            case { ConstantValue: { HasValue: true, Value: null } }:
            case { ConstantValue: { HasValue: true, Value: { } constant } } when RawValues.IsNothing(value.Type, constant):
            case IFieldReferenceOperation { Field: { } field } when RawValues.IsNothing(field):
            case IInvocationOperation { TargetMethod: { Name: "Empty", ContainingType.SpecialType: SpecialType.System_Array } }:
                return One(SourceKind.Nothing, value);
            case IConversionOperation { OperatorMethod: null } conversion:
                return Of(conversion.Operand, depth);
            case IParenthesizedOperation parenthesized:
                return Of(parenthesized.Operand, depth);
            case IAwaitOperation await:
                return Of(await.Operation, depth);
            case ICoalesceOperation coalesce:
                return Of(coalesce.Value, depth).Concat(Of(coalesce.WhenNull, depth));
            case IConditionalOperation conditional:
                return Of(conditional.WhenTrue, depth).Concat(Of(conditional.WhenFalse, depth));
            case ISwitchExpressionOperation choice:
                return choice.Arms.SelectMany(arm => Of(arm.Value, depth));
            case ISimpleAssignmentOperation assignment:
                return Of(assignment.Value, depth);
            case IObjectCreationOperation creation:
                return OfCall(creation, creation.Constructor, creation.Arguments, instance: null, depth);
            case IInvocationOperation call:
                return OfCall(call, call.TargetMethod, call.Arguments, call.Instance, depth);
            case ITypeParameterObjectCreationOperation or IInvalidOperation when Acquisition.TryCreate(value, _knowledge, _session) is { } acquisition:
                return new[] { Owned(acquisition) };
            case IArgumentOperation argument:
                return Acquisition.TryCreate(argument, _knowledge, _session) is { } taken ? new[] { Owned(taken) } : One(SourceKind.Unknown, value);
            case ILocalReferenceOperation local:
                return OfLocal(local, depth);
            case IParameterReferenceOperation parameter:
                return new[] { new MemberSource(OfParameter(parameter.Parameter), value, _knowledge.Types.TraitsOf(parameter.Type)?.Tier ?? ResourceTier.None) };
            case IPropertyReferenceOperation when Acquisition.TryCreate(value, _knowledge, _session) is { Traits.IsScoped: false } read:
                return new[] { Owned(read) };
            case IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol }:
                return One(SourceKind.Read, value);
            default:
                return One(SourceKind.Unknown, value);
        }
    }

    private IEnumerable<MemberSource> OfCall(IOperation call, IMethodSymbol? method, ImmutableArray<IArgumentOperation> arguments, IOperation? instance, int depth)
    {
        if (method is null)
            return One(SourceKind.Unknown, call);
        if (CallFacts.PassesThrough(method, instance?.Type) && instance is not null)
            return Of(instance, depth);
        if (RawValues.PassesThrough(method))
            return Of(instance ?? arguments.FirstOrDefault()?.Value, depth);
        if (arguments.Any(static argument => IsContainer(argument.Parameter?.Type)))
            return One(SourceKind.Read, call);

        MethodContract contract = _knowledge.ContractOf(method, _session);
        if (Acquisition.TryCreate(call, _knowledge, _session) is { } acquisition)
        {
            if (acquisition.Traits.Family is { } family && !RawMembers.IsHeldByObject(family))
                return One(SourceKind.Unknown, call);
            List<MemberSource> inner = arguments.SelectMany(argument => argument.Parameter is { } parameter
                ? OfWrapped(argument.Value, parameter, CallFacts.RoleOf(parameter, contract, arguments), acquisition, depth)
                : Array.Empty<MemberSource>()).ToList();
            return inner.TrueForAll(static source => source.Kind == SourceKind.Owned) && (_mayBeShared || !IsGivenAway(acquisition))
                ? new[] { Owned(acquisition, inner) }
                : inner.Where(static source => source.Kind != SourceKind.Owned).DefaultIfEmpty(new MemberSource(SourceKind.Unknown, call));
        }

        // What ends a registration on something that lives on: the object that keeps it is the only one that can.
        if (call is IInvocationOperation { Type: { } ending } registration && Registrations.IsOnWhatOutlives(registration, _knowledge, _session.Cancellation) && _knowledge.Types.TraitsOf(ending) is { } ends)
            return new[] { Owned(new Acquisition(call, ending, ends, ResourceTier.Minor, IsFace: false)) };

        // new X().Configure(), and the value that an extension method returns as it was given.
        if (contract.Receiver == ParameterRole.Aliased && instance is not null)
            return Of(instance, depth + 1);
        if (arguments.FirstOrDefault(argument => argument.Parameter is { } parameter && CallFacts.RoleOf(parameter, contract, arguments) == ParameterRole.Aliased) is { } face)
            return Of(face.Value, depth + 1);
        bool owesNothing = call is IObjectCreationOperation && _knowledge.Types.TraitsOf(call.Type) is null or { Tier: ResourceTier.None };
        return One(owesNothing ? SourceKind.Nothing : SourceKind.Unknown, call);
    }

    // What an object is made around. That it releases this with itself is certain of a face alone: what merely keeps it may have enough of its own.
    private IEnumerable<MemberSource> OfWrapped(IOperation value, IParameterSymbol parameter, ParameterRole role, Acquisition made, int depth)
    {
        if (!IsWrapped(parameter, role, made.ResourceType) && !(role == ParameterRole.Kept && IsLent(value)))
            return Array.Empty<MemberSource>();
        IEnumerable<MemberSource> inner = Of(value, depth + 1).Where(static source => source.Kind != SourceKind.Nothing);
        return role == ParameterRole.Aliased ? inner : inner.Select(source => source.Kind == SourceKind.Owned ? source : new MemberSource(SourceKind.Unknown, made.Operation));
    }

    // new Sheet(_buffer.Texture): whoever releases the sheet may release what belongs to the buffer.
    private bool IsLent(IOperation value) => value switch
    {
        IConversionOperation { OperatorMethod: null } conversion => IsLent(conversion.Operand),
        IPropertyReferenceOperation { Instance: not (null or IInstanceReferenceOperation) } property => _knowledge.Types.TraitsOf(property.Type) is { Tier: not ResourceTier.None } && Acquisition.TryCreate(property, _knowledge, _session) is null,
        _ => false,
    };

    // A stream around a stream, a writer around a writer: beyond what it wraps it owes nothing.
    private static bool IsWrapped(IParameterSymbol parameter, ParameterRole role, ITypeSymbol result) =>
        role == ParameterRole.Aliased || (role is ParameterRole.Kept or ParameterRole.Escapes && FamilyOf(parameter.Type) is { } family && family == FamilyOf(result));

    private static string? FamilyOf(ITypeSymbol? type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name is "Stream" or "TextReader" or "TextWriter" && current.ContainingNamespace is { Name: "IO", ContainingNamespace.Name: "System" })
                return current.Name;
        }

        return null;
    }

    // Released here as well, or returned to somebody else: not this member's alone. What a catch releases it does only then.
    private bool IsGivenAway(Acquisition acquisition)
    {
        ResourceFate fate = ResourceFlow.OfValue(acquisition.Operation, _body, _knowledge, _session);
        return fate.Places.Count > 0 && (fate.IsReturned || (fate.IsReleased && !_body.Operations.Any(static operation => operation is ICatchClauseOperation)));
    }

    private IEnumerable<MemberSource> OfLocal(ILocalReferenceOperation reference, int depth)
    {
        ILocalSymbol local = reference.Local;
        if (local.RefKind != RefKind.None)
            return One(SourceKind.Unknown, reference);
        var found = new List<MemberSource>();
        foreach (IOperation operation in _body.Operations)
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local):
                    found.AddRange(declarator.Parent?.Parent?.Parent is IUsingDeclarationOperation or IUsingOperation ? One(SourceKind.Unknown, value) : Of(value, depth + 1));
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when SymbolEqualityComparer.Default.Equals(target.Local, local):
                    found.AddRange(Of(assignment.Value, depth + 1));
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Out } argument when IsLocal(argument.Value, local):
                    found.AddRange(Of(argument, depth + 1));
                    break;
                default:
                    break;
            }
        }

        return found.Count == 0 ? One(SourceKind.Unknown, reference) : found;
    }

    private static bool IsLocal(IOperation value, ILocalSymbol local) => value switch
    {
        IDeclarationExpressionOperation declaration => IsLocal(declaration.Expression, local),
        ILocalReferenceOperation reference => SymbolEqualityComparer.Default.Equals(reference.Local, local),
        _ => false,
    };

    private SourceKind OfParameter(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } method)
            return SourceKind.Unknown;
        ImmutableArray<ParameterContract> declared = _knowledge.Declared.Of(method.OriginalDefinition).Parameters;
        return parameter.Ordinal < declared.Length && declared[parameter.Ordinal].Role is ParameterRole.Taken or ParameterRole.Released ? SourceKind.Owned : SourceKind.Given;
    }

    /// <summary>What is made with a container of components is released by the container.</summary>
    private static bool IsContainer(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "IContainer" or "Container", ContainingNamespace: { Name: "ComponentModel", ContainingNamespace.Name: "System" } };

    // A pool makes a new buffer for one that an object kept: that costs time, and no memory for good.
    private static ResourceTier TierOf(Acquisition acquisition) =>
        RawTypes.IsRaw(acquisition.ResourceType) && acquisition.Traits.Family is { } family && RawFamilies.KindOf(family) == RawKind.Pool ? ResourceTier.Minor : acquisition.Tier;

    private static MemberSource Owned(Acquisition acquisition, List<MemberSource>? inner = null) =>
        new(SourceKind.Owned, acquisition.Operation, (ResourceTier)Math.Max((int)TierOf(acquisition), inner is null ? 0 : inner.Select(static source => (int)source.Tier).DefaultIfEmpty(0).Max()))
        {
            Acquisition = acquisition,
        };

    private static MemberSource[] One(SourceKind kind, IOperation value) => new[] { new MemberSource(kind, value) };
}
