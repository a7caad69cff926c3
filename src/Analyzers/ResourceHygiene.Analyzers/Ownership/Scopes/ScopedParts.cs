using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Scopes;

/// <summary>
/// What a call makes several of: the elements of the tuple or array that it returns. Each one is owned; what takes some of them by
/// name and drops the others leaks those.
/// </summary>
internal sealed class ScopedParts
{
    private readonly FlowBody _body;
    private readonly OwnershipKnowledge _knowledge;
    private readonly InferenceSession _session;
    private readonly List<OwnershipFinding> _findings = new();

    private ScopedParts(FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        _body = body;
        _knowledge = knowledge;
        _session = session;
    }

    /// <summary>The parts that nobody releases, other than those that a scope owns.</summary>
    public static List<OwnershipFinding> Find(FlowBody body, AmbientScopes scopes, OwnershipKnowledge knowledge, InferenceSession session)
    {
        var search = new ScopedParts(body, knowledge, session);
        foreach (IOperation operation in body.Operations)
        {
            if (operation is not IInvocationOperation { TargetMethod: { } method, Type: { } type } call || !MakesItsResult(method) || scopes.Own(call))
                continue;
            if (type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.Any(element => knowledge.Types.IsScoped(element.Type)))
                search.JudgeTuple(call, tuple);
            else if (ElementOf(type) is { } element && knowledge.Types.IsScoped(element))
                search.JudgeArray(call, element);
        }

        return search._findings;
    }

    // A method of the library, or one that stands in for it.
    private static bool MakesItsResult(IMethodSymbol method) =>
        ScopeMembers.IsOfLibrary(method.ContainingType) && (method.IsOverride || method.DeclaringSyntaxReferences.IsEmpty) && !method.Name.EndsWith("parameters", StringComparison.Ordinal) && method.Name is not "buffers";

    private static ITypeSymbol? ElementOf(ITypeSymbol type) => (type as IArrayTypeSymbol)?.ElementType;

    private void JudgeTuple(IInvocationOperation call, INamedTypeSymbol tuple)
    {
        IOperation value = Outermost(call);
        switch (value.Parent)
        {
            case IDeconstructionAssignmentOperation deconstruction when deconstruction.Value == value:
                JudgeTargets(call, tuple, deconstruction.Target);
                break;
            case IFieldReferenceOperation taken:
                List<string> others = ScopedElements(tuple).Where(element => !IsSame(element, taken.Field)).Select(static element => element.Name).ToList();
                if (!IsDischarged(ResourceFlow.OfValue(taken, _body, _knowledge, _session)))
                    others.Insert(0, taken.Field.Name);
                ReportDropped(call, tuple, others);
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                JudgeVariable(call, tuple, declarator.Symbol);
                break;
            case IExpressionStatementOperation:
                ReportDropped(call, tuple, ScopedElements(tuple).Select(static element => element.Name).ToList());
                break;
            default:
                break;
        }
    }

    private void JudgeTargets(IInvocationOperation call, INamedTypeSymbol tuple, IOperation target)
    {
        while (target is IDeclarationExpressionOperation declaration)
            target = declaration.Expression;
        if (target is not ITupleOperation targets || targets.Elements.Length != tuple.TupleElements.Length)
            return;
        var dropped = new List<string>();
        for (int i = 0; i < targets.Elements.Length; i++)
        {
            if (!_knowledge.Types.IsScoped(tuple.TupleElements[i].Type))
                continue;
            IOperation element = targets.Elements[i] is IDeclarationExpressionOperation declared ? declared.Expression : targets.Elements[i];
            if (element is IDiscardOperation)
                dropped.Add(tuple.TupleElements[i].Name);
            else if (element is ILocalReferenceOperation { Local: { } local } && !IsDischarged(ResourceFlow.OfLocal(local, _body, _knowledge, _session)))
                Report(call, FindingKind.NeverReleased, tuple.TupleElements[i].Type, element.Syntax.GetLocation(), local.Name);
        }

        ReportDropped(call, tuple, dropped);
    }

    // var t = x.topk(5); t.values
    private void JudgeVariable(IInvocationOperation call, INamedTypeSymbol tuple, ILocalSymbol variable)
    {
        IReadOnlyList<IOperation> mentions = _body.ReferencesTo(variable);
        if (mentions.Any(mention => mention.Parent is not IFieldReferenceOperation || _body.IsDeferred(mention, variable.ContainingSymbol)))
            return;
        List<string> dropped = ScopedElements(tuple).Where(element =>
        {
            List<IOperation> taken = mentions.Select(static mention => mention.Parent!).Where(parent => IsSame(element, ((IFieldReferenceOperation)parent).Field)).ToList();
            return taken.Count == 0 || !IsDischarged(ResourceFlow.OfMentions(taken, _body, _knowledge, _session));
        }).Select(static element => element.Name).ToList();
        ReportDropped(call, tuple, dropped);
    }

    private void JudgeArray(IInvocationOperation call, ITypeSymbol element)
    {
        IOperation value = Outermost(call);
        switch (value.Parent)
        {
            case IArrayElementReferenceOperation taken:
                ReportSome(call, element, taken);
                break;
            case IArgumentOperation { Parent: IInvocationOperation user } when IsReader(user.TargetMethod):
            case IExpressionStatementOperation:
                Report(call, FindingKind.PartsDropped, element, call.Syntax.GetLocation(), place: null);
                break;
            case IForEachLoopOperation { LoopControlVariable: IVariableDeclaratorOperation { Symbol: { } each } }:
                if (!IsDischarged(ResourceFlow.OfLocal(each, _body, _knowledge, _session)))
                    Report(call, FindingKind.NeverReleased, element, each.Locations[0], each.Name);
                break;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } when IsNeverReleased(declarator.Symbol):
                Report(call, FindingKind.CollectionNotReleased, element, declarator.Symbol.Locations[0], declarator.Symbol.Name);
                break;
            default:
                break;
        }
    }

    // x.chunk(2)[0]: the others are lost, whatever becomes of this one.
    private void ReportSome(IInvocationOperation call, ITypeSymbol element, IArrayElementReferenceOperation taken) =>
        Report(call, FindingKind.PartsDropped, element, call.Syntax.GetLocation(), place: null, IsDischarged(ResourceFlow.OfValue(taken, _body, _knowledge, _session)) ? "all but one" : null);

    private bool IsNeverReleased(ILocalSymbol array)
    {
        foreach (IOperation mention in _body.ReferencesTo(array))
        {
            if (_body.IsDeferred(mention, array.ContainingSymbol))
                return false;
            bool isRead = Outermost(mention).Parent switch
            {
                IArrayElementReferenceOperation element => !(element.Parent is IAssignmentOperation assignment && assignment.Target == element)
                    && !IsDischarged(ResourceFlow.OfMentions(new[] { (IOperation)element }, _body, _knowledge, _session)),
                IPropertyReferenceOperation { Property.Name: "Length" or "LongLength" } => true,
                IForEachLoopOperation { LoopControlVariable: IVariableDeclaratorOperation { Symbol: { } each } } => !IsDischarged(ResourceFlow.OfLocal(each, _body, _knowledge, _session)),
                IArgumentOperation { Parent: IInvocationOperation user } => IsReader(user.TargetMethod),
                _ => false,
            };
            if (!isRead)
                return false;
        }

        return true;
    }

    private bool IsReader(IMethodSymbol method) => method.DeclaringSyntaxReferences.IsEmpty && ScopeMembers.IsOfLibrary(method.ContainingType) && !ScopeMembers.LetsGo(method, _knowledge.Types);

    private IEnumerable<IFieldSymbol> ScopedElements(INamedTypeSymbol tuple) => tuple.TupleElements.Where(element => _knowledge.Types.IsScoped(element.Type));

    // Item1 and the name that was given to it.
    private static bool IsSame(IFieldSymbol element, IFieldSymbol other) => SymbolEqualityComparer.Default.Equals(element.CorrespondingTupleField ?? element, other.CorrespondingTupleField ?? other);

    private static bool IsDischarged(ResourceFate fate) => fate.IsDischarged;

    private static IOperation Outermost(IOperation value)
    {
        while (value.Parent is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or IAwaitOperation)
            value = value.Parent;
        return value;
    }

    private void ReportDropped(IInvocationOperation call, INamedTypeSymbol tuple, List<string> names)
    {
        if (names.Count > 0)
            Report(call, FindingKind.PartsDropped, ScopedElements(tuple).First().Type, call.Syntax.GetLocation(), place: null, string.Join("', '", names), names.Count);
    }

    private void Report(IInvocationOperation call, FindingKind kind, ITypeSymbol type, Location at, string? place, string? decision = null, int count = 1)
    {
        ResourceTraits traits = _knowledge.Types.TraitsOf(type)!;
        _findings.Add(new OwnershipFinding(kind, call, type, traits, traits.Tier)
        {
            At = at,
            Place = place,
            Member = call.TargetMethod.Name,
            Decision = decision,
            Count = count,
            IsHot = ScopedContext.IsHot(call),
            Witness = ImmutableArray.Create(call.Syntax.GetLocation()),
        });
    }
}
