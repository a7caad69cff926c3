using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership.Paths;
using ResourceHygiene.Analyzers.Ownership.Scopes;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// The engine's edge: one body in, what is wrong in it out. A pure function of the body and of <see cref="OwnershipKnowledge"/>.
/// What no path discharges needs no graph to be seen; paths are walked only where something is discharged somewhere.
/// </summary>
internal static class OwnershipAnalysis
{
    /// <param name="blocks">The operation blocks of one member.</param>
    /// <param name="graphOf">Makes, or remembers, the control-flow graph of a block.</param>
    /// <param name="knowledge">What is known about types and methods.</param>
    /// <param name="cancellation">Stops the analysis.</param>
    public static ImmutableArray<OwnershipFinding> Analyze(
        ImmutableArray<IOperation> blocks, Func<IOperation, ControlFlowGraph> graphOf, OwnershipKnowledge knowledge, CancellationToken cancellation) =>
        Analyze(blocks, graphOf, knowledge, new InferenceSession(cancellation));

    /// <inheritdoc cref="Analyze(ImmutableArray{IOperation}, Func{IOperation, ControlFlowGraph}, OwnershipKnowledge, CancellationToken)"/>
    internal static ImmutableArray<OwnershipFinding> Analyze(
        ImmutableArray<IOperation> blocks, Func<IOperation, ControlFlowGraph> graphOf, OwnershipKnowledge knowledge, InferenceSession session)
    {
        AnalysisCounters.CountBody();
        var body = new FlowBody(blocks);

        // Most bodies acquire nothing and end here.
        var obligations = new List<Obligation>();
        List<IInvocationOperation>? entering = null;
        List<Acquisition>? given = null;
        List<Acquisition>? filled = null;
        TakenParts? taken = null;
        List<OwnershipFinding>? dropped = null;
        var releases = new ReleasedVariables(body, knowledge, session);
        foreach (IOperation operation in body.Operations)
        {
            if (operation is IInvocationOperation { TargetMethod: { } method } call && knowledge.Declared.EntersLock(method.OriginalDefinition))
                (entering ??= new()).Add(call);
            else if ((Acquisition.TryCreate(operation, knowledge, session) ?? TakenElements.TryCreate(operation, knowledge, session)) is { } acquisition)
                obligations.Add(new Obligation(acquisition));
            else if (operation is IInvocationOperation remover && DroppedElements.Find(remover, body, knowledge, session) is { } lost)
                (dropped ??= new()).Add(lost);
            else if (operation is IInvocationOperation { Type: { } tuple } maker && GivenParts.TupleOf(tuple, knowledge.Types) is not null)
                obligations.AddRange((taken ??= new TakenParts(body, knowledge, session)).In(maker));
            else if (operation is IInvocationOperation giver && knowledge.GivenElements.Of(giver, body, session) is { } elements)
                (given ??= new()).Add(elements);
            else if (operation is IInvocationOperation filler)
                (filled ??= new()).AddRange(knowledge.GivenElements.FilledBy(filler, session));
            releases.Collect(operation);
        }

        ScopedAnalysis? scoped = ScopedAnalysis.Of(body, knowledge, session);
        List<OwnershipFinding> aboutScopes = scoped?.Settle(obligations) ?? new();
        List<Obligation> locks = entering is null ? new() : HeldLocks.Find(entering, body, knowledge, session).ToList();
        List<OwnershipFinding> aboutLocks = entering is null ? new() : HeldLocks.LeftAsAnother(entering, body, knowledge, session).ToList();
        if (obligations.Count == 0 && locks.Count == 0 && aboutLocks.Count == 0 && aboutScopes.Count == 0 && releases.IsEmpty && given is null && dropped is null && taken is not { Findings.Count: > 0 } && filled is not { Count: > 0 })
            return ImmutableArray<OwnershipFinding>.Empty;

        AnalysisCounters.CountAcquiring();
        foreach (Obligation obligation in obligations)
            obligation.Fate = ResourceFlow.OfValue(obligation.Acquisition.Operation, body, knowledge, session);
        JoinFaces(obligations);
        JoinSiblings(obligations);
        var paths = new PathAnalysis(blocks, graphOf, body, knowledge, session);
        foreach (Obligation obligation in obligations.Where(obligation => obligation.IsDue && EndlessLoops.IsBefore(obligation.Acquisition.Operation, body)))
            obligation.IsSettled = !paths.IsEverLost(obligation);
        List<OwnershipFinding> findings = obligations.Select(obligation => ToFinding(obligation, knowledge, session)).OfType<OwnershipFinding>().ToList();
        findings.AddRange(RawFields.Find(obligations));
        Acquisition[] typed = obligations.Where(static obligation => obligation.Acquisition.Traits.Family is null).Select(static obligation => obligation.Acquisition).ToArray();
        findings.AddRange(aboutLocks);
        if (taken is not null)
            findings.AddRange(taken.Findings);
        if (dropped is not null)
            findings.AddRange(dropped);
        findings.AddRange(TemporaryLeaks.Find(typed.Where(static acquisition => !TakenParts.IsTarget(acquisition.Operation)), findings.ToArray(), knowledge, session));
        findings.AddRange(CollectionLeaks.Find(typed, filled, body, knowledge, session));
        if (given is not null)
            findings.AddRange(CollectionLeaks.OfCalls(given, body, knowledge, session));
        obligations.AddRange(locks);
        // A path is deleted somewhere or nowhere: which way it takes there is more than its text shows.
        obligations.RemoveAll(static obligation => obligation.MayBeNothing || obligation.Acquisition.Traits.Family is { } family && RawFamilies.KindOf(family) == RawKind.Temp);
        findings.AddRange(paths.Run(obligations, releases));
        KeepOnePerAcquisition(findings);
        findings.AddRange(ThreadBoundLocks.Find(locks, body, knowledge, session));
        AddYieldLeaks(findings, YieldLeaks.Find(obligations, body, knowledge, session));
        findings.AddRange(aboutScopes);
        scoped?.Refine(findings);
        return findings.ToImmutableArray();
    }

    // What is lost if a call throws is lost once, be it before a variable holds it or after.
    private static void KeepOnePerAcquisition(List<OwnershipFinding> findings)
    {
        if (!findings.Exists(static finding => finding.Kind == FindingKind.TemporaryLeaksIfThrows))
            return;
        var followed = new HashSet<IOperation>(findings
            .Where(static finding => finding.Kind is FindingKind.NotReleasedOnSomePath or FindingKind.LeaksIfThrows)
            .Select(static finding => finding.Site));
        findings.RemoveAll(finding => finding.Kind == FindingKind.TemporaryLeaksIfThrows && followed.Contains(finding.Site));
    }

    // What any stop of the enumeration loses, an exception loses as well: one report for both.
    private static void AddYieldLeaks(List<OwnershipFinding> findings, IEnumerable<OwnershipFinding> leaks)
    {
        foreach (OwnershipFinding leak in leaks)
        {
            if (findings.Exists(finding => finding.Site == leak.Site && finding.Kind is not (FindingKind.LeaksIfThrows or FindingKind.BudgetExceeded)))
                continue;
            findings.RemoveAll(finding => finding.Site == leak.Site && finding.Kind == FindingKind.LeaksIfThrows);
            findings.Add(leak);
        }
    }

    // new StreamReader(File.OpenRead(p)) acquires twice but owes one release: of the reader if something holds it,
    // since that releases the stream as well, else of the stream.
    private static void JoinFaces(List<Obligation> obligations)
    {
        foreach (Obligation outer in obligations)
        {
            List<Obligation> wrapped = obligations.FindAll(inner => inner != outer && inner.Fate.Faces.Contains(outer.Acquisition.Operation));
            if (outer.Acquisition.IsFace && (wrapped.Count == 0 || wrapped.Exists(static inner => inner.Fate.IsDischarged)))
            {
                outer.IsSettled = true;
                continue;
            }

            foreach (Obligation inner in wrapped.Where(inner => !inner.IsDue && !outer.IsDue))
                inner.IsSettled = true;
            foreach (Obligation inner in wrapped.Where(inner => inner.IsDue && outer.IsDue))
            {
                bool outerSpeaks = outer.Fate.Places.Count > 0 || inner.Fate.Places.Count == 0;
                outer.Tier = inner.Tier = (ResourceTier)Math.Max((int)outer.Tier, (int)inner.Tier);
                (outerSpeaks ? inner : outer).IsSettled = true;
            }
        }
    }

    // Open(path, out stream, out writer): the writer is around the stream, and one of the two is enough.
    private static void JoinSiblings(List<Obligation> obligations)
    {
        foreach (IGrouping<IOperation?, Obligation> siblings in obligations.Where(static obligation => obligation.Acquisition.Operation is IArgumentOperation && IsStreamOrAround(obligation.Acquisition.ResourceType))
            .GroupBy(static obligation => obligation.Acquisition.Operation.Parent))
        {
            // Two of the same type are two ends of a pipe rather than one around the other.
            foreach (Obligation due in siblings.Where(static sibling => sibling.IsDue))
                due.IsSettled |= siblings.Any(other => other.Fate.IsDischarged && !SymbolEqualityComparer.Default.Equals(other.Acquisition.ResourceType, due.Acquisition.ResourceType));
        }
    }

    private static bool IsStreamOrAround(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current is { Name: "Stream" or "TextReader" or "TextWriter" or "BinaryReader" or "BinaryWriter", ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } })
                return true;
        }

        return false;
    }

    private static OwnershipFinding? ToFinding(Obligation obligation, OwnershipKnowledge knowledge, InferenceSession session)
    {
        ResourceFate fate = obligation.Fate;
        Acquisition acquisition = obligation.Acquisition;
        if (!obligation.IsDue || RawFamilies.MayBeKept(acquisition.Traits.Family) || IsExpectedToThrow(acquisition.Operation))
            return null;
        if (fate.Places.Count > 0)
        {
            // A task that is never awaited holds no resource yet.
            ISymbol? place = fate.Places.Find(place => IsHolder(place, acquisition));
            return place is null ? null : Finding(FindingKind.NeverReleased, place, consumer: null, LocationsOf(place));
        }

        if (fate.Discards.Count == 0)
            return null;
        Discard discard = fate.Discards[0];
        if (discard.Form == DiscardForm.Unused && (IsLambdaBody(discard.Operation) || RegistersItself(acquisition.Operation) || ScopeStructs.MayBeDropped(acquisition.ResourceType, discard.Operation)
            || IsIgnoredTimer(acquisition.Operation) || OwnRegistrations.MayBeDropped(acquisition.Operation, knowledge, session)))
            return null;
        return Finding(FindingKind.Discarded, place: null, discard, ImmutableArray.Create(discard.Operation.Syntax.GetLocation()));

        OwnershipFinding Finding(FindingKind kind, ISymbol? place, Discard? consumer, ImmutableArray<Location> witness) =>
            new(kind, acquisition.Operation, acquisition.ResourceType, acquisition.Traits, obligation.Tier)
            {
                Place = place is not null && TypeOf(place) is { IsTupleType: true } ? fate.Part ?? place.Name : place?.Name,
                Consumer = consumer,
                Witness = witness,
            };
    }

    private static bool IsHolder(ISymbol place, Acquisition acquisition) =>
        TypeOf(place) is not INamedTypeSymbol { ContainingNamespace.Name: "Tasks" or "CompilerServices" }
        || SymbolEqualityComparer.Default.Equals(TypeOf(place), acquisition.ResourceType);

    private static ITypeSymbol? TypeOf(ISymbol place) => place is ILocalSymbol local ? local.Type : (place as IParameterSymbol)?.Type;

    private static ImmutableArray<Location> LocationsOf(ISymbol place) =>
        place.Locations.Where(static location => location.IsInSource).ToImmutableArray();

    // Assert.Throws(() => new Thing(null)): nothing comes into being that could be released.
    internal static bool IsExpectedToThrow(IOperation operation)
    {
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            if (current is not IAnonymousFunctionOperation lambda)
                continue;
            IOperation? user = lambda.Parent;
            while (user is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
                user = user.Parent;
            if (user is IInvocationOperation { TargetMethod.Name: { } name }
                && (name.IndexOf("Throw", StringComparison.Ordinal) >= 0 || name.IndexOf("Exception", StringComparison.Ordinal) >= 0))
            {
                return true;
            }
        }

        return false;
    }

    // () => new Thing() as an Action: often an overload choice, and in tests a constructor that is meant to fail.
    internal static bool IsLambdaBody(IOperation operation) =>
        operation.Parent is IExpressionStatementOperation { Syntax: ExpressionSyntax, Parent: IBlockOperation { Parent: IAnonymousFunctionOperation } };

    // What an ignored timer does is more than leak; it has a rule of its own, RH6006.
    private static bool IsIgnoredTimer(IOperation operation) => operation switch
    {
        IObjectCreationOperation { Constructor: { } constructor } => Subscriptions.IsTimer(constructor),
        IInvocationOperation { TargetMethod: { } method } => Subscriptions.IsTimer(method),
        _ => false,
    };

    // new Child(this): the usual shape of objects that enter themselves into a tree.
    private static bool RegistersItself(IOperation operation) =>
        operation is IObjectCreationOperation creation && creation.Arguments.Any(static argument => argument.Value is IInstanceReferenceOperation or IConversionOperation { Operand: IInstanceReferenceOperation });
}
