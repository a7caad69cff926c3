using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// What becomes of the elements of a tuple that a call made for its caller. Those that go into variables of their own, or are read
/// off the call, are followed as any other acquisition; of those that stay in the tuple it is asked whether anybody ever looks after them.
/// </summary>
internal sealed class TakenParts
{
    private readonly FlowBody _body;
    private readonly OwnershipKnowledge _knowledge;
    private readonly InferenceSession _session;

    public TakenParts(FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        _body = body;
        _knowledge = knowledge;
        _session = session;
    }

    /// <summary>The elements that are lost in the tuple.</summary>
    public List<OwnershipFinding> Findings { get; } = new();

    /// <summary>True for the target of an element in a deconstruction: a variable, or nothing.</summary>
    public static bool IsTarget(IOperation operation) => operation is ILocalReferenceOperation or IDiscardOperation;

    /// <summary>The elements that become obligations of this body on their own.</summary>
    public IEnumerable<Obligation> In(IInvocationOperation call)
    {
        if (_knowledge.GivenParts.Of(call, _session) is not { IsDefault: false } parts || GivenParts.TupleOf(call.Type, _knowledge.Types) is not { } tuple || OwnershipAnalysis.IsExpectedToThrow(call))
            return Enumerable.Empty<Obligation>();
        IOperation value = Outermost(call);
        switch (value.Parent)
        {
            case IDeconstructionAssignmentOperation deconstruction when deconstruction.Value == value:
                return Deconstructed(deconstruction.Target, parts, tuple);
            case IFieldReferenceOperation taken when IndexOf(taken.Field, tuple) is var index && index >= 0:
                Drop(call, tuple, parts, except: index);
                return AcquisitionOf(taken, tuple.TupleElements[index].Type, parts[index]) is { } read ? new[] { read } : Enumerable.Empty<Obligation>();
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } variable } }:
                Keep(call, tuple, parts, variable);
                break;
            case IExpressionStatementOperation when OwnershipAnalysis.IsLambdaBody(value):
                break;
            // _ = OpenAsync(path): a task that nobody awaits has no tuple yet.
            case IExpressionStatementOperation or ISimpleAssignmentOperation when value.Type is not { IsTupleType: true }:
                break;
            case IExpressionStatementOperation:
            case ISimpleAssignmentOperation { Target: IDiscardOperation, Parent: IExpressionStatementOperation }:
                Drop(call, tuple, parts, except: -1);
                break;
            default:
                break;
        }

        return Enumerable.Empty<Obligation>();
    }

    private IEnumerable<Obligation> Deconstructed(IOperation target, ImmutableArray<GivenPart> parts, INamedTypeSymbol tuple)
    {
        while (target is IDeclarationExpressionOperation declaration)
            target = declaration.Expression;
        if (target is not ITupleOperation targets || targets.Elements.Length != parts.Length)
            yield break;
        List<IOperation> elements = targets.Elements.Select(static element => element is IDeclarationExpressionOperation declared ? declared.Expression : element).ToList();
        for (int i = 0; i < parts.Length; i++)
        {
            GivenPart part = parts[i];
            if (IsTarget(elements[i]) && part.Tier != ResourceTier.None
                && AcquisitionOf(elements[i], tuple.TupleElements[i].Type, part with { MayBeNothing = part.MayBeNothing || elements.Exists(other => other != elements[i] && Decides(other)) }) is { } obligation)
            {
                yield return obligation;
            }
        }
    }

    // var (stream, status) = Open(path); if (status == 200) …: what the other element says may be about this one.
    private bool Decides(IOperation element) => element is ILocalReferenceOperation { Local: { } local } && _body.ReferencesTo(local).Any(static mention =>
    {
        for (SyntaxNode node = mention.Syntax; node.Parent is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax or SwitchStatementSyntax or IfStatementSyntax or WhileStatementSyntax or DoStatementSyntax; node = node.Parent)
        {
            bool isCondition = node.Parent switch
            {
                IfStatementSyntax choice => choice.Condition == node,
                WhileStatementSyntax loop => loop.Condition == node,
                DoStatementSyntax loop => loop.Condition == node,
                SwitchStatementSyntax choice => choice.Expression == node,
                ConditionalExpressionSyntax choice => choice.Condition == node,
                SwitchExpressionSyntax choice => choice.GoverningExpression == node,
                _ => false,
            };
            if (isCondition)
                return true;
        }

        return false;
    });

    private Obligation? AcquisitionOf(IOperation operation, ITypeSymbol type, GivenPart part) =>
        part.Tier != ResourceTier.None && _knowledge.Types.TraitsOf(type) is { Tier: not ResourceTier.None, IsScoped: false } traits
            ? new Obligation(new Acquisition(operation, type, traits, traits.IsTierConfigured ? traits.Tier : part.Tier, IsFace: false)) { MayBeNothing = part.MayBeNothing }
            : null;

    // Open(path); Open(path).Length
    private void Drop(IInvocationOperation call, INamedTypeSymbol tuple, ImmutableArray<GivenPart> parts, int except)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            if (i != except && AcquisitionOf(call, tuple.TupleElements[i].Type, parts[i]) is { Acquisition: var lost })
            {
                Findings.Add(new OwnershipFinding(FindingKind.Discarded, call, lost.ResourceType, lost.Traits, lost.Tier) { Consumer = new Discard(DiscardForm.Unused, call, Member: null) });
                return;
            }
        }
    }

    private void Keep(IInvocationOperation call, INamedTypeSymbol tuple, ImmutableArray<GivenPart> parts, ILocalSymbol variable)
    {
        Acquisition? first = null;
        var names = new List<string>();
        for (int i = 0; i < parts.Length; i++)
        {
            if (AcquisitionOf(call, tuple.TupleElements[i].Type, parts[i]) is not { Acquisition: var part } || ResourceFlow.OfPart(variable, i, _body, _knowledge, _session).IsDischarged)
                continue;
            first ??= part;
            names.Add(variable.Name + "." + tuple.TupleElements[i].Name);
        }

        if (first is not null)
        {
            Findings.Add(new OwnershipFinding(FindingKind.NeverReleased, call, first.ResourceType, first.Traits, first.Tier)
            {
                Place = string.Join("', '", names),
                Witness = variable.Locations.Where(static location => location.IsInSource).ToImmutableArray(),
            });
        }
    }

    /// <summary>The index of a tuple's field, by whichever of its names; -1 for other fields.</summary>
    public static int IndexOf(IFieldSymbol field, INamedTypeSymbol tuple)
    {
        // The same tuple has other fields where what is known about null differs.
        string plain = (field.CorrespondingTupleField ?? field).Name;
        for (int i = 0; i < tuple.TupleElements.Length; i++)
        {
            if (field.ContainingType.IsTupleType && (tuple.TupleElements[i].CorrespondingTupleField ?? tuple.TupleElements[i]).Name == plain)
                return i;
        }

        return -1;
    }

    private static IOperation Outermost(IOperation value)
    {
        while (value.Parent is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or IAwaitOperation
            || value.Parent is IInvocationOperation { TargetMethod: { } method } call && call.Instance == value && CallFacts.PassesThrough(method, value.Type))
        {
            value = value.Parent;
        }

        return value;
    }
}
