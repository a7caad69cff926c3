using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Resources that an iterator releases itself, but not when whoever enumerates stops at a <c>yield return</c>: then only the
/// finally blocks around it are run. A question of regions and not of paths.
/// </summary>
internal static class YieldLeaks
{
    public static IEnumerable<OwnershipFinding> Find(IEnumerable<Obligation> obligations, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        List<IOperation>? yields = null;
        foreach (Obligation obligation in obligations)
        {
            // Only what this body releases, and nobody else gets to see.
            if (obligation.IsSettled || obligation.IsUsedAtOnce || obligation.Fate is not { IsReleased: true, IsReturned: false, Escapes: false, IsTaken: false, Places: [ILocalSymbol place] })
                continue;
            yields ??= body.Operations.Where(static operation => operation.Kind == OperationKind.YieldReturn).ToList();
            if (yields.Count == 0)
                yield break;
            if (yields.Find(stop => IsHeldAt(stop, obligation.Acquisition.Operation, place, body, knowledge, session)) is not { } lost)
                continue;
            Acquisition acquisition = obligation.Acquisition;
            yield return new OwnershipFinding(FindingKind.HeldAcrossYield, acquisition.Operation, acquisition.ResourceType, acquisition.Traits, obligation.Tier)
            {
                Place = place.Name,
                ReleasedBy = ReleasesOf(place, body, knowledge, session).Select(NameOfRelease).Distinct(StringComparer.Ordinal).ToImmutableArray(),
                Witness = ImmutableArray.Create(lost.Syntax.GetLocation()),
            };
        }
    }

    private static bool IsHeldAt(IOperation stop, IOperation acquisition, ILocalSymbol place, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        // Within one function, after the acquisition, in the variable's scope, and released only later.
        SyntaxNode? scope = place.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax().FirstAncestorOrSelf<StatementSyntax>()?.Parent;
        if (scope is null || !scope.Span.Contains(stop.Syntax.Span) || stop.Syntax.SpanStart < acquisition.Syntax.Span.End
            || !SymbolEqualityComparer.Default.Equals(FlowBody.EnclosingFunction(stop), FlowBody.EnclosingFunction(acquisition)))
        {
            return false;
        }

        List<IOperation> releases = ReleasesOf(place, body, knowledge, session).ToList();
        return releases.Count > 0
            && !IsUsingsVariable(place, body)
            && !IsProtected(stop.Syntax, place)
            && !releases.Exists(release => ComesBefore(release.Syntax, stop.Syntax) && release.Syntax.SpanStart > acquisition.Syntax.SpanStart);
    }

    private static IEnumerable<IOperation> ReleasesOf(ILocalSymbol place, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session) =>
        body.ReferencesTo(place).Where(mention => IsReleaseOf(mention, knowledge, session));

    private static string NameOfRelease(IOperation mention)
    {
        IOperation? current = mention;
        while (current is not null and not IInvocationOperation and not IConditionalAccessOperation)
            current = current.Parent;
        return current switch
        {
            IInvocationOperation call => call.TargetMethod.Name,
            IConditionalAccessOperation { WhenNotNull: IInvocationOperation call } => call.TargetMethod.Name,
            _ => "",
        };
    }

    private static bool IsReleaseOf(IOperation mention, OwnershipKnowledge knowledge, InferenceSession session)
    {
        IOperation current = mention;
        while (current.Parent is IConversionOperation)
            current = current.Parent;
        return current.Parent switch
        {
            IInvocationOperation call when call.Instance == current => Releases(call),
            IConditionalAccessOperation { WhenNotNull: IInvocationOperation call } access when access.Operation == current => Releases(call),
            IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation call } =>
                CallFacts.RoleOf(parameter, knowledge.ContractOf(call.TargetMethod, session), call.Arguments) != ParameterRole.Borrowed,
            IArgumentOperation => true,
            _ => false,
        };

        bool Releases(IInvocationOperation call) => CallFacts.IsRelease(call.TargetMethod, knowledge.Types.TraitsOf(mention.Type))
            || CallFacts.ReceiverRoleOf(knowledge.ContractOf(call.TargetMethod, session), call.Arguments) is ParameterRole.Released or ParameterRole.MayBeReleased;
    }

    // using (x), or a declaration with using.
    private static bool IsUsingsVariable(ILocalSymbol place, FlowBody body) =>
        place.IsUsing
        || body.ReferencesTo(place).Any(static mention =>
        {
            IOperation current = mention;
            while (current.Parent is IConversionOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
                current = current.Parent;
            return current.Parent is IUsingOperation or IVariableInitializerOperation;
        });

    // A finally that speaks of the variable releases it, whatever it asks first.
    private static bool IsProtected(SyntaxNode stop, ILocalSymbol place) => stop.Ancestors().OfType<TryStatementSyntax>()
        .Any(attempt => attempt.Finally is { } cleanup && attempt.Block.Span.Contains(stop.Span)
            && cleanup.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == place.Name));

    // A release in a block that the stop is in as well has happened by then; one in a finally has when its try is over.
    private static bool ComesBefore(SyntaxNode release, SyntaxNode stop)
    {
        StatementSyntax? statement = release.FirstAncestorOrSelf<StatementSyntax>();
        while (statement?.FirstAncestorOrSelf<FinallyClauseSyntax>() is { Parent: TryStatementSyntax attempt } && !attempt.Span.Contains(stop.Span))
            statement = attempt;
        return statement is { Parent: BlockSyntax block } && statement.Span.End <= stop.SpanStart && block.Span.Contains(stop.Span);
    }
}
