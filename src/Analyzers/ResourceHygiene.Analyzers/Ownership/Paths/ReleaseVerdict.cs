using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>Turns what happened to one variable after its release into findings.</summary>
internal sealed class ReleaseVerdict
{
    private readonly ReleaseWalk _walk;
    private readonly Place _variable;
    private readonly ResourceTraits _traits;
    private readonly bool _isComplete;

    // IDisposable promises that a second release does nothing; what is freed or returned to a pool promises no such thing.
    private readonly bool _isHarmful;
    private readonly bool _isUntyped;
    private readonly Func<IOperation, string?> _familyOf;

    public ReleaseVerdict(ReleaseWalk walk, Place variable, ResourceTraits? traits, Func<IOperation, string?> familyOf, bool isComplete)
    {
        _familyOf = familyOf;
        _walk = walk;
        _variable = variable;
        _isUntyped = traits is null;
        _isHarmful = traits is null or { IsOnce: true } or { HasDispose: false, HasDisposeAsync: false };
        _traits = traits ?? new ResourceTraits(ResourceTier.Normal);
        _isComplete = isComplete;
    }

    /// <summary>False where nothing that was met is a finding on any path: a using after a release of what may be released twice.</summary>
    public bool MayFindAnything => _walk.Misuses.Any(misuse => misuse.Kind != MisuseKind.Release || _isHarmful || !misuse.Operation.IsImplicit);

    public IEnumerable<OwnershipFinding> Findings()
    {
        var told = new HashSet<IOperation>();
        foreach (Misuse misuse in _walk.Misuses.OrderBy(static misuse => misuse.Operation.Syntax.SpanStart))
        {
            // With paths left out, nothing is known to hold on every path.
            if ((_isComplete || !misuse.IsFineOnSomePath) && !IsReleasedInTheEnd(misuse) && ToFinding(misuse) is { } finding
                // A buffer that went back too early is used by all that follows: the first use says it.
                && (finding.Kind != FindingKind.UsedAfterRelease || finding.Traits.Family is null || told.Add(misuse.Releaser!)))
            {
                yield return finding;
            }
        }
    }

    // if (i == count - 1) stream.Dispose(): no round comes after that one.
    // if (i == 3) stream.Dispose(): that release does not come again.
    private static bool IsReleasedInTheEnd(Misuse misuse) => misuse.IsFineOnSomePath
        && (CountedRounds.IsLast(misuse.Releaser!.Syntax)
            || (misuse.Kind == MisuseKind.Release && misuse.Operation.Syntax == misuse.Releaser.Syntax && CountedRounds.HasOne(misuse.Operation.Syntax, declaration: null)));

    private OwnershipFinding? ToFinding(Misuse misuse)
    {
        IOperation releaser = misuse.Releaser!;
        return misuse.Kind switch
        {
            MisuseKind.Release => OfRelease(misuse, releaser),
            MisuseKind.Use => New(misuse.IsFineOnSomePath ? FindingKind.PossiblyUsedAfterRelease : FindingKind.UsedAfterRelease, misuse.Operation, releaser),
            MisuseKind.ViewUse or MisuseKind.ViewHandOut => misuse.IsFineOnSomePath || IsManagedMemory(misuse.Operation.Type) ? null : New(FindingKind.ViewUsedAfterRelease, misuse.Operation, releaser) with
            {
                Place = _variable.Name,
                IsHandedOn = misuse.Kind == MisuseKind.ViewHandOut,
                Decision = OwnershipFinding.QuoteMark,
                Quoted = misuse.Operation.Syntax.ToString(),
            },
            _ => New(FindingKind.ReleasedAndHandedOut, misuse.Operation, releaser) with
            {
                Place = _variable.Name,
                Decision = misuse.Operation is IMemberReferenceOperation ? $"stored in '{OwnershipFinding.QuoteMark}'"
                    : misuse.Operation is IParameterReferenceOperation ? $"passed out in '{OwnershipFinding.QuoteMark}'" : "returned",
                Quoted = misuse.Operation is IMemberReferenceOperation stored ? stored.Member.Name : (misuse.Operation as IParameterReferenceOperation)?.Parameter.Name,
                At = HandedOutAt(misuse.Operation),
            },
        };
    }

    // Memory that came out of a stream is an array, of the stream or of whoever read it: the collector keeps it. A stream in source
    // may have it from a pool.
    private bool IsManagedMemory(ITypeSymbol? view)
    {
        if (view is not { Name: "Memory" or "ReadOnlyMemory" or "Span" or "ReadOnlySpan" or "ArraySegment" })
            return false;
        for (ITypeSymbol? type = _variable.Type; type is not null; type = type.BaseType)
        {
            if (!type.DeclaringSyntaxReferences.IsEmpty || type.Name is "UnmanagedMemoryStream" or "RecyclableMemoryStream")
                return false;
            if (type is { Name: "Stream", ContainingNamespace.Name: "IO" })
                return true;
        }

        return false;
    }

    // IDisposable allows a second Dispose; a using, and code that cleans up, rely on that.
    private OwnershipFinding? OfRelease(Misuse misuse, IOperation releaser)
    {
        bool isHarmful = _isHarmful && !(_isUntyped && IsDispose(misuse.Operation) && IsDispose(releaser));
        if (!isHarmful && (misuse.Operation.IsImplicit || CleansUpAfter(misuse.Operation.Syntax, releaser.Syntax)))
            return null;
        IOperation second = misuse.Operation.IsImplicit ? releaser : misuse.Operation;
        IOperation first = misuse.Operation.IsImplicit ? misuse.Operation : releaser;
        return second.IsImplicit ? null : New(misuse.IsFineOnSomePath ? FindingKind.PossiblyReleasedTwice : FindingKind.ReleasedTwice, second, first) with
        {
            Place = _walk.NameOf(misuse.Place) ?? _variable.Name,
        };
    }

    // (thing as IDisposable)?.Dispose(): what the variable's type does not say, the call does.
    private static bool IsDispose(IOperation release) =>
        release is IUsingOperation or IUsingDeclarationOperation or IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync" };

    private static bool CleansUpAfter(SyntaxNode second, SyntaxNode first) =>
        second.Ancestors().FirstOrDefault(static ancestor => ancestor is FinallyClauseSyntax or CatchClauseSyntax) is { } cleanUp && !cleanUp.Span.Contains(first.Span);

    // A store is reported at what is stored.
    private static Location HandedOutAt(IOperation operation) =>
        operation.Syntax.Parent is AssignmentExpressionSyntax assignment && assignment.Left == operation.Syntax
            ? assignment.Right.GetLocation()
            : operation.Syntax.GetLocation();

    /// <summary>What a reader calls a release; one that nobody wrote belongs to a <c>using</c>.</summary>
    public static string NameOf(IOperation releaser) => releaser.IsImplicit ? "using" : Witness.NameOf(releaser);

    private OwnershipFinding New(FindingKind kind, IOperation at, IOperation releaser) =>
        new(kind, at, _variable.Type!, _isUntyped ? _traits with { Family = _familyOf(releaser) } : _traits, _traits.Tier)
        {
            At = at.Syntax.GetLocation(),
            Place = at.Syntax.ToString(),
            Member = NameOf(releaser),
            Witness = ImmutableArray.Create(releaser.Syntax.GetLocation()),
            IsHarmful = _isHarmful && !(_isUntyped && IsDispose(releaser)),
        };
}
