using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// The data of the release decision: how each resource type is treated, and by which algorithm resources are put in
/// order. Immutable, so that a live one is replaced by assigning another, such as
/// <c>prioritizer.Policy = prioritizer.Policy.With(...)</c>.
/// </summary>
public sealed class ReleasePolicy
{
    private ImmutableDictionary<string, ResourceTypeProfile> _profiles = ImmutableDictionary.Create<string, ResourceTypeProfile>(StringComparer.Ordinal);

    private ReleasePolicy()
    {
    }

    private ReleasePolicy(ReleasePolicy original)
    {
        _profiles = original._profiles;
        OtherTypes = original.OtherTypes;
        Algorithm = original.Algorithm;
        Weights = original.Weights;
        ActiveWithin = original.ActiveWithin;
    }

    /// <summary>
    /// The built-in policy: model shards (rank 1, 300 s, at least 2 stay, from 85 % on), render caches (2, 180 s), temporary
    /// buffers (3, 30 s), audio caches (4, 120 s), model weights (5, 600 s), subtitle indexes (6, 900 s, in parts); any other
    /// type has rank 7 and 300 s. Render and audio caches are compressible.
    /// </summary>
    public static ReleasePolicy Default { get; } = new ReleasePolicy().With(
        new(ResourceTypes.ModelShards, Rank: 1, TimeSpan.FromSeconds(300)) { KeepAtLeast = 2, Threshold = 0.85 },
        new(ResourceTypes.RenderCache, Rank: 2, TimeSpan.FromSeconds(180)) { Compressible = true },
        new(ResourceTypes.TempBuffers, Rank: 3, TimeSpan.FromSeconds(30)),
        new(ResourceTypes.AudioCache, Rank: 4, TimeSpan.FromSeconds(120)) { Compressible = true },
        new(ResourceTypes.ModelWeights, Rank: 5, TimeSpan.FromSeconds(600)),
        new(ResourceTypes.SubtitleIndex, Rank: 6, TimeSpan.FromSeconds(900)) { Incremental = true });

    /// <summary>The built-in profiles under the <see cref="ReleaseAlgorithms.WeightedScore"/> with its built-in weights.</summary>
    public static ReleasePolicy WeightedScore { get; } = Default.WithAlgorithm(ReleaseAlgorithms.WeightedScore);

    /// <summary>How resources are put in order: one of <see cref="ReleaseAlgorithms"/>.</summary>
    public string Algorithm { get; private init; } = ReleaseAlgorithms.DecisionTree;

    /// <summary>The weights of the score; the decision tree does not ask for them.</summary>
    public ScoreWeights Weights { get; private init; } = ScoreWeights.Default;

    /// <summary>
    /// A resource used within this time counts as active, as one with priority <see cref="ReleasePriority.Critical"/>
    /// does, and goes only after everything that is not. Zero, the default, makes no use count.
    /// </summary>
    public TimeSpan ActiveWithin { get; private init; }

    /// <summary>The profile of types that have none of their own; its type is empty.</summary>
    public ResourceTypeProfile OtherTypes { get; private init; } = new("", Rank: 7, TimeSpan.FromSeconds(300));

    /// <summary>The profiles of the types that have one, ordered by rank.</summary>
    public ImmutableArray<ResourceTypeProfile> Profiles =>
        [.. _profiles.Values.OrderBy(static profile => profile.Rank).ThenBy(static profile => profile.Type, StringComparer.Ordinal)];

    internal bool IsScored => ReferenceEquals(Algorithm, ReleaseAlgorithms.WeightedScore);

    /// <summary>The profile of a type, or <see cref="OtherTypes"/>.</summary>
    /// <param name="type">The resource type.</param>
    public ResourceTypeProfile ProfileOf(string type) => _profiles.GetValueOrDefault(type, OtherTypes);

    /// <summary>The retention that decides about a resource: its own, else its type's.</summary>
    /// <param name="resource">The resource.</param>
    public TimeSpan RetentionOf(in ResourceInfo resource) =>
        resource.Retention > TimeSpan.Zero ? resource.Retention : ProfileOf(resource.Type).Retention;

    /// <summary>The same policy with some profiles added or replaced.</summary>
    /// <param name="profiles">The profiles; one with an empty type replaces <see cref="OtherTypes"/>.</param>
    /// <exception cref="ArgumentException">A type is given twice, or is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A rank is not from 0 to 10,000, a retention not positive, a number to keep negative, or a threshold not from 0 to 1.
    /// </exception>
    public ReleasePolicy With(params ResourceTypeProfile[] profiles)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        var changed = _profiles;
        var otherTypes = OtherTypes;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var profile in profiles)
        {
            if (profile?.Type is null)
                throw new ArgumentException("A profile must name its type.", nameof(profiles));
            if (!seen.Add(profile.Type))
                throw new ArgumentException($"The type '{profile.Type}' is given twice.", nameof(profiles));

            profile.Validate(nameof(profiles));
            if (profile.Type.Length == 0)
                otherTypes = profile;
            else
                changed = changed.SetItem(profile.Type, profile);
        }
        return new(this) { _profiles = changed, OtherTypes = otherTypes };
    }

    /// <summary>The same policy with another way of putting resources in order.</summary>
    /// <param name="algorithm">One of <see cref="ReleaseAlgorithms"/>.</param>
    /// <exception cref="ArgumentException">There is no such algorithm.</exception>
    public ReleasePolicy WithAlgorithm(string algorithm) => new(this)
    {
        Algorithm = algorithm switch
        {
            ReleaseAlgorithms.DecisionTree => ReleaseAlgorithms.DecisionTree,
            ReleaseAlgorithms.WeightedScore => ReleaseAlgorithms.WeightedScore,
            _ => throw new ArgumentException(
                $"There is no algorithm '{algorithm}'; there are '{ReleaseAlgorithms.DecisionTree}' and '{ReleaseAlgorithms.WeightedScore}'.", nameof(algorithm)),
        },
    };

    /// <summary>The same policy with other weights; does not switch to the algorithm that asks for them.</summary>
    /// <param name="weights">The weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not a finite number.</exception>
    public ReleasePolicy WithWeights(ScoreWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        weights.Validate(nameof(weights));
        return new(this) { Weights = weights };
    }

    /// <summary>The same policy with another idea of what is active.</summary>
    /// <param name="activeWithin">See <see cref="ActiveWithin"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public ReleasePolicy WithActiveWithin(TimeSpan activeWithin)
    {
        if (activeWithin < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(activeWithin), activeWithin, "The time within which a use counts must not be negative.");

        return new(this) { ActiveWithin = activeWithin };
    }
}
