using System.Collections.Immutable;

namespace ResourceHygiene.Tests;

public sealed class ReleasePrioritizerTests
{
    private static readonly ReleasePrioritizer Prioritizer = new();

    [Fact]
    public void An_expired_cache_is_let_go_and_the_verdict_says_why()
    {
        var frames = Resource(1, ResourceTypes.RenderCache, bytes: 12_400_000, idle: 200) with { Name = "frames 0-24" };

        var verdict = Assert.Single(Prioritizer.Order([frames]));

        Assert.Equal((ReleaseAction.Release, ReleaseRules.Expired), (verdict.Action, verdict.Rule));
        Assert.Equal("render_cache 'frames 0-24' let go: expired (idle 200 s > 180 s retention); frees 12.4 MB on host", verdict.Explanation);
    }

    [Fact]
    public void A_low_priority_goes_first_and_a_critical_one_last()
    {
        AssertOrder(
            Resource(1) with { Priority = ReleasePriority.Low },
            Resource(2),
            Resource(3) with { Priority = ReleasePriority.High },
            Resource(4, idle: 10_000) with { Priority = ReleasePriority.Critical });
    }

    [Fact]
    public void Of_one_priority_the_expired_goes_first() =>
        AssertOrder(
            Resource(1, ResourceTypes.TempBuffers, idle: 31),
            Resource(2, ResourceTypes.ModelShards, idle: 299) with { CanTrim = true });

    [Fact]
    public void Retention_is_the_same_for_order_and_explanation()
    {
        // Expired by its type's 30 s although a general 300 s would keep it.
        var buffer = Resource(1, ResourceTypes.TempBuffers, idle: 31);
        var shard = Resource(2, ResourceTypes.ModelShards, idle: 31);

        Assert.Equal(ReleaseRules.Expired, Prioritizer.Explain([shard, buffer], buffer.Handle)!.Value.Rule);
        Assert.Equal(ReleaseRules.Ranked, Prioritizer.Explain([shard, buffer], shard.Handle)!.Value.Rule);
        AssertOrder(buffer, shard);
    }

    [Fact]
    public void The_cheapest_action_goes_first()
    {
        var device = ResourceLocation.Device(0);
        var trimmable = Resource(1, ResourceTypes.SubtitleIndex) with { CanTrim = true, CanOffload = true, Location = device };
        var offloadable = Resource(2, ResourceTypes.ModelWeights) with { CanOffload = true, Location = device };
        var neither = Resource(3, ResourceTypes.ModelShards) with { Location = device };

        var verdicts = Prioritizer.Order([neither, offloadable, trimmable], device);

        Assert.Equal([ReleaseAction.Trim, ReleaseAction.Offload, ReleaseAction.Release], verdicts.Select(verdict => verdict.Action));
        Assert.Equal("subtitle_index '1' trimmed: a part can go (priority Normal, rank 6, idle 1 s); frees up to 1 kB on device 0", verdicts[0].Explanation);
        Assert.Equal("model_weights '2' offloaded: the host can hold it (priority Normal, rank 5, idle 1 s); frees 1 kB on device 0", verdicts[1].Explanation);
        Assert.Equal("model_shards '3' let go: first in order (priority Normal, rank 1, idle 1 s, used 0 times); frees 1 kB on device 0", verdicts[2].Explanation);
    }

    [Fact]
    public void On_the_host_there_is_nothing_to_offload_to()
    {
        var verdict = Assert.Single(Prioritizer.Order([Resource(1) with { CanOffload = true }]));

        Assert.Equal(ReleaseAction.Release, verdict.Action);
    }

    [Fact]
    public void Then_the_types_rank_decides() =>
        AssertOrder(Resource(1, ResourceTypes.ModelShards), Resource(2, ResourceTypes.AudioCache), Resource(3, "mine"));

    [Fact]
    public void Then_the_longest_idle_goes_first() =>
        AssertOrder(Resource(1, idle: 50), Resource(2, idle: 40), Resource(3, idle: 1));

    [Fact]
    public void Then_the_largest_goes_first() =>
        AssertOrder(Resource(1, bytes: 300), Resource(2, bytes: 200), Resource(3, bytes: 100));

    [Fact]
    public void Then_the_least_used_goes_first() =>
        AssertOrder(Resource(1) with { Uses = 1 }, Resource(2) with { Uses = 2 }, Resource(3) with { Uses = 3 });

    [Fact]
    public void A_leased_resource_stays_in_its_place_with_the_reason()
    {
        var leased = Resource(1, idle: 1000) with { Leases = 2 };
        var free = Resource(2);

        var verdicts = Prioritizer.Order([free, leased]);

        Assert.Equal((leased.Handle, ReleaseAction.None, ReleaseRules.Leased), (verdicts[0].Resource.Handle, verdicts[0].Action, verdicts[0].Rule));
        Assert.Equal("test '1' kept: leased (2 leases)", verdicts[0].Explanation);
        Assert.Equal(ReleaseAction.Release, verdicts[1].Action);
    }

    [Fact]
    public void A_resource_that_is_being_released_is_left_alone()
    {
        var verdict = Assert.Single(Prioritizer.Order([Resource(1) with { State = ResourceState.Releasing }]));

        Assert.Equal(ReleaseRules.Releasing, verdict.Rule);
    }

    [Fact]
    public void What_others_need_goes_after_them()
    {
        var model = Resource(1, ResourceTypes.ModelShards, idle: 9000) with { Priority = ReleasePriority.Low };
        var session = Resource(2) with { Priority = ReleasePriority.High, DependsOn = [model.Handle] };
        var view = Resource(3) with { DependsOn = [session.Handle] };

        AssertOrder(view, session, model);
    }

    [Fact]
    public void What_others_need_counts_as_much_as_they_do()
    {
        var model = Resource(1) with { Priority = ReleasePriority.Low, CanTrim = true };
        var session = Resource(2) with { DependsOn = [model.Handle] };
        var view = Resource(3) with { Priority = ReleasePriority.High, DependsOn = [session.Handle] };
        var other = Resource(4);

        // By itself the model would be trimmed before anything else.
        AssertOrder(other, model, view, session);
        Assert.Contains("priority High", Prioritizer.Explain([model, session, view, other], model.Handle)!.Value.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_leased_resource_needs_stays_too()
    {
        var model = Resource(1, ResourceTypes.ModelWeights, idle: 9000);
        var session = Resource(2) with { Leases = 1, DependsOn = [model.Handle] };

        var verdict = Prioritizer.Explain([model, session], model.Handle)!.Value;

        Assert.Equal((ReleaseAction.None, ReleaseRules.Needed), (verdict.Action, verdict.Rule));
        Assert.Equal("model_weights '1' kept: needed by test '2'", verdict.Explanation);
    }

    [Fact]
    public void What_others_need_may_still_be_trimmed()
    {
        var index = Resource(1) with { CanTrim = true };
        var reader = Resource(2) with { Leases = 1, DependsOn = [index.Handle] };

        Assert.Equal(ReleaseAction.Trim, Prioritizer.Explain([index, reader], index.Handle)!.Value.Action);
    }

    [Fact]
    public void Only_what_frees_something_where_room_is_wanted_is_considered()
    {
        var onHost = Resource(1);
        var onDevice = Resource(2) with { Location = ResourceLocation.Device(0) };
        var empty = Resource(3, bytes: 0);

        Assert.Equal(onDevice.Handle, Assert.Single(Prioritizer.Order([onHost, onDevice, empty], ResourceLocation.Device(0))).Resource.Handle);
        Assert.Equal(onHost.Handle, Assert.Single(Prioritizer.Order([onHost, onDevice, empty], ResourceLocation.Host)).Resource.Handle);
        Assert.Equal(3, Prioritizer.Order([onHost, onDevice, empty]).Length);
        Assert.Null(Prioritizer.Explain([onHost], onHost.Handle, ResourceLocation.Storage));
    }

    [Fact]
    public void What_frees_nothing_makes_way_for_what_it_needs_but_only_after_the_rest()
    {
        var directory = Resource(1, "temp_directory");
        var connection = Resource(2, bytes: 0, idle: 9000) with { DependsOn = [directory.Handle] };
        var cache = Resource(3, ResourceTypes.RenderCache);

        var order = Prioritizer.Order([directory, connection, cache], ResourceLocation.Host);

        Assert.Equal([cache.Handle, connection.Handle, directory.Handle], order.Select(verdict => verdict.Resource.Handle));
    }

    [Fact]
    public void Candidates_are_the_beginning_of_the_order_that_is_enough()
    {
        ImmutableArray<ResourceInfo> resources = [Resource(1, bytes: 300), Resource(2, bytes: 200) with { Leases = 1 }, Resource(3, bytes: 100), Resource(4, bytes: 50)];

        var candidates = Prioritizer.Candidates(resources, 350);

        Assert.Equal([1UL, 3UL], candidates.Select(verdict => Number(verdict.Resource)));
        Assert.Empty(Prioritizer.Candidates(resources, 0));
        Assert.Equal(3, Prioritizer.Candidates(resources, 1_000_000).Length);
    }

    [Fact]
    public void Candidates_do_not_count_on_what_a_trim_may_free()
    {
        ImmutableArray<ResourceInfo> resources = [Resource(1) with { CanTrim = true }];

        Assert.Equal([ReleaseAction.Trim, ReleaseAction.Release], Prioritizer.Candidates(resources, 10).Select(verdict => verdict.Action));
    }

    [Fact]
    public void Another_policy_gives_another_order()
    {
        var mine = new ReleasePrioritizer(ReleasePolicy.Default.With(new ResourceTypeProfile("mine", 0, TimeSpan.FromSeconds(60))));

        var order = mine.Order([Resource(1, ResourceTypes.ModelShards), Resource(2, "mine")]);

        Assert.Equal([2UL, 1UL], order.Select(verdict => Number(verdict.Resource)));
    }

    /// <summary>Asserts that resources go in the order given, however the snapshot lists them.</summary>
    private static void AssertOrder(params ResourceInfo[] expected)
    {
        var wanted = expected.Select(Number).ToArray();
        Assert.Equal(wanted, Prioritizer.Order([.. expected]).Select(verdict => Number(verdict.Resource)));
        Assert.Equal(wanted, Prioritizer.Order([.. expected.Reverse()]).Select(verdict => Number(verdict.Resource)));
    }

    private static ulong Number(ResourceInfo resource) => ulong.Parse(resource.Name!, System.Globalization.CultureInfo.InvariantCulture);

    private static ResourceInfo Resource(int number, string type = "test", long bytes = 1000, int idle = 1) => new()
    {
        Handle = Handles[number],
        Type = type,
        Name = number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Bytes = bytes,
        Idle = TimeSpan.FromSeconds(idle),
    };

    /// <summary>Real handles, as nobody else can make one.</summary>
    private static readonly ImmutableArray<ResourceHandle> Handles = MakeHandles();

    private static ImmutableArray<ResourceHandle> MakeHandles()
    {
        var bench = new Workbench();
        return [.. Enumerable.Range(0, 10).Select(_ => bench.Add(new object()))];
    }
}
