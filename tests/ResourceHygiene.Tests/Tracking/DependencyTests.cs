namespace ResourceHygiene.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void What_a_live_resource_needs_is_kept_and_the_dependent_is_named()
    {
        var bench = new Workbench();
        var model = bench.Add(new FakeResource(), "model_weights", "encoder");
        var session = bench.Add(new FakeResource(), "session", "clip 7", dependsOn: [model]);

        var kept = bench.Tracker.Release(model);
        Assert.Equal(ReleaseStatus.Kept, kept.Status);
        Assert.Equal("needed by session 'clip 7'", kept.Message);

        bench.Tracker.Release(session);
        Assert.Equal(ReleaseStatus.Released, bench.Tracker.Release(model).Status);
    }

    [Theory]
    [InlineData(ReleaseReason.Disposed)]
    [InlineData(ReleaseReason.Replaced)]
    [InlineData(ReleaseReason.Exit)]
    public void The_owner_and_the_exit_are_not_held_back(ReleaseReason reason)
    {
        var bench = new Workbench();
        var model = bench.Add(new FakeResource());
        var session = bench.Add(new FakeResource(), dependsOn: [model]);

        Assert.Equal(ReleaseStatus.Released, bench.Tracker.Release(model, reason).Status);

        // The dependent's handle on it is stale, and the slot's next user is not mistaken for it.
        var next = bench.Add(new FakeResource());
        bench.Tracker.Release(session);
        Assert.Equal(ReleaseStatus.Released, bench.Tracker.Release(next).Status);
    }

    [Fact]
    public void A_dependency_that_is_not_live_is_refused_by_name()
    {
        var bench = new Workbench();
        var live = bench.Add(new FakeResource());
        var gone = bench.Add(new FakeResource());
        bench.Tracker.Release(gone);

        var refusal = Assert.Throws<ArgumentException>(() => bench.Add(new FakeResource(), dependsOn: [live, gone]));

        Assert.Contains(gone.ToString(), refusal.Message, StringComparison.Ordinal);
        // Nothing of the refused registration is left behind.
        Assert.Equal(ReleaseStatus.Released, bench.Tracker.Release(live).Status);
        Assert.Equal(0, bench.Tracker.Totals.Live);
    }

    [Fact]
    public void A_dependency_of_another_tracker_is_refused()
    {
        var foreign = new Workbench().Add(new FakeResource());
        var bench = new Workbench();
        bench.Add(new FakeResource());

        Assert.Throws<ArgumentException>(() => bench.Add(new FakeResource(), dependsOn: [foreign]));
        Assert.Throws<ArgumentException>(() => bench.Add(new FakeResource(), dependsOn: [ResourceHandle.None]));
    }

    [Fact]
    public void A_dependent_that_the_garbage_collector_took_holds_nothing_back()
    {
        var bench = new Workbench();
        var model = bench.Add(new FakeResource());
        var session = Garbage.Make(() =>
        {
            var made = new FakeResource();
            bench.Tracker.Register(made, new() { Type = "session", DependsOn = [model] });
            return made;
        });
        Assert.True(Garbage.IsCollected(session));
        Assert.Equal("session", Assert.Single(Leaks.Of(bench.Tracker)).Type);

        Assert.Equal(ReleaseStatus.Released, bench.Tracker.Release(model).Status);
    }

    [Fact]
    public void The_same_dependency_twice_is_let_go_of_twice()
    {
        var bench = new Workbench();
        var model = bench.Add(new FakeResource());
        var session = bench.Add(new FakeResource(), dependsOn: [model, model]);

        bench.Tracker.Release(session);

        Assert.Equal(ReleaseStatus.Released, bench.Tracker.Release(model).Status);
    }
}
