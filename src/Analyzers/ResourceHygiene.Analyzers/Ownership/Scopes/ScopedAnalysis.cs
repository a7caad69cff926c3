using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Scopes;

/// <summary>
/// The part of the engine that knows scopes. What is made where the body has one open owes nothing, and is asked other questions:
/// does it leave the scope, does it pile up in it? The rest is followed as any resource, and the findings about it
/// are put as its rules want them: by statement, and with a word on how much they cost there.
/// </summary>
internal sealed class ScopedAnalysis
{
    private readonly FlowBody _body;
    private readonly OwnershipKnowledge _knowledge;
    private readonly InferenceSession _session;
    private readonly AmbientScopes _scopes;

    private ScopedAnalysis(FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        _body = body;
        _knowledge = knowledge;
        _session = session;
        _scopes = AmbientScopes.In(body, knowledge.Types);
    }

    /// <summary>Null where the compilation knows nothing that belongs to scopes.</summary>
    public static ScopedAnalysis? Of(FlowBody body, OwnershipKnowledge knowledge, InferenceSession session) =>
        knowledge.Types.HasScoped ? new ScopedAnalysis(body, knowledge, session) : null;

    /// <summary>Takes what scopes own out of the obligations, adds what leaves its scope for nobody, and says what is wrong with the former.</summary>
    public List<OwnershipFinding> Settle(List<Obligation> obligations)
    {
        var owned = new List<(Acquisition Acquisition, AmbientScope Scope)>();
        obligations.RemoveAll(obligation =>
        {
            if (!obligation.Acquisition.Traits.IsScoped)
                return false;
            // What a scope hands over is its receiver's; as a statement it only lets go of what has another name here.
            if (obligation.Acquisition.Operation is IInvocationOperation { TargetMethod: { } method } call && ScopeMembers.LetsGo(method, _knowledge.Types))
                return call.Parent is IExpressionStatementOperation;
            if (!_scopes.Own(obligation.Acquisition.Operation))
                return false;
            if (_scopes.Around(obligation.Acquisition.Operation) is { } scope)
                owned.Add((obligation.Acquisition, scope));
            return true;
        });

        AddLeaving(obligations);
        var findings = new List<OwnershipFinding>();
        foreach ((Acquisition acquisition, AmbientScope scope) in owned)
        {
            if (ScopeEscapes.Find(acquisition, scope, _body, _knowledge, _session) is { } escape && !findings.Exists(known => known.At == escape.At))
                findings.Add(escape);
        }

        findings.AddRange(ScopeGrowth.Find(owned, _body, _knowledge, _session));
        findings.AddRange(ScopedParts.Find(_body, _scopes, _knowledge, _session));
        findings.AddRange(InPlaceUsings.Find(_body, _knowledge, _session));
        return findings;
    }

    /// <summary>Puts what was found about resources of scopes as their rules want it.</summary>
    public void Refine(List<OwnershipFinding> findings)
    {
        // What an exception costs, the garbage collector gets back.
        findings.RemoveAll(static finding => finding.Traits.IsScoped
            && finding.Kind is FindingKind.LeaksIfThrows or FindingKind.TemporaryLeaksIfThrows or FindingKind.HeldAcrossYield);
        findings.RemoveAll(finding => IsToldByUsing(finding, findings));
        var groups = new Dictionary<SyntaxNode, List<OwnershipFinding>>();
        for (int i = findings.Count - 1; i >= 0; i--)
        {
            OwnershipFinding finding = findings[i];
            if (!finding.Traits.IsScoped || finding.Kind >= FindingKind.ReleasedTwice)
                continue;
            if (finding is { Kind: FindingKind.Discarded, Consumer.Form: not DiscardForm.Unused } && !ScopeMembers.IsLeaving(finding.Site))
            {
                findings.RemoveAt(i);
                SyntaxNode statement = StatementOf(finding.Site.Syntax);
                if (!groups.TryGetValue(statement, out List<OwnershipFinding>? group))
                    groups.Add(statement, group = new List<OwnershipFinding>());
                group.Add(finding);
            }
            else
            {
                findings[i] = finding with { IsHot = ScopedContext.IsHot(finding.Site) };
            }
        }

        findings.AddRange(groups.Values.Select(OfStatement));
        MergeInForward(findings);
    }

    // What the body itself takes out of its scope: where the body has no outer one, only somebody else's could own it.
    private void AddLeaving(List<Obligation> obligations)
    {
        foreach (IInvocationOperation call in _body.Operations.OfType<IInvocationOperation>())
        {
            if (call.Parent is IExpressionStatementOperation || _knowledge.Types.TraitsOf(call.Type) is not { IsScoped: true } traits || !IsLeaving(call) || ScopeMembers.LeavingBy(call) is not { } taken)
                continue;
            obligations.RemoveAll(inner => inner.Acquisition.Operation == taken || inner.Acquisition.Operation == call);
            obligations.Add(new Obligation(new Acquisition(call, call.Type!, traits, traits.Tier, IsFace: false)));
        }
    }

    private bool IsLeaving(IInvocationOperation call) => ScopeMembers.IsDetach(call.TargetMethod)
        || (ScopeMembers.IsMove(call.TargetMethod) && ScopedContext.IsHot(call) && _scopes.Around(call) is { } scope && _scopes.Around(scope) is null);

    // The use after the release that the using on an in-place call makes.
    private static bool IsToldByUsing(OwnershipFinding finding, List<OwnershipFinding> findings) =>
        finding.Kind >= FindingKind.ReleasedTwice && finding.Traits.IsScoped && findings.Exists(known =>
            known.Kind == FindingKind.UsingOnReceiver && (known.Place == finding.Place || known.Decision == finding.Place));

    private OwnershipFinding OfStatement(List<OwnershipFinding> group)
    {
        // In the order in which they are made.
        group.Sort(static (left, right) => left.Site.Syntax.Span.End.CompareTo(right.Site.Syntax.Span.End));
        OwnershipFinding outermost = group.OrderByDescending(finding => group.Count(other => finding.Site.Syntax.Span.Contains(other.Site.Syntax.Span))).First();
        return outermost with
        {
            Kind = FindingKind.IntermediatesLost,
            Decision = string.Join("', '", group.Select(static finding => NameOf(finding.Site))),
            Count = group.Count,
            IsHot = group.Exists(static finding => ScopedContext.IsHot(finding.Site)),
            Witness = group.Select(static finding => finding.Site.Syntax.GetLocation()).ToImmutableArray(),
        };
    }

    // Whoever calls a model holds the scope for what it makes: one hint is enough.
    private static void MergeInForward(List<OwnershipFinding> findings)
    {
        var forwards = findings.Where(static finding => IsLeak(finding) && !finding.IsHot)
            .Select(static finding => (Finding: finding, Method: ScopedContext.ForwardOf(finding.Site)))
            .Where(static pair => pair.Method is not null)
            .GroupBy(static pair => pair.Method!, static pair => pair.Finding, (IEqualityComparer<IMethodSymbol>)SymbolEqualityComparer.Default)
            .ToList();
        foreach (IGrouping<IMethodSymbol, OwnershipFinding> forward in forwards)
        {
            List<OwnershipFinding> all = forward.OrderBy(static finding => finding.Site.Syntax.SpanStart).ToList();
            findings.RemoveAll(all.Contains);
            findings.Add(all[0] with
            {
                Kind = FindingKind.LeftToCaller,
                At = forward.Key.Locations.FirstOrDefault(static location => location.IsInSource),
                Place = null,
                Member = forward.Key.Name,
                Count = all.Sum(static finding => finding.Count),
                Witness = all.SelectMany(static finding => finding.Kind == FindingKind.IntermediatesLost ? finding.Witness : ImmutableArray.Create(finding.Site.Syntax.GetLocation())).ToImmutableArray(),
            });
        }
    }

    private static bool IsLeak(OwnershipFinding finding) => finding.Traits.IsScoped && finding.Kind is FindingKind.NeverReleased or FindingKind.NotReleasedOnSomePath
        or FindingKind.Overwritten or FindingKind.Discarded or FindingKind.CollectionNotReleased or FindingKind.IntermediatesLost or FindingKind.PartsDropped;

    private static SyntaxNode StatementOf(SyntaxNode node)
    {
        for (SyntaxNode? current = node; current is not null; current = current.Parent)
        {
            if (current is StatementSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax }
                || current.Parent is AnonymousFunctionExpressionSyntax lambda && lambda.ExpressionBody == current)
            {
                return current;
            }
        }

        return node;
    }

    /// <summary>What a reader calls what makes a resource: the name of a method or property, the sign of an operator.</summary>
    public static string NameOf(IOperation site) => site switch
    {
        IInvocationOperation call => call.TargetMethod.Name,
        IObjectCreationOperation creation => CallFacts.DisplayName(creation.Constructor!),
        IPropertyReferenceOperation { Arguments.Length: > 0 } => "[]",
        IPropertyReferenceOperation property => property.Property.Name,
        _ => ScopedUses.NameOf(site),
    };
}
