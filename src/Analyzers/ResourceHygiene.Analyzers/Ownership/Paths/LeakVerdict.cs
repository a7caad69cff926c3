using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>Turns what a walk lost into at most one finding about the acquisition.</summary>
internal sealed class LeakVerdict
{
    private readonly Obligation _obligation;
    private readonly LeakWalk _walk;
    private readonly LoweredGraph _graph;
    private readonly List<Loss> _losses;

    public LeakVerdict(Obligation obligation, LeakWalk walk, LoweredGraph graph)
    {
        _obligation = obligation;
        _walk = walk;
        _graph = graph;
        SyntaxNode? declaration = obligation.Fate.Places[0].DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        bool endsInLastRound = walk.Releases.Exists(release => CountedRounds.HasOne(release.Syntax, declaration) && CountedRounds.IsLast(release.Syntax));
        bool isLock = obligation.Acquisition.Traits.Family?.StartsWith("lock.", StringComparison.Ordinal) == true;
        _losses = walk.Losses.FindAll(loss => !IsOfOtherRound(loss, endsInLastRound) && !(isLock && IsAtEnd(loss)));
    }

    /// <summary>Its variable gets other values as well, and one of those is what the graph lets out of sight.</summary>
    public bool IsOtherLetOut { get; init; }

    public OwnershipFinding? Finding
    {
        get
        {
            // What the operations show to be let out of sight, and the graph does not, was not understood.
            if (_obligation.Fate.Escapes && !_walk.HasEscaped && !_walk.IsDischarged && !IsOtherLetOut)
                return null;
            return Overwritten() ?? (_walk.IsDischarged ? OnSomePath() ?? IfThrown() : IsKnownToBeOwed ? OnSomePath(isPlain: true) : OnEveryPath());
        }
    }

    // if (i == 3) stream = File.OpenRead(path): that happens once, and so does if (i == count - 1) stream.Dispose().
    private static bool IsOfOtherRound(Loss loss, bool endsInLastRound) => loss.Kind switch
    {
        LossKind.Overwritten => loss.At is ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var variable, ..] } && CountedRounds.SetsOnce(loss.At.Syntax, variable.GetSyntax()),
        LossKind.OutOfScope => endsInLastRound && loss.Thrower is null,
        _ => false,
    };

    // finally { if (!_isDisposed) _gate.Release(); }: the lock goes with its object, and whoever asks like that knows.
    private bool IsAtEnd(Loss loss) =>
        _walk.Releases.Exists(static release => EndQuestions.Around(release) is not null)
        && new Witness(loss, _graph, _obligation.Fate.Places[0]).Deciding is { Condition: { } condition, Outcome: var outcome } && EndQuestions.IsOver(condition, outcome)
        && _walk.Releases.Exists(release => EndQuestions.Around(release) is { } question && question.Span.Contains(condition.Syntax.Span));

    /// <summary>Releases by methods that are meant for something else.</summary>
    public IEnumerable<OwnershipFinding> ReleasedByOthers() => _walk.WrongReleases.Select(release => New(_obligation, FindingKind.ReleasedByOther) with
    {
        At = release.Syntax.GetLocation(),
        Member = RawFamilies.NameOf(release),
        Witness = ImmutableArray.Create(_obligation.Acquisition.Operation.Syntax.GetLocation()),
    });

    // Some path would discharge it if a call in front of that did not let it out of sight: what is lost before that call is
    // lost all the same. A lock that is left before it is entered was entered by somebody else.
    private bool IsKnownToBeOwed =>
        _obligation.Acquisition.Traits.Family is null && _obligation.Fate is { IsReleased: true } or { IsReturned: true } or { IsTaken: true };

    /// <summary>Says that not all paths of a resource were walked.</summary>
    public static OwnershipFinding BudgetExceeded(Obligation obligation) => New(obligation, FindingKind.BudgetExceeded);

    private OwnershipFinding? Overwritten()
    {
        Loss? loss = _losses.Find(static loss => loss.Kind == LossKind.Overwritten);
        if (loss is not null && Declares(loss.At!))
            return _walk.IsDischarged ? OnSomePath() : OnPath(loss);
        return loss is null ? null : New(FindingKind.Overwritten) with
        {
            At = loss.At!.Syntax.GetLocation(),
            Place = loss.At.Syntax.ToString(),
            Witness = ImmutableArray.Create(_obligation.Acquisition.Operation.Syntax.GetLocation()),
        };
    }

    // A variable that is declared in a loop is another one in each round: what the last one held went out of scope with it.
    private static bool Declares(IOperation target) => (target.Syntax is ArgumentSyntax argument ? argument.Expression : target.Syntax)
        is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or DeclarationExpressionSyntax or DeclarationPatternSyntax or RecursivePatternSyntax { Designation: not null };

    // What its variable held before is released, and what it holds now is not: p = Realloc(p).
    private OwnershipFinding? OnEveryPath() =>
        _obligation.Acquisition.Traits.Family is { } family && !RawFamilies.MayBeKept(family) && !_walk.HasEscaped && _losses.Exists(static loss => loss.Kind == LossKind.OutOfScope && loss.Thrower is null)
            ? New(FindingKind.NeverReleased)
            : null;

    // The path on which nothing threw explains itself best.
    private OwnershipFinding? OnSomePath(bool isPlain = false)
    {
        Loss? loss = _losses.Find(static loss => loss.Kind is LossKind.OutOfScope or LossKind.Thrown && loss.Thrower is null)
            ?? _losses.Find(static loss => loss.Kind is LossKind.OutOfScope or LossKind.Overwritten);
        return loss is null || (isPlain && loss.Thrower is not null) ? null : OnPath(loss);
    }

    private OwnershipFinding OnPath(Loss loss)
    {
        var witness = new Witness(loss, _graph, _obligation.Fate.Places[0]);
        return New(FindingKind.NotReleasedOnSomePath) with
        {
            Decision = witness.Decision,
            Quoted = witness.Quoted,
            Witness = witness.Locations,
            EndsInThrow = !_losses.Exists(static other => other is { Kind: LossKind.OutOfScope or LossKind.Overwritten, Thrower: null }),
        };
    }

    private OwnershipFinding? IfThrown()
    {
        Loss? loss = _losses
            .Where(static loss => loss is { Kind: LossKind.CallThrew, Thrower: not null })
            .OrderBy(static loss => loss.Thrower!.Syntax.SpanStart)
            .FirstOrDefault();
        return loss is null ? null : New(FindingKind.LeaksIfThrows) with
        {
            Member = Witness.NameOf(loss.Thrower!),
            Witness = ImmutableArray.Create(loss.Thrower!.Syntax.GetLocation()),
        };
    }

    private OwnershipFinding New(FindingKind kind) => New(_obligation, kind) with
    {
        IsHandedOn = _walk.IsHandedOn,
        ReleasedBy = _walk.Releases.Select(ReleaseVerdict.NameOf).Distinct(StringComparer.Ordinal).ToImmutableArray(),
    };

    private static OwnershipFinding New(Obligation obligation, FindingKind kind) =>
        new(kind, obligation.Acquisition.Operation, obligation.Acquisition.ResourceType, obligation.Acquisition.Traits, obligation.Tier)
        {
            Place = obligation.Fate.Places[0].Name,
        };
}
