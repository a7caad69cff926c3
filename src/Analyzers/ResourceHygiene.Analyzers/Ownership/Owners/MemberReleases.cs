using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>RH2001, RH2002 and RH2007: what a type owns, and neither its disposers nor anything else in it lets go.</summary>
internal sealed class MemberReleases
{
    // Methods with such names make what they store for whoever calls them.
    private static readonly string[] s_makers = { "Create", "Open", "New", "Make", "Build", "Begin", "Start", "Rent", "Acquire", "Connect" };

    private readonly INamedTypeSymbol _type;
    private readonly List<OwnerMember> _members;
    private readonly DisposerNames _disposers;
    private readonly OwnershipKnowledge _knowledge;
    private readonly OutsideUses _outside;
    private readonly CancellationToken _cancellation;
    private readonly Lazy<bool> _livesWithProcess;
    private readonly Lazy<bool> _handsItselfOn;

    public MemberReleases(
        INamedTypeSymbol type, List<OwnerMember> members, DisposerNames disposers, OwnershipKnowledge knowledge, OutsideUses outside, CancellationToken cancellation)
    {
        _type = type;
        _members = members;
        _disposers = disposers;
        _knowledge = knowledge;
        _outside = outside;
        _cancellation = cancellation;
        _livesWithProcess = new Lazy<bool>(() => ProcessLife.Includes(type));
        _handsItselfOn = new Lazy<bool>(HandsItselfToNativeCode);
    }

    public IEnumerable<OwnerFinding> Find()
    {
        ResourceTraits? own = _knowledge.Types.TraitsOf(_type);
        List<OwnerMember> kept = _members.FindAll(IsKept);
        if (own is null)
        {
            // What nobody may ever ask for is no reason to make a type disposable.
            if (NotDisposable(kept.FindAll(static member => !member.IsLazy)) is { } finding)
                yield return finding;
            yield break;
        }

        foreach (OwnerMember member in kept)
        {
            bool isDropped = member.Release is { HasDispose: false, HasDisposeAsync: true } && own is { HasDispose: true, HasDisposeAsync: false };
            yield return isDropped
                ? Create(OwnerFindingKind.OtherDisposerMisses, member) with { Other = "Dispose" }
                : Create(OwnerFindingKind.NotReleased, member) with { Other = NameOfDisposer(own), Detail = OthersReleased(member) };
        }

        if (own is { HasDispose: true, HasDisposeAsync: true } && DeclaresBoth())
        {
            foreach (OwnerMember member in _members.Except(kept))
            {
                if (MissedBy(member) is { } missed)
                    yield return Create(OwnerFindingKind.OtherDisposerMisses, member) with { Other = missed, Detail = missed == "Dispose" ? "DisposeAsync" : "Dispose" };
            }
        }
    }

    // Owned, and nothing anywhere releases it for good, hands it on, or might.
    private bool IsKept(OwnerMember member)
    {
        if (!member.IsOwned || member.Tier == ResourceTier.None || _livesWithProcess.Value || (member.Release is not { } traits || traits.IsHarmless) || IsLeftToOthers(member) || (RawTypes.IsAddress(member.Symbol switch { IFieldSymbol field => field.Type, IPropertySymbol property => property.Type, _ => null }) && _handsItselfOn.Value))
            return false;
        foreach (MemberUse use in member.Uses)
        {
            if (member.Tier == ResourceTier.Minor && HandsOutToken(use))
                return false;
            switch (use.Kind)
            {
                case MemberUseKind.Escapes when IsShown(member, use):
                    break;
                case MemberUseKind.Escapes:
                case MemberUseKind.Returned when IsHandedOut(member, use) || IsReleasedElsewhere(use):
                case MemberUseKind.Released when !IsReplacement(member, use):
                    return false;
                default:
                    break;
            }
        }

        return member.IsOnlySeenHere || !_outside.TouchedOutside(member.Symbol, _cancellation);
    }

    // public CancellationToken Stopping => _stopping.Token: others go on asking for the token, which a disposed source refuses, and
    // a source without a timer or a link has nothing else to release.
    private static bool HandsOutToken(MemberUse use) =>
        use.Reference.Parent is IPropertyReferenceOperation { Property: { Name: "Token", ContainingType.Name: "CancellationTokenSource" }, Parent: IReturnOperation };

    // Whoever can set a property may have set it, and knows best what becomes of it.
    private static bool IsLeftToOthers(OwnerMember member) => member.Symbol switch
    {
        IPropertySymbol { SetMethod: { IsInitOnly: false, DeclaredAccessibility: Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal } } => !member.IsDeclaredOwned,
        IFieldSymbol { IsReadOnly: false, DeclaredAccessibility: Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal } => !member.IsDeclaredOwned && !IsSealed(member.Symbol.ContainingType),
        _ => false,
    };

    private static bool IsSealed(INamedTypeSymbol type) => type.IsSealed && type.DeclaredAccessibility != Accessibility.Public;

    // What is returned may be released by whoever asked for it: return reader._image; Volume => _volume, where a base class releases Volume.
    private bool IsReleasedElsewhere(MemberUse use) =>
        use.Reference is IMemberReferenceOperation { Instance: not IInstanceReferenceOperation }
        || (use.Place.Name.Length > 0 && _outside.ReleasedAs(use.Place.Name, _cancellation));

    // Stream Detach() { var s = _stream; _stream = null; return s; }, Reader Open() { return _reader = new …; }
    private static bool IsHandedOut(OwnerMember member, MemberUse use) =>
        s_makers.Any(maker => use.Place.Name.StartsWith(maker, StringComparison.Ordinal))
        || member.Uses.Exists(other => other.Kind == MemberUseKind.Assigned && other.Place.Declaration == use.Place.Declaration
            && !member.OwnedSources.Any(source => source.At == other));

    // Released to make room for the next one, which is still there when the object is disposed.
    private bool IsReplacement(OwnerMember member, MemberUse release) =>
        !_disposers.Runs(release.Place.Name)
        && member.OwnedSources.Any(source => source.At is { } at && at.Place.Declaration == release.Place.Declaration && at.Reference.Syntax.SpanStart > release.Reference.Syntax.SpanStart);

    // button.Image = _image, where the type itself releases the old image before it makes the next one: who shows it does not own it.
    private bool IsShown(OwnerMember member, MemberUse use)
    {
        IOperation value = use.Reference;
        while (value.Parent is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion;
        return value.Parent is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: not (null or IInstanceReferenceOperation), Property.DeclaringSyntaxReferences.IsEmpty: true } } store && store.Value == value
            && member.Uses.Exists(other => other.Kind == MemberUseKind.Released && IsReplacement(member, other));
    }

    private OwnerFinding? NotDisposable(List<OwnerMember> kept)
    {
        List<OwnerMember> dear = kept.FindAll(static member => member.Tier >= ResourceTier.Normal);
        if (dear.Count == 0 || !_type.IsReferenceType)
            return null;
        OwnerMember first = dear[0];
        return Create(OwnerFindingKind.NotDisposable, first) with
        {
            At = OwnerAnalysis.LocationOf(_type),
            Tier = dear.Max(static member => member.Tier),
            IsPublicApi = OwnerAnalysis.IsPublicApi(_type),
            Detail = dear.Exists(static member => member.Release is { HasDispose: false, HasDisposeAsync: true }) ? "IAsyncDisposable" : "IDisposable",
            Other = dear.Count == 1 ? "" : string.Join(", ", dear.Skip(1).Select(static member => $"'{member.Name}'")),
            Members = kept.Select(static member => member.Name).ToImmutableArray(),
            Witness = dear.SelectMany(static member => member.OwnedSources).Select(static source => source.Value.Syntax.GetLocation()).ToImmutableArray(),
        };
    }

    // PropVariantClear(this): native code sees every field of the object, and frees what it finds.
    private bool HandsItselfToNativeCode() => _type.DeclaringSyntaxReferences.Select(part => part.GetSyntax(_cancellation)).Any(part => part.DescendantNodes().OfType<ArgumentSyntax>().Any(argument =>
        argument is { Expression: ThisExpressionSyntax, Parent.Parent: InvocationExpressionSyntax call } && _disposers.Runs(MemberPlace.Of(call).Name)
        && _knowledge.Compilation.GetSemanticModel(part.SyntaxTree).GetSymbolInfo(call, _cancellation).Symbol is IMethodSymbol { IsStatic: true } method && (method.IsExtern || EntryPoints.Of(method) is not null)));

    private bool DeclaresBoth() =>
        _type.GetMembers().OfType<IMethodSymbol>().Any(static method => Simple(method) == "Dispose" && !method.DeclaringSyntaxReferences.IsEmpty)
        && _type.GetMembers().OfType<IMethodSymbol>().Any(static method => Simple(method) is "DisposeAsync" or "DisposeAsyncCore" && !method.DeclaringSyntaxReferences.IsEmpty);

    private static string Simple(IMethodSymbol method) => method.Name.Substring(method.Name.LastIndexOf('.') + 1);

    // Null where both release it, or neither does.
    private string? MissedBy(OwnerMember member)
    {
        if (member.IsDeclaredBorrowed || member.Tier == ResourceTier.None || member.Release is not { } traits || member.Sources.Count == 0)
            return null;
        List<MemberUse> touching = member.Uses.FindAll(static use => use.Kind is MemberUseKind.Released or MemberUseKind.Escapes);
        bool inSync = touching.Exists(use => _disposers.RunsInDispose(use.Place.Name));
        bool inAsync = touching.Exists(use => _disposers.RunsInDisposeAsync(use.Place.Name));
        bool isEnded = touching.Exists(use => !_disposers.Runs(use.Place.Name));
        if (inSync == inAsync || isEnded)
            return null;
        return inAsync ? (traits.HasDispose ? "Dispose" : null) : "DisposeAsync";
    }

    private static string NameOfDisposer(ResourceTraits own)
    {
        bool isAsync = !own.HasDispose && own.HasDisposeAsync;
        return isAsync ? "DisposeAsync" : own.HasDispose ? "Dispose" : own.ReleaseMethod ?? "Dispose";
    }

    // "it releases '_cts', '_stream'": a reader sees at once what is different about this one.
    private string OthersReleased(OwnerMember member)
    {
        List<string> released = _members
            .Where(other => other != member && other.Uses.Exists(use => use.Kind == MemberUseKind.Released && _disposers.Runs(use.Place.Name)))
            .Select(static other => $"'{other.Name}'")
            .Take(2)
            .ToList();
        return released.Count == 0 ? "" : string.Join(", ", released);
    }

    private OwnerFinding Create(OwnerFindingKind kind, OwnerMember member) =>
        new(kind, OwnerAnalysis.LocationOf(member.Symbol), _type, member.Name, member.Tier)
        {
            Resource = member.OwnedSources.Select(static source => source.Acquisition?.ResourceType).FirstOrDefault(static type => type is not null) ?? member.Type,
            Site = member.OwnedSources.Select(static source => source.Acquisition?.Operation).FirstOrDefault(static site => site is not null),
            Witness = member.OwnedSources.Select(static source => source.Value.Syntax.GetLocation()).ToImmutableArray(),
        };
}
