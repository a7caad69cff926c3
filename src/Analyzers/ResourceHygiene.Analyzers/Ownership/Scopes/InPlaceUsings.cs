using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Scopes;

/// <summary>
/// <c>using var y = x.add_(1)</c>: the call returns the object that it was made on, so the using releases <c>x</c>. Reported where
/// somebody still has <c>x</c>: it came from outside, it is read afterwards, or another round of a loop has it again.
/// </summary>
internal static class InPlaceUsings
{
    public static IEnumerable<OwnershipFinding> Find(FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        foreach (IOperation operation in body.Operations)
        {
            (IOperation? value, ISymbol? variable, SyntaxNode? end) = operation switch
            {
                IVariableDeclaratorOperation { Parent.Parent.Parent: IUsingDeclarationOperation or IUsingOperation } declarator => (declarator.GetVariableInitializer()?.Value, declarator.Symbol, (declarator.Parent!.Parent!.Parent as IUsingOperation)?.Syntax),
                IUsingOperation { Resources: not IVariableDeclarationGroupOperation } statement => (statement.Resources, (ISymbol?)null, statement.Syntax),
                _ => default,
            };
            if (value is not null && Bare(value) is IInvocationOperation call && knowledge.Types.TraitsOf(call.Type) is { IsScoped: true } traits
                && RootOf(call, knowledge, session) is { } root && IsStillNeeded(root, call, end, body))
            {
                yield return new OwnershipFinding(FindingKind.UsingOnReceiver, call, call.Type!, traits, traits.Tier)
                {
                    Place = root.Syntax.ToString(),
                    Member = call.TargetMethod.Name,
                    Decision = variable?.Name,
                    Witness = ImmutableArray.Create(root.Syntax.GetLocation()),
                };
            }
        }
    }

    // What the using really gets; null where that is something of its own.
    private static IOperation? RootOf(IInvocationOperation call, OwnershipKnowledge knowledge, InferenceSession session)
    {
        IOperation current = call;
        while (Bare(current) is IInvocationOperation { Instance: { } instance } link)
        {
            if (CallFacts.ReceiverRoleOf(knowledge.ContractOf(link.TargetMethod, session), link.Arguments) != ParameterRole.Aliased)
                return null;
            current = instance;
        }

        return Bare(current) is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation
            or IPropertyReferenceOperation { Arguments.Length: 0, Instance: null or IInstanceReferenceOperation } ? Bare(current) : null;
    }

    private static bool IsStillNeeded(IOperation root, IOperation call, SyntaxNode? end, FlowBody body)
    {
        // A property that makes a new handle is no place.
        if (root is not ILocalReferenceOperation { Local: { } local })
            return true;
        ILoopOperation? loop = ScopedContext.LoopAround(call);
        return (loop is not null && !local.DeclaringSyntaxReferences.Any(reference => loop.Syntax.Span.Contains(reference.Span)))
            || body.ReferencesTo(local).Any(mention => mention.Syntax.SpanStart > (end ?? call.Syntax).Span.End && !IsEndOf(mention));
    }

    // A second Dispose does nothing.
    private static bool IsEndOf(IOperation mention) =>
        mention.Parent is IInvocationOperation { TargetMethod: { } method } call && call.Instance == mention && CallFacts.IsDispose(method)
        || mention.Parent is ISimpleAssignmentOperation assignment && assignment.Target == mention;

    private static IOperation Bare(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null, Operand: { } operand })
            value = operand;
        return value;
    }
}
