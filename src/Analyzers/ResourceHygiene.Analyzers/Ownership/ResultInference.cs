using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>Finds out whether a source method hands its callers something they own.</summary>
internal static class ResultInference
{
    // In the order of a join: the strongest statement of any path is the statement about the method.
    private enum Origin
    {
        Nothing,
        Owned,
        Unknown,
        Borrowed,
    }

    private static Source Borrowed => new(Origin.Borrowed, ResourceTier.None);

    private static Source Unknown => new(Origin.Unknown, ResourceTier.None);

    /// <summary>False for methods whose result is nothing to be released, by its type.</summary>
    public static bool MayGive(IMethodSymbol method, OwnershipKnowledge knowledge) =>
        knowledge.Types.Awaited(method.ReturnType) is { } type && (knowledge.Types.TraitsOf(type) is not null || RawTypes.IsRaw(type));

    /// <summary>Role and tier of what a method returns; the tier is that of what it really makes, whatever type it says.</summary>
    public static (ResultRole Role, ResourceTier? Tier, string? Family) Infer(IMethodSymbol method, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        if (!MayGive(method, knowledge))
            return (ResultRole.Unstated, null, null);
        bool isResource = knowledge.Types.TraitsOf(knowledge.Types.Awaited(method.ReturnType)) is not null;
        Source joined = default;
        foreach (IReturnOperation @return in body.Operations.OfType<IReturnOperation>())
        {
            if (@return.Kind != OperationKind.Return)
                return (ResultRole.Unstated, null, null);
            bool isOwn = FlowBody.EnclosingFunction(@return) is null || body.IsRootFunction(@return);
            if (isOwn && @return.ReturnedValue is { } value)
                joined = Join(joined, OriginOf(value));
        }

        // What is no resource by its type is one only if something said by which methods it is released.
        if (!isResource && joined.Family is null)
            return (ResultRole.Unstated, null, null);
        return joined.Origin switch
        {
            Origin.Owned => (ResultRole.Owned, joined.Tier, joined.Family),
            Origin.Unknown => (ResultRole.Unstated, null, null),
            _ => (ResultRole.Borrowed, null, null),
        };

        Source OriginOf(IOperation value) => ResultInference.OriginOf(value, body, knowledge, session);
    }

    /// <summary>
    /// What all returns of a method hand to the caller, whatever type the method says: the creation or call that makes it,
    /// with its tier. Null where some return may hand out something else, or nothing.
    /// </summary>
    public static Acquisition? Made(FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        Source joined = default;
        Acquisition? made = null;
        foreach (IOperation value in ReturnedBy(body))
        {
            joined = Join(joined, OriginOf(value, body, knowledge, session));
            made ??= value.DescendantsAndSelf().Select(operation => Acquisition.TryCreate(operation, knowledge, session)).FirstOrDefault(static found => found is not null)
                ?? MadeInto(value, body, knowledge, session);
        }

        return joined.Origin == Origin.Owned ? made : null;
    }

    /// <summary>The tier of what a method hands out beside others; none where that is nothing, null where the caller does not own it for certain.</summary>
    public static ResourceTier? TierOfPart(IOperation value, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session) => OriginOf(value, body, knowledge, session) switch
    {
        { Origin: Origin.Nothing } => ResourceTier.None,
        { Origin: Origin.Owned, Family: null, IsAroundGiven: false } made => made.Tier,
        _ => null,
    };

    /// <summary>True where some return hands out a wrapper around nothing but what the body was given: it owes no more than that does.</summary>
    public static bool IsAroundGiven(FlowBody body, OwnershipKnowledge knowledge, InferenceSession session) =>
        ReturnedBy(body).Any(value => OriginOf(value, body, knowledge, session).IsAroundGiven);

    /// <summary>A field or auto-property of the object that some return hands out and the body leaves in place; null where there is none.</summary>
    public static ISymbol? KeptAndReturned(FlowBody body, OwnershipKnowledge knowledge)
    {
        foreach (IOperation value in ReturnedBy(body))
        {
            IOperation returned = value;
            while (returned is IConversionOperation { OperatorMethod: null } conversion)
                returned = conversion.Operand;
            ISymbol? member = returned switch
            {
                IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: { IsStatic: false } field } => field,
                IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property: { IsVirtual: false, IsAbstract: false, IsIndexer: false } property } when IsAuto(property) => property,
                _ => null,
            };
            if (member is not null && knowledge.Types.TraitsOf(returned.Type) is { Tier: not ResourceTier.None } && !IsWritten(member, body))
                return member;
        }

        return null;
    }

    private static IEnumerable<IOperation> ReturnedBy(FlowBody body)
    {
        foreach (IReturnOperation @return in body.Operations.OfType<IReturnOperation>())
        {
            bool isOwn = FlowBody.EnclosingFunction(@return) is null || body.IsRootFunction(@return);
            if (isOwn && @return.Kind == OperationKind.Return && @return.ReturnedValue is { } value)
                yield return value;
        }
    }

    private static Acquisition? MadeInto(IOperation value, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session) =>
        value.DescendantsAndSelf().OfType<ILocalReferenceOperation>().SelectMany(local => AssignedValues(local.Local, body))
            .SelectMany(static assigned => assigned.DescendantsAndSelf())
            .Select(operation => Acquisition.TryCreate(operation, knowledge, session)).FirstOrDefault(static found => found is not null);

    private static bool IsAuto(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    // Handed over: the object gives up what it returns.
    private static bool IsWritten(ISymbol member, FlowBody body) => body.Operations.OfType<IMemberReferenceOperation>().Any(reference =>
        SymbolEqualityComparer.Default.Equals(reference.Member, member)
        && (reference.Parent is IAssignmentOperation assignment && assignment.Target == reference
            || reference.Parent is IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } or ITupleOperation));

    /// <summary>What comes out of an out parameter.</summary>
    public static ParameterContract RoleOfOut(IParameterSymbol parameter, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        bool isResource = knowledge.Types.TraitsOf(parameter.Type) is not null;
        if (!isResource && !RawTypes.IsRaw(parameter.Type))
            return new ParameterContract(ParameterRole.Borrowed);
        Source joined = default;
        foreach (IOperation reference in body.ReferencesTo(parameter))
        {
            if (reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference)
                joined = Join(joined, OriginOf(assignment.Value, body, knowledge, session));
            else if (reference.Parent is IArgumentOperation { Parameter.RefKind: RefKind.Out } argument)
                joined = Join(joined, OriginOfOut(argument, knowledge, session));
        }

        // What was also put somewhere else belongs there, as with what is returned; a writer around it is given out beside it.
        return joined.Origin == Origin.Owned && (isResource || joined.Family is not null) && ResourceFlow.OfMentions(body.ReferencesTo(parameter), body, knowledge, session) is not { Escapes: true, Faces.Count: 0 }
            ? new ParameterContract(ParameterRole.OwnedOut, Family: joined.Family)
            : new ParameterContract(ParameterRole.Borrowed);
    }

    private static Source OriginOf(IOperation? value, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        switch (value)
        {
            case null or IThrowOperation or IDefaultValueOperation or ILiteralOperation:
                return default;
            case IConversionOperation conversion when conversion.OperatorMethod is null || RawValues.PassesThrough(conversion):
                return OriginOf(conversion.Operand, body, knowledge, session);
            case IFieldReferenceOperation { Field: { } field } when RawValues.IsNothing(field):
                return default;
            case IParenthesizedOperation parenthesized:
                return OriginOf(parenthesized.Operand, body, knowledge, session);
            case IAwaitOperation await:
                return OriginOf(await.Operation, body, knowledge, session);
            case IConditionalOperation conditional:
                return Join(OriginOf(conditional.WhenTrue, body, knowledge, session), OriginOf(conditional.WhenFalse, body, knowledge, session));
            case ICoalesceOperation coalesce:
                return Join(OriginOf(coalesce.Value, body, knowledge, session), OriginOf(coalesce.WhenNull, body, knowledge, session));
            case ISwitchExpressionOperation choice:
                return choice.Arms.Select(arm => OriginOf(arm.Value, body, knowledge, session)).Aggregate(default(Source), Join);
            case IInvocationOperation { TargetMethod: { Name: "ConfigureAwait" }, Instance: { } task }:
                return OriginOf(task, body, knowledge, session);
            case IInvocationOperation { TargetMethod: { Name: "FromResult", IsStatic: true, ContainingType.Name: "Task" or "ValueTask" }, Arguments: { Length: 1 } results }:
                return OriginOf(results[0].Value, body, knowledge, session);
            case IObjectCreationOperation { Type: { } type, Arguments: { Length: 1 } results } when knowledge.Types.IsTaskOfResult(type):
                return OriginOf(results[0].Value, body, knowledge, session);
            case ILocalReferenceOperation local:
                return OriginOfLocal(local.Local, body, knowledge, session);
            case IPropertyReferenceOperation when Acquisition.TryCreate(value, knowledge, session) is { } read:
                return new Source(Origin.Owned, read.Tier, read.Traits.Family);
            case IFieldReferenceOperation or IPropertyReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation
                or IInstanceReferenceOperation or ISimpleAssignmentOperation or ICoalesceAssignmentOperation:
                return Borrowed;
            case IObjectCreationOperation { Type: { } type } when knowledge.Types.TraitsOf(type) is { Tier: ResourceTier.None } || Acquisition.IsHandleOfOther(value, type) || knowledge.IdleReleases.OfCreated(type):
                return new Source(Origin.Owned, ResourceTier.None);
            // What entered itself into a register when it was made has an owner.
            case IObjectCreationOperation { Constructor: { } constructor } when knowledge.ContractOf(constructor, session).Result == ResultRole.Borrowed:
                return Borrowed;
            // Open(file) => Open(file, mode): what the inner method is known to keep, the outer one does not give.
            case IInvocationOperation { TargetMethod: { IsVirtual: false, IsAbstract: false, IsOverride: false, DeclaringSyntaxReferences.IsEmpty: false } method }
                when knowledge.IsGuessedOwned(method) && knowledge.ContractOf(method, session).Result == ResultRole.Borrowed:
                return Borrowed;
            default:
                return Acquisition.TryCreate(value, knowledge, session) is not { } made ? Unknown
                    : new Source(Origin.Owned, IsFaceOfOther(made, body, knowledge, session) ? ResourceTier.None : made.Tier, made.Traits.Family, made.IsFace && IsAroundGiven(made.Operation, body, knowledge, session));
        }
    }

    // new HttpClient(s_handler, disposeHandler: false), new StreamReader(_stream): whoever gets that owes nothing for what it is around.
    // Of a parameter the caller knows better.
    private static bool IsFaceOfOther(Acquisition made, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        if (made is not { IsFace: true, Operation: IObjectCreationOperation { Constructor: { } constructor } creation })
            return false;
        MethodContract contract = knowledge.ContractOf(constructor, session);
        return creation.Arguments.All(argument => argument.Parameter is not { } parameter || parameter.Ordinal >= contract.Parameters.Length
            || contract.Parameters[parameter.Ordinal].Role is not (ParameterRole.Aliased or ParameterRole.Kept) || IsOfOther(argument));

        bool IsOfOther(IArgumentOperation argument)
        {
            IOperation given = argument.Value;
            while (given is IConversionOperation { OperatorMethod: null } conversion)
                given = conversion.Operand;
            return given is IFieldReferenceOperation or IPropertyReferenceOperation && OriginOf(given, body, knowledge, session).Origin == Origin.Borrowed;
        }
    }

    private static bool IsAroundGiven(IOperation made, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        (IMethodSymbol? method, ImmutableArray<IArgumentOperation> arguments) = made switch
        {
            IObjectCreationOperation { Constructor: { } constructor } creation => (constructor, creation.Arguments),
            IInvocationOperation call => (call.TargetMethod, call.Arguments),
            _ => default((IMethodSymbol?, ImmutableArray<IArgumentOperation>)),
        };
        if (method is null)
            return false;
        ImmutableArray<ParameterContract> parameters = knowledge.ContractOf(method, session).Parameters;
        List<IArgumentOperation> held = arguments.Where(argument => argument.Parameter is { } parameter && parameter.Ordinal < parameters.Length
            && parameters[parameter.Ordinal].Role is ParameterRole.Aliased or ParameterRole.Kept).ToList();
        return held.Count > 0 && held.TrueForAll(argument => IsGiven(argument.Value, body, knowledge, session));
    }

    // What was there before the body ran: a parameter, a field, a variable of the method around, and a wrapper around one of them.
    private static bool IsGiven(IOperation value, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        while (value is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
            value = value is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)value).Operand;
        switch (value)
        {
            case IParameterReferenceOperation:
                return true;
            case IFieldReferenceOperation or IPropertyReferenceOperation:
                return OriginOf(value, body, knowledge, session).Origin == Origin.Borrowed;
            case IObjectCreationOperation or IInvocationOperation:
                return OriginOf(value, body, knowledge, session) is { Origin: Origin.Owned, IsAroundGiven: true };
            case ILocalReferenceOperation { Local: { } local } when body.TracedLocals.Add(local):
                List<IOperation> assigned = AssignedValues(local, body).ToList();
                bool isGiven = assigned.Count == 0 ? IsDeclaredOutside(local, body) : assigned.TrueForAll(each => each is not IArgumentOperation && IsGiven(each, body, knowledge, session));
                body.TracedLocals.Remove(local);
                return isGiven;
            default:
                return false;
        }
    }

    private static bool IsDeclaredOutside(ILocalSymbol local, FlowBody body) =>
        local.DeclaringSyntaxReferences.FirstOrDefault() is { } declared && (declared.GetSyntax() is ForEachStatementSyntax || !body.Root.Syntax.FullSpan.Contains(declared.Span));

    // What was also put somewhere else (a cache, a field) belongs there, not to the caller.
    private static Source OriginOfLocal(ILocalSymbol local, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        // node = node is null ? first : node: what a local gets from itself says nothing new.
        if (!body.TracedLocals.Add(local))
            return default;
        Source joined = default;
        foreach (IOperation value in AssignedValues(local, body))
        {
            if (value is IArgumentOperation argument)
            {
                joined = Join(joined, OriginOfOut(argument, knowledge, session));
                continue;
            }

            // A local that is copied from another local would need a guard against cycles; nobody writes factories so.
            Source origin = value is ILocalReferenceOperation ? Unknown : OriginOf(value, body, knowledge, session);
            if ((origin.Origin == Origin.Owned && ResourceFlow.OfValue(value, body, knowledge, session) is { EscapesOtherwise: true } or { IsReleased: true, IsReturned: false, IsReturnedAsPart: false })
                || (origin.Origin == Origin.Unknown && ResourceFlow.OfValue(value, body, knowledge, session).IsTaken))
            {
                origin = Borrowed;
            }

            joined = Join(joined, origin);
        }

        body.TracedLocals.Remove(local);
        return joined.Origin == Origin.Nothing ? Unknown : joined;
    }

    private static IEnumerable<IOperation> AssignedValues(ILocalSymbol local, FlowBody body)
    {
        foreach (IOperation operation in body.Operations)
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator when Is(declarator.Symbol):
                    yield return value;
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Is(target.Local):
                    yield return assignment.Value;
                    break;
                case ICoalesceAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Is(target.Local):
                    yield return assignment.Value;
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } argument when ReferencedLocal(argument.Value) is { } passed && Is(passed):
                    yield return argument;
                    break;
                default:
                    break;
            }
        }

        bool Is(ILocalSymbol other) => SymbolEqualityComparer.Default.Equals(local, other);
    }

    private static ILocalSymbol? ReferencedLocal(IOperation value) => value switch
    {
        ILocalReferenceOperation local => local.Local,
        IDeclarationExpressionOperation { Expression: ILocalReferenceOperation local } => local.Local,
        _ => null,
    };

    private static Source OriginOfOut(IArgumentOperation argument, OwnershipKnowledge knowledge, InferenceSession session) =>
        Acquisition.TryCreate(argument, knowledge, session) is { } made ? new Source(Origin.Owned, made.Tier, made.Traits.Family) : Borrowed;

    private static Source Join(Source left, Source right) => new(
        left.Origin > right.Origin ? left.Origin : right.Origin,
        left.Tier > right.Tier ? left.Tier : right.Tier,
        left.Origin == Origin.Nothing ? right.Family : right.Origin == Origin.Nothing || left.Family == right.Family ? left.Family : null,
        left.IsAroundGiven || right.IsAroundGiven);

    /// <summary>Where a value comes from, the tier of what was made, and what methods release it where its type does not say that.</summary>
    private readonly record struct Source(Origin Origin, ResourceTier Tier, string? Family = null, bool IsAroundGiven = false);
}
