using System.Collections.Immutable;

namespace ResourceHygiene;

/// <summary>
/// Rank and retention of each resource type: the data of the release decision. Immutable; derive another with
/// <see cref="With"/>.
/// </summary>
public sealed class ReleasePolicy
{
    private readonly ImmutableDictionary<string, ResourceTypeProfile> _profiles;

    private ReleasePolicy(ImmutableDictionary<string, ResourceTypeProfile> profiles, ResourceTypeProfile otherTypes)
    {
        _profiles = profiles;
        OtherTypes = otherTypes;
    }

    /// <summary>
    /// The built-in policy: model shards (rank 1, 300 s), render caches (2, 180 s), temporary buffers (3, 30 s), audio
    /// caches (4, 120 s), model weights (5, 600 s), subtitle indexes (6, 900 s); any other type has rank 7 and 300 s.
    /// </summary>
    public static ReleasePolicy Default { get; } = new ReleasePolicy(
        ImmutableDictionary.Create<string, ResourceTypeProfile>(StringComparer.Ordinal),
        new("", Rank: 7, TimeSpan.FromSeconds(300)))
        .With(
            new(ResourceTypes.ModelShards, Rank: 1, TimeSpan.FromSeconds(300)),
            new(ResourceTypes.RenderCache, Rank: 2, TimeSpan.FromSeconds(180)),
            new(ResourceTypes.TempBuffers, Rank: 3, TimeSpan.FromSeconds(30)),
            new(ResourceTypes.AudioCache, Rank: 4, TimeSpan.FromSeconds(120)),
            new(ResourceTypes.ModelWeights, Rank: 5, TimeSpan.FromSeconds(600)),
            new(ResourceTypes.SubtitleIndex, Rank: 6, TimeSpan.FromSeconds(900)));

    /// <summary>The profile of types that have none of their own; its type is empty.</summary>
    public ResourceTypeProfile OtherTypes { get; }

    /// <summary>The profiles of the types that have one, ordered by rank.</summary>
    public ImmutableArray<ResourceTypeProfile> Profiles =>
        [.. _profiles.Values.OrderBy(static profile => profile.Rank).ThenBy(static profile => profile.Type, StringComparer.Ordinal)];

    /// <summary>The profile of a type, or <see cref="OtherTypes"/>.</summary>
    /// <param name="type">The resource type.</param>
    public ResourceTypeProfile ProfileOf(string type) => _profiles.GetValueOrDefault(type, OtherTypes);

    /// <summary>The retention that decides about a resource: its own, else its type's.</summary>
    /// <param name="resource">The resource.</param>
    public TimeSpan RetentionOf(in ResourceInfo resource) =>
        resource.Retention > TimeSpan.Zero ? resource.Retention : ProfileOf(resource.Type).Retention;

    /// <summary>The same policy with some profiles added or replaced.</summary>
    /// <param name="profiles">The profiles; one with an empty type replaces <see cref="OtherTypes"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A retention is not positive.</exception>
    public ReleasePolicy With(params ResourceTypeProfile[] profiles)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        var changed = _profiles;
        var otherTypes = OtherTypes;
        foreach (var profile in profiles)
        {
            if (profile.Retention <= TimeSpan.Zero)
                throw new ArgumentOutOfRangeException(nameof(profiles), profile.Retention, $"The retention of '{profile.Type}' must be positive.");

            if (profile.Type.Length == 0)
                otherTypes = profile;
            else
                changed = changed.SetItem(profile.Type, profile);
        }
        return new(changed, otherTypes);
    }
}
