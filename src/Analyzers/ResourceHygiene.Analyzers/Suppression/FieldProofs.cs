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
        return IsHandedOn(member, bodies) || (mayBeReleasedHere && (new DisposerProof(member.ContainingType, bodies, RoleOf).Releases(member) || IsReleasedByWrapper(member, bodies)));
    }

    // _timer = new Timer(); components.Add(_timer);
    private bool IsHandedOn(ISymbol member, TypeBodies bodies)
    {
        if (IsSetElsewhere(member))
            return false;
        List<IOperation> values = bodies.ValuesOf(member).Where(static value => !IsNothing(value)).ToList();
        return values.Count > 0 && values.TrueForAll(value => StatementsAfter(value, member).Any(statement => ReleaseSubject.OwnOperations(statement)
            .Any(operation => operation is IArgumentOperation argument && TypeBodies.Denotes(argument.Value, member) && IsDeclaredTaken(argument) && IsReachedIn(argument, statement))));
    }

    // _reader = new StreamReader(_stream): releasing the reader releases the stream.
    private bool IsReleasedByWrapper(ISymbol member, TypeBodies bodies)
    {
        List<IOperation> inner = bodies.ValuesOf(member).ToList();
        return inner.Count == 1 && !IsSetElsewhere(member) && member.ContainingType.GetMembers().Any(other =>
            other is IFieldSymbol { IsStatic: false } && !SymbolEqualityComparer.Default.Equals(other, member) && !IsSetElsewhere(other)
            && bodies.ValuesOf(other).ToList() is [var value] && IsFaceOf(value, member)
            && StatementsAfter(inner[0], member).Any(statement => AssignmentIn(statement)?.Value == value)
            && new DisposerProof(member.ContainingType, bodies, RoleOf).Releases(other));
    }

    // The statements after the one that gives the member a value, up to the first that may fail or leave, that one included.
    private IEnumerable<IOperation> StatementsAfter(IOperation value, ISymbol member)
    {
        if (value.Parent is not ISimpleAssignmentOperation { Parent: IExpressionStatementOperation { Parent: IBlockOperation block } statement } assignment || !TypeBodies.Denotes(assignment.Target, member))
            yield break;
        foreach (IOperation later in block.Operations.SkipWhile(other => other != statement).Skip(1))
        {
            yield return later;
            if (StatementPaths.MayLeave(later) || ReleaseSubject.OwnOperations(later).Any(operation =>
                    _knowledge.Throws.MayThrow(operation, _session) || (operation is IAssignmentOperation again && TypeBodies.Denotes(again.Target, member))))
            {
                yield break;
            }
        }
    }

    private static bool IsReachedIn(IOperation operation, IOperation statement)
    {
        if (StatementPaths.MayLeave(statement))
            return false;
        for (IOperation child = operation; child != statement; child = child.Parent!)
        {
            if (!StatementPaths.IsAlwaysReached(child, child.Parent!))
                return false;
        }

        return true;
    }

    private static ISimpleAssignmentOperation? AssignmentIn(IOperation statement) => (statement as IExpressionStatementOperation)?.Operation as ISimpleAssignmentOperation;

    // Values that come from other types are not seen.
    private static bool IsSetElsewhere(ISymbol member) => member switch
    {
        IFieldSymbol field => !field.IsReadOnly && field.DeclaredAccessibility != Accessibility.Private,
        IPropertySymbol property => property.SetMethod is { DeclaredAccessibility: not Accessibility.Private },
        _ => true,
    };

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
            IObjectCreationOperation creation => Acquisition.TryCreate(creation, _knowledge, _session) is not null,
            // A factory's name says no more than that it may be one.
            IInvocationOperation call => _knowledge.Declared.Of((call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition).Result == ResultRole.Owned,
            _ => false,
        });
    }

    private bool IsDeclaredTaken(IArgumentOperation argument) =>
        argument.Parameter is { ContainingSymbol: IMethodSymbol method } parameter && RoleOf(argument) == ParameterRole.Taken && _knowledge.Declared.Takes(method, parameter.Ordinal);

    private ParameterRole RoleOf(IArgumentOperation argument) => (argument.Parameter, argument.Parent) switch
    {
        ({ } parameter, IInvocationOperation call) => CallFacts.RoleOf(parameter, _knowledge.ContractOf(call.TargetMethod, _session), call.Arguments),
        ({ } parameter, IObjectCreationOperation { Constructor: { } constructor } creation) => CallFacts.RoleOf(parameter, _knowledge.ContractOf(constructor, _session), creation.Arguments),
        _ => ParameterRole.Unstated,
    };

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
