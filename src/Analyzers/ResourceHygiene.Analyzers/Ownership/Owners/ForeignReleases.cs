using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>RH2006: a disposer releases what is certain to belong to somebody else, whatever value the member has.</summary>
internal static class ForeignReleases
{
    public static IEnumerable<OwnerFinding> Find(INamedTypeSymbol type, List<OwnerMember> members, DisposerNames disposers, OwnershipKnowledge knowledge, OutsideUses outside, CancellationToken cancellation)
    {
        foreach (OwnerMember member in members)
        {
            if (member.IsDeclaredOwned || (!member.IsDeclaredBorrowed && !IsAlwaysLent(member, knowledge)))
                continue;
            if (member.Uses.Find(use => use.Kind == MemberUseKind.Released && disposers.Runs(use.Place.Name) && !IsConditional(use)) is not { } release)
                continue;
            // Who creates the object here knows whether it hands over what it passes; a container of services never does.
            bool isSaid = member.IsDeclaredBorrowed || member.Sources.Exists(static source => source.Value is IParameterReferenceOperation { Parameter: { } parameter } && Contracts.OwnershipAttributes.IsBorrowed(parameter.GetAttributes()));
            if (!isSaid && member.Sources.Exists(static source => source.Kind == SourceKind.Given) && outside.IsCreatedHere(type.Name, cancellation))
                continue;
            MemberSource? source = member.Sources.Find(static source => source.Kind is SourceKind.Given or SourceKind.Read);
            yield return new OwnerFinding(OwnerFindingKind.ForeignReleased, release.Reference.Syntax.GetLocation(), type, member.Name, Contracts.ResourceTier.Normal)
            {
                Resource = member.Type,
                Other = release.Place.Name == DisposerNames.Finalizer ? "~" + type.Name : release.Place.Name,
                Detail = member.IsDeclaredBorrowed ? "is annotated as borrowed" : source is { Kind: SourceKind.Given, Value: IParameterReferenceOperation { Parameter.Name: { } name } } ? $"comes from parameter '{name}'" : "is read from another object",
                Witness = source is null ? ImmutableArray<Location>.Empty : ImmutableArray.Create(source.Value.Syntax.GetLocation()),
            };
        }
    }

    private static bool IsAlwaysLent(OwnerMember member, OwnershipKnowledge knowledge) =>
        member.Sources.Exists(static source => source.Kind != SourceKind.Nothing)
        && member.Sources.TrueForAll(source => source.Kind == SourceKind.Nothing || (source.Kind is SourceKind.Given or SourceKind.Read && IsLent(source, member, knowledge)));

    // A constructor that is given a stream may well become its owner, as StreamReader does. Who is given an HttpClient does not,
    // and a property of a parameter belongs to the parameter.
    private static bool IsLent(MemberSource source, OwnerMember member, OwnershipKnowledge knowledge) => source.Value switch
    {
        IParameterReferenceOperation { Parameter: { } parameter } =>
            Contracts.OwnershipAttributes.IsBorrowed(parameter.GetAttributes()) || (member.Traits is { IsLent: true } && parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && !OffersChoice(constructor)),
        IMemberReferenceOperation { Member: IPropertySymbol or IFieldSymbol } reference => BelongsToAnother(reference) && !knowledge.Types.IsTaskOfResult(reference.Type),
        _ => false,
    };

    // new Client(http, disposeClient: true)
    private static bool OffersChoice(IMethodSymbol constructor) =>
        constructor.Parameters.Any(static parameter => parameter.Type.SpecialType == SpecialType.System_Boolean);

    // services.Cache, Shared.Instance; not _process.StandardInput, which goes with what this object owns.
    private static bool BelongsToAnother(IMemberReferenceOperation reference) => reference.Instance switch
    {
        null => reference.Member is { IsStatic: true },
        IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } => reference.Member is IPropertySymbol { SetMethod: null },
        _ => false,
    };

    // if (_ownsStream) _stream.Dispose();
    private static bool IsConditional(MemberUse use)
    {
        for (IOperation? current = use.Reference.Parent; current is not null; current = current.Parent)
        {
            if (current is IConditionalOperation conditional && !AsksOnlyForDisposing(conditional.Condition, use.Reference))
                return true;
        }

        return false;
    }

    private static bool AsksOnlyForDisposing(IOperation condition, IOperation reference) =>
        condition.DescendantsAndSelf().All(operation => operation switch
        {
            IParameterReferenceOperation { Parameter.Name: "disposing" } => true,
            IMemberReferenceOperation { Member: { } member } => SymbolEqualityComparer.Default.Equals(member, ((IMemberReferenceOperation)reference).Member) || IsState(member.Name),
            IInvocationOperation => false,
            ILocalReferenceOperation or IParameterReferenceOperation => false,
            _ => true,
        });

    private static bool IsState(string name) => name.EndsWith("isposed", StringComparison.Ordinal) || name.EndsWith("losed", StringComparison.Ordinal);
}
