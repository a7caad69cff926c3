using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>
/// The variables and fields that a body releases, reduced to those to which something may happen afterwards. Nearly every
/// release is the last thing that happens to a variable, and then there is nothing to follow.
/// </summary>
internal sealed class ReleasedVariables
{
    private readonly FlowBody _body;
    private readonly OwnershipKnowledge _knowledge;
    private readonly InferenceSession _session;
    private readonly Dictionary<ISymbol, List<IOperation>> _releases = new(SymbolEqualityComparer.Default);
    private readonly List<(ISymbol Target, IOperation Source)> _copies = new();
    private Dictionary<ISymbol, List<ISymbol>>? _relatives;
    private bool? _hasGoto;

    public ReleasedVariables(FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        _body = body;
        _knowledge = knowledge;
        _session = session;
    }

    public bool IsEmpty => _releases.Count == 0;

    /// <summary>Takes note of an operation that releases what a variable or field of this object holds.</summary>
    public void Collect(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                if (call.Instance is { } instance && VariableOf(instance) is { } released && IsRelease(call))
                    Add(released, call);
                foreach (IArgumentOperation argument in call.Arguments)
                    CollectArgument(argument, call);
                break;
            case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator:
                _copies.Add((declarator.Symbol, value));
                break;
            case ISimpleAssignmentOperation { Value: { } value } assignment when VariableOf(assignment.Target) is { } target:
                _copies.Add((target, value));
                break;
            case IIsPatternOperation isPattern:
                foreach (IOperation pattern in isPattern.Pattern.DescendantsAndSelf())
                {
                    if (pattern is IDeclarationPatternOperation { DeclaredSymbol: { } declared })
                        _copies.Add((declared, isPattern.Value));
                }

                break;
            case IUsingOperation @using:
                IOperation held = @using.Resources is ISimpleAssignmentOperation assigned ? assigned.Target : @using.Resources;
                if (VariableOf(held) is { } used)
                    Add(used, @using);
                foreach (ILocalSymbol local in DeclaredBy(@using.Resources))
                    Add(local, @using);
                break;
            case IUsingDeclarationOperation declaration:
                foreach (ILocalSymbol local in DeclaredBy(declaration.DeclarationGroup))
                    Add(local, declaration);
                break;
            default:
                break;
        }
    }

    /// <summary>The variables to follow, each in every function that mentions it.</summary>
    public IEnumerable<(ISymbol Variable, IOperation Mention)> Candidates()
    {
        var followed = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (ISymbol released in _releases.Keys.ToList())
        {
            List<ISymbol> family = FamilyOf(released);
            if (!family.Exists(member => MayMatter(member, family)))
                continue;
            foreach (ISymbol member in family.Where(followed.Add))
            {
                foreach (IGrouping<IMethodSymbol?, IOperation> function in _body.MentionsOf(member).GroupBy(FlowBody.EnclosingFunction, (IEqualityComparer<IMethodSymbol?>)SymbolEqualityComparer.Default))
                    yield return (member, function.First());
            }
        }
    }

    /// <summary>True for properties that yield what was put into them; whether one that is not in source does is not known.</summary>
    public static bool IsStable(IPropertySymbol property) =>
        property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is PropertyDeclarationSyntax { ExpressionBody: null, AccessorList.Accessors: var accessors }
        && accessors.All(static accessor => accessor is { Body: null, ExpressionBody: null });

    private static IEnumerable<ILocalSymbol> DeclaredBy(IOperation resources) =>
        resources is IVariableDeclarationGroupOperation group
            ? group.Declarations.SelectMany(static declaration => declaration.Declarators).Select(static declarator => declarator.Symbol)
            : Enumerable.Empty<ILocalSymbol>();

    private bool IsRelease(IInvocationOperation call) =>
        CallFacts.IsRelease(call.TargetMethod, _knowledge.Types.TraitsOf(call.Instance!.Type))
        || (call.TargetMethod.Parameters.IsEmpty && _knowledge.MayReleaseItsObject(call.TargetMethod) && _knowledge.ContractOf(call.TargetMethod, _session).Receiver == ParameterRole.Released);

    private void CollectArgument(IArgumentOperation argument, IInvocationOperation call)
    {
        if (argument.Parameter is not { RefKind: not RefKind.Out } parameter || VariableOf(argument.Value) is not { } variable || !CanBeReleased(argument.Value.Type, call.TargetMethod))
            return;
        if (CallFacts.RoleOf(parameter, _knowledge.ContractOf(call.TargetMethod, _session), call.Arguments) == ParameterRole.Released)
            Add(variable, call);
    }

    // What is no resource by type is one by contract only: arrays, pointers and handles that a method frees.
    private bool CanBeReleased(ITypeSymbol? type, IMethodSymbol method) =>
        _knowledge.Types.TraitsOf(type) is not null
        || (type is IArrayTypeSymbol or IPointerTypeSymbol or { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr }
            && CallFacts.FreesMemory(method.Name));

    private void Add(ISymbol variable, IOperation release)
    {
        if (!_releases.TryGetValue(variable, out List<IOperation>? releases))
            _releases.Add(variable, releases = new List<IOperation>());
        releases.Add(release);
    }

    private static ISymbol? VariableOf(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
        {
            // VirtualFree((IntPtr)address, …): a number stays what it is.
            if (RawTypes.IsAddress(conversion.Type) && conversion.Operand.Type is { SpecialType: SpecialType.System_Int64 or SpecialType.System_UInt64 })
                return null;
            operation = conversion.Operand;
        }

        return operation switch
        {
            ILocalReferenceOperation { Local.RefKind: RefKind.None } local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
            IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation, Arguments.Length: 0 } property when IsStable(property.Property) => property.Property,
            IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured => (configured.Instance ?? configured.Arguments.FirstOrDefault()?.Value) is { } awaited ? VariableOf(awaited) : null,
            IConditionalAccessInstanceOperation instance => EnclosingAccess(instance) is { } access ? VariableOf(access.Operation) : null,
            _ => null,
        };
    }

    private static IConditionalAccessOperation? EnclosingAccess(IOperation instance)
    {
        IOperation child = instance;
        while (child.Parent is { } parent)
        {
            if (parent is IConditionalAccessOperation access && child == access.WhenNotNull)
                return access;
            child = parent;
        }

        return null;
    }

    // Something may happen to a member of the family after a release of any of it.
    private bool MayMatter(ISymbol variable, List<ISymbol> family)
    {
        IReadOnlyList<IOperation> mentions = _body.MentionsOf(variable);
        if (mentions.Any(static mention => IsHandedOut(mention) || GivesView(mention)))
            return true;
        int explicitReleases = 0;
        foreach (IOperation release in family.Where(_releases.ContainsKey).SelectMany(member => _releases[member]))
        {
            bool isDeclaredByUsing = release is IUsingDeclarationOperation || (release is IUsingOperation @using && VariableOf(@using.Resources) is null);
            explicitReleases += isDeclaredByUsing ? 0 : 1;
            if (!isDeclaredByUsing && (HasGoto || IsRepeated(release, variable)))
                return true;
            int end = release is IUsingDeclarationOperation ? release.Syntax.Parent!.Span.End : release.Syntax.Span.End;
            if (mentions.Any(mention => !IsWrite(mention) && (mention.Syntax.SpanStart >= end || !SymbolEqualityComparer.Default.Equals(FlowBody.EnclosingFunction(mention), FlowBody.EnclosingFunction(release)))))
                return true;
        }

        return explicitReleases > 0 && family.Sum(member => _releases.TryGetValue(member, out List<IOperation>? found) ? found.Count : 0) > 1;
    }

    // A variable with what it was made from and what was made from it: other names, wrappers, what they wrap.
    private List<ISymbol> FamilyOf(ISymbol variable)
    {
        _relatives ??= FindRelatives();
        var family = new List<ISymbol> { variable };
        var seen = new HashSet<ISymbol>(family, SymbolEqualityComparer.Default);
        for (int i = 0; i < family.Count; i++)
        {
            if (_relatives.TryGetValue(family[i], out List<ISymbol>? relatives))
                family.AddRange(relatives.Where(seen.Add));
        }

        return family;
    }

    private Dictionary<ISymbol, List<ISymbol>> FindRelatives()
    {
        var relatives = new Dictionary<ISymbol, List<ISymbol>>(SymbolEqualityComparer.Default);
        foreach ((ISymbol target, IOperation source) in _copies)
        {
            foreach (ISymbol mentioned in SourcesOf(source))
            {
                if (SymbolEqualityComparer.Default.Equals(mentioned, target))
                    continue;
                Add(target, mentioned);
                Add(mentioned, target);
            }
        }

        return relatives;

        void Add(ISymbol variable, ISymbol relative)
        {
            if (!relatives.TryGetValue(variable, out List<ISymbol>? known))
                relatives.Add(variable, known = new List<ISymbol>());
            known.Add(relative);
        }
    }

    // Only what can be the same object: a name, a choice between names, an argument of a wrapper.
    private IEnumerable<ISymbol> SourcesOf(IOperation source) => source switch
    {
        IConversionOperation conversion => SourcesOf(conversion.Operand),
        IConditionalOperation choice => SourcesOf(choice.WhenTrue).Concat(choice.WhenFalse is { } other ? SourcesOf(other) : Enumerable.Empty<ISymbol>()),
        ICoalesceOperation choice => SourcesOf(choice.Value).Concat(SourcesOf(choice.WhenNull)),
        IAwaitOperation awaited => SourcesOf(awaited.Operation),
        IObjectCreationOperation creation => creation.Arguments.SelectMany(argument => SourcesOf(argument.Value)),
        IInvocationOperation call when _knowledge.Types.TraitsOf(_knowledge.Types.Awaited(call.Type)) is not null || Views.IsView(call.Type) =>
            call.Arguments.Select(static argument => argument.Value).Concat(call.Instance is { } instance ? new[] { instance } : Enumerable.Empty<IOperation>()).SelectMany(SourcesOf),
        IPropertyReferenceOperation { Instance: { } owner } property when Views.IsView(property.Type) || VariableOf(property) is null => SourcesOf(owner),
        _ => VariableOf(source) is { } variable ? new[] { variable } : Enumerable.Empty<ISymbol>(),
    };

    // After a goto, what stands further up may run later.
    private bool HasGoto => _hasGoto ??= _body.Operations.Any(static operation => operation is IBranchOperation { BranchKind: BranchKind.GoTo });

    private static bool IsWrite(IOperation mention) => mention.Parent is ISimpleAssignmentOperation assignment && assignment.Target == mention;

    private static bool IsRepeated(IOperation release, ISymbol variable)
    {
        for (IOperation? current = release.Parent; current is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); current = current.Parent)
        {
            if (current is ILoopOperation loop)
                return variable.DeclaringSyntaxReferences.FirstOrDefault() is not { } declaration || !loop.Syntax.Span.Contains(declaration.Span) || declaration.SyntaxTree != loop.Syntax.SyntaxTree;
        }

        return false;
    }

    // Returned, or stored where it outlives the body; also wrapped, as part of a larger expression.
    private static bool IsHandedOut(IOperation mention)
    {
        IOperation child = mention;
        while (child.Parent is IConversionOperation or IArgumentOperation or IObjectCreationOperation or ICoalesceOperation or IConditionalOperation
            or IInvocationOperation or IAwaitOperation or ITupleOperation or ISwitchExpressionArmOperation or ISwitchExpressionOperation)
        {
            if (child.Parent is IInvocationOperation call && call.Instance == child)
                return false;
            child = child.Parent;
        }

        return child.Parent is IReturnOperation
            || (child.Parent is ISimpleAssignmentOperation assignment && assignment.Value == child && assignment.Target is not ILocalReferenceOperation);
    }

    private static bool GivesView(IOperation mention)
    {
        IOperation? current = mention.Parent;
        while (current is IMemberReferenceOperation or IInvocationOperation or IArgumentOperation or IConversionOperation)
        {
            if (Views.IsView(current.Type))
                return true;
            current = current.Parent;
        }

        return false;
    }
}
