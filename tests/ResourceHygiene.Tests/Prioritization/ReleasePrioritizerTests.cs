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
    public void A_low_priority_goes_first_and_a_critical_one_last_even_if_it_is_expired()
    {
        AssertOrder(
            Resource(1) with { Priority = ReleasePriority.Low },
            Resource(2),
            Resource(3) with { Priority = ReleasePriority.High },
            Resource(4, idle: 10_000) with { Priority = ReleasePriority.Critical });
    }

    [Fact]
    public void What_is_expired_goes_before_what_is_not_whatever_their_priorities() =>
        AssertOrder(
            Resource(1, idle: 301),
            Resource(2, ResourceTypes.TempBuffers, idle: 31) with { Priority = ReleasePriority.High },
            Resource(3, ResourceTypes.ModelShards, idle: 299) with { CanTrim = true, Priority = ReleasePriority.Low });

    [Fact]
    public void Priority_comes_before_the_cheapness_of_the_action() =>
        AssertOrder(
            Resource(1) with { Priority = ReleasePriority.Low },
            Resource(2) with { CanTrim = true });

    [Fact]
    public void What_was_just_used_goes_last_where_the_policy_says_so()
    {
        var used = Resource(1, idle: 1) with { Priority = ReleasePriority.Low };
        var unused = Resource(2, idle: 60) with { Priority = ReleasePriority.High };
        var careful = new ReleasePrioritizer(ReleasePolicy.Default.WithActiveWithin(TimeSpan.FromSeconds(5)));

        Assert.Equal([used.Handle, unused.Handle], Prioritizer.Order([unused, used]).Select(verdict => verdict.Resource.Handle));
        Assert.Equal([unused.Handle, used.Handle], careful.Order([unused, used]).Select(verdict => verdict.Resource.Handle));
        Assert.Equal(
            "test '1' let go: first in order (active, priority Low, rank 7, idle 1 s, used 0 times); frees 1 kB on host",
            careful.Explain([unused, used], used.Handle)!.Value.Explanation);
    }

    [Fact]
    public void Retention_is_the_same_for_order_and_explanation()
    {
        // Expired by its type's 30 s although a general 300 s would keep it.
        var buffer = Resource(1, ResourceTypes.TempBuffers, idle: 31);
        var cache = Resource(2, ResourceTypes.RenderCache, idle: 31);

        Assert.Equal(ReleaseRules.Expired, Prioritizer.Explain([cache, buffer], buffer.Handle)!.Value.Rule);
        Assert.Equal(ReleaseRules.Ranked, Prioritizer.Explain([cache, buffer], cache.Handle)!.Value.Rule);
        AssertOrder(buffer, cache);
    }

    [Fact]
    public void The_cheapest_action_goes_first()
    {
        var device = ResourceLocation.Device(0);
        var trimmable = Resource(1, ResourceTypes.SubtitleIndex) with { CanTrim = true, CanOffload = true, Location = device };
        var offloadable = Resource(2, ResourceTypes.ModelWeights) with { CanOffload = true, Location = device };
        var neither = Resource(3, ResourceTypes.RenderCache) with { Location = device };

        var verdicts = Prioritizer.Order([neither, offloadable, trimmable], device);

        Assert.Equal([ReleaseAction.Trim, ReleaseAction.Offload, ReleaseAction.Release], verdicts.Select(verdict => verdict.Action));
        Assert.Equal("subtitle_index '1' trimmed: its type goes in parts (priority Normal, rank 6, idle 1 s); frees up to 1 kB on device 0", verdicts[0].Explanation);
        Assert.Equal("model_weights '2' offloaded: the host can hold it (priority Normal, rank 5, idle 1 s); frees 1 kB on device 0", verdicts[1].Explanation);
        Assert.Equal("render_cache '3' let go: first in order (priority Normal, rank 2, idle 1 s, used 0 times); frees 1 kB on device 0", verdicts[2].Explanation);
    }

    [Fact]
    public void On_the_host_there_is_nothing_to_offload_to()
    {
        var verdict = Assert.Single(Prioritizer.Order([Resource(1) with { CanOffload = true }]));

        Assert.Equal(ReleaseAction.Release, verdict.Action);
    }

    [Fact]
    public void Then_the_types_rank_decides() =>
        AssertOrder(Resource(1, ResourceTypes.RenderCache), Resource(2, ResourceTypes.AudioCache), Resource(3, "mine"));

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
    public void A_leased_resource_comes_last_with_the_reason()
    {
        var leased = Resource(1, idle: 1000) with { Leases = 2 };
        var free = Resource(2);

        var verdicts = Prioritizer.Order([free, leased]);

        Assert.Equal(ReleaseAction.Release, verdicts[0].Action);
        Assert.Equal((leased.Handle, ReleaseAction.None, ReleaseRules.Leased), (verdicts[1].Resource.Handle, verdicts[1].Action, verdicts[1].Rule));
        Assert.Equal("test '1' kept: leased (2 leases)", verdicts[1].Explanation);
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
        var model = Resource(1, ResourceTypes.ModelWeights, idle: 9000) with { Priority = ReleasePriority.Low };
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

        var order = mine.Order([Resource(1, ResourceTypes.RenderCache), Resource(2, "mine")]);

        Assert.Equal([2UL, 1UL], order.Select(verdict => Number(verdict.Resource)));
    }

    [Fact]
    public void A_policy_can_be_replaced_while_the_prioritizer_is_in_use()
    {
        var prioritizer = new ReleasePrioritizer();
        ImmutableArray<ResourceInfo> resources = [Resource(1, ResourceTypes.RenderCache), Resource(2, "mine")];
        Assert.Equal(1UL, Number(prioritizer.Order(resources)[0].Resource));

        prioritizer.Policy = prioritizer.Policy.With(new ResourceTypeProfile("mine", 0, TimeSpan.FromSeconds(60)));

        Assert.Equal(2UL, Number(prioritizer.Order(resources)[0].Resource));
        Assert.Throws<ArgumentNullException>(() => prioritizer.Policy = null!);
    }

    [Fact]
    public void A_ring_of_needs_that_only_a_snapshot_made_by_hand_can_have_keeps_itself()
    {
        var first = Resource(1) with { DependsOn = [Some.Handle(2)] };
        var second = Resource(2) with { DependsOn = [Some.Handle(1)] };

        var verdicts = Prioritizer.Order([first, second, Resource(3)]);

        Assert.Equal([ReleaseRules.Ranked, ReleaseRules.Needed, ReleaseRules.Needed], verdicts.Select(verdict => verdict.Rule));
    }

    /// <summary>Asserts that resources go in the order given, however the snapshot lists them.</summary>
    private static void AssertOrder(params ResourceInfo[] expected)
    {
        var wanted = expected.Select(Number).ToArray();
        Assert.Equal(wanted, Prioritizer.Order([.. expected]).Select(verdict => Number(verdict.Resource)));
        Assert.Equal(wanted, Prioritizer.Order([.. expected.Reverse()]).Select(verdict => Number(verdict.Resource)));
    }

    private static ulong Number(ResourceInfo resource) => ulong.Parse(resource.Name!, System.Globalization.CultureInfo.InvariantCulture);

    private static ResourceInfo Resource(int number, string type = "test", long bytes = 1000, int idle = 1) => Some.Resource(number, type, bytes, idle);
}
