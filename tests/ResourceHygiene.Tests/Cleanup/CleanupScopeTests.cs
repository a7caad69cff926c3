namespace ResourceHygiene.Tests;

public sealed class CleanupScopeTests
{
    private readonly List<string> _done = [];

    [Fact]
    public void What_it_owns_goes_at_its_end_newest_first()
    {
        using (var scope = new CleanupScope())
        {
            scope.Own(Thing("first"));
            scope.Defer(() => _done.Add("work"));
            scope.Own(new AsyncThing(_done, "asynchronous"));
            scope.Own(Thing("last"));
            Assert.Equal(4, scope.Count);
        }

        Assert.Equal(["last", "asynchronous", "work", "first"], _done);
    }

    [Fact]
    public async Task Asynchronously_what_can_be_disposed_so_is()
    {
        await using (var scope = new CleanupScope())
        {
            scope.Own(new BothThing(_done));
            scope.Own(new AsyncThing(_done, "asynchronous"));
            scope.Defer(async () =>
            {
                await Task.Yield();
                _done.Add("work");
            });
            scope.Own(Thing("plain"));
        }

        Assert.Equal(["plain", "work", "asynchronous", "both, asynchronously"], _done);
    }

    [Fact]
    public void Without_await_what_can_be_disposed_plainly_is()
    {
        using (var scope = new CleanupScope())
            scope.Own(new BothThing(_done));

        Assert.Equal(["both"], _done);
    }

    [Fact]
    public void A_tracked_resource_is_released_once_as_by_its_owner()
    {
        var bench = new Workbench();
        var model = new FakeModel { OnPersist = _ => _done.Add("saved") };
        var handle = bench.Add(model);
        using (var scope = new CleanupScope())
        {
            scope.Own(handle, bench.Tracker);
            bench.Tracker.Release(bench.Add(new FakeResource()));
        }

        Assert.Equal(1, model.Releases);
        Assert.Empty(_done);
        Assert.Equal(ReleaseStatus.AlreadyReleased, bench.Tracker.Release(handle).Status);
    }

    [Fact]
    public void A_leased_tracked_resource_goes_when_its_lease_returns()
    {
        var bench = new Workbench();
        var resource = new FakeResource();
        var handle = bench.Add(resource);
        Assert.True(bench.Tracker.TryLease(handle, out var lease));
        using (var leases = new CleanupScope())
        {
            leases.Own(lease);
            using (var scope = new CleanupScope())
                scope.Own(handle, bench.Tracker);
            Assert.Equal(0, resource.Releases);
        }

        Assert.Equal(1, resource.Releases);
    }

    [Fact]
    public void All_exceptions_are_collected_and_none_stops_the_rest()
    {
        var bench = new Workbench();
        var handle = bench.Add(new FakeResource { OnRelease = _ => throw new IOException("c") });
        var scope = new CleanupScope("import");
        scope.Own(Thing("kept going"));
        scope.Defer(static () => throw new InvalidOperationException("a"));
        scope.Defer(static () => ValueTask.FromException(new OperationCanceledException("b")));
        scope.Own(handle, bench.Tracker);

        var error = Assert.Throws<AggregateException>(scope.Dispose);

        Assert.StartsWith("Clean-up scope 'import' could not let go of 3 things.", error.Message, StringComparison.Ordinal);
        Assert.Equal(["c", "b", "a"], error.InnerExceptions.Select(inner => inner.Message));
        Assert.Equal(error.InnerExceptions, scope.Failures);
        Assert.Equal(["kept going"], _done);
    }

    [Fact]
    public void A_resource_that_declines_is_a_failure_as_nobody_else_will_release_it()
    {
        var bench = new Workbench();
        var handle = bench.Add(new FakeResource { OnRelease = _ => ReleaseOutcome.Kept("busy") });
        var scope = new CleanupScope();
        scope.Own(handle, bench.Tracker);

        Assert.Contains("busy", Assert.Throws<AggregateException>(scope.Dispose).InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_disposal_does_nothing()
    {
        var scope = new CleanupScope();
        scope.Defer(() => _done.Add("once"));
        scope.Defer(scope.Dispose);

        scope.Dispose();
        scope.Dispose();
        await scope.DisposeAsync();

        Assert.Equal(["once"], _done);
        Assert.True(scope.HasEnded);
    }

    [Fact]
    public void The_same_object_is_owned_once_and_work_as_often_as_it_is_deferred()
    {
        var thing = Thing("thing");
        Action work = () => _done.Add("work");
        using (var scope = new CleanupScope())
        {
            scope.Own(thing);
            scope.Own(thing);
            scope.Defer(work);
            scope.Defer(work);
        }

        Assert.Equal(["work", "work", "thing"], _done);
    }

    [Fact]
    public void Things_that_call_themselves_equal_are_still_two_things()
    {
        using (var scope = new CleanupScope())
        {
            scope.Own(new EqualThing(_done));
            scope.Own(new EqualThing(_done));
        }

        Assert.Equal(2, _done.Count);
    }

    [Fact]
    public void What_is_attached_during_the_end_goes_in_it()
    {
        var scope = new CleanupScope();
        scope.Own(Thing("old"));
        scope.Defer(() => scope.Own(Thing("late")));

        scope.Dispose();

        Assert.Equal(["late", "old"], _done);
    }

    [Fact]
    public void What_is_attached_after_the_end_is_released_at_once_and_the_caller_is_told()
    {
        var scope = new CleanupScope("import");
        scope.Dispose();

        var error = Assert.Throws<ObjectDisposedException>(() => scope.Own(Thing("late")));
        Assert.Equal("Clean-up scope 'import' has ended, so this Plain was released at once.", error.Message.Split('\n')[0].TrimEnd('\r'));
        Assert.Throws<ObjectDisposedException>(() => scope.Defer(() => _done.Add("work")));
        Assert.IsType<IOException>(Assert.Throws<ObjectDisposedException>(() => scope.Defer(static () => throw new IOException("x"))).InnerException);
        Assert.Throws<ObjectDisposedException>(scope.Complete);

        Assert.Equal(["late", "work"], _done);
    }

    [Fact]
    public void What_is_detached_is_the_callers_again()
    {
        var bench = new Workbench();
        var handle = bench.Add(new FakeResource());
        var thing = Thing("thing");
        using (var scope = new CleanupScope())
        {
            scope.Own(thing);
            scope.Own(handle, bench.Tracker);
            var work = scope.Defer(() => _done.Add("work"));
            scope.Own(Thing("stays"));

            Assert.Same(thing, scope.Detach(thing));
            scope.Detach(handle);
            scope.Detach(work);
            Assert.Contains("does not own this Plain", Assert.Throws<InvalidOperationException>(() => scope.Detach(thing)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(["stays"], _done);
        Assert.True(bench.Tracker.TryGetInfo(handle, out _));
    }

    [Fact]
    public void What_is_moved_goes_with_the_outer_scope()
    {
        using (var outer = new CleanupScope("outer"))
        {
            using (var inner = new CleanupScope("inner", outer))
            {
                var result = inner.Own(Thing("result"));
                inner.Own(Thing("temporary"));
                inner.MoveToOuter(result);
                Assert.Throws<InvalidOperationException>(() => inner.MoveToOuter(result));
                Assert.Throws<InvalidOperationException>(() => inner.MoveTo(result, inner));
            }
            Assert.Equal(["temporary"], _done);
            Assert.Equal(1, outer.Count);
            Assert.Throws<InvalidOperationException>(() => outer.MoveToOuter("nothing"));
        }

        Assert.Equal(["temporary", "result"], _done);
    }

    [Fact]
    public void What_is_moved_to_a_scope_that_has_ended_does_not_leak()
    {
        var ended = new CleanupScope();
        ended.Dispose();
        using var scope = new CleanupScope();
        var thing = scope.Own(Thing("thing"));

        Assert.Throws<ObjectDisposedException>(() => scope.MoveTo(thing, ended));

        Assert.Equal(["thing"], _done);
        Assert.Equal(0, scope.Count);
    }

    [Fact]
    public void Keep_lets_go_of_everything_else_now()
    {
        using (var scope = new CleanupScope())
        {
            var kept = scope.Own(Thing("kept"));
            scope.Own(Thing("a"));
            scope.Own(Thing("b"));
            scope.OnRollback(() => _done.Add("undone"));

            Assert.Throws<InvalidOperationException>(() => scope.Keep(kept, "never owned"));
            Assert.Empty(_done);
            scope.Keep(kept);
            Assert.Equal(["b", "a"], _done);
        }

        Assert.Equal(["b", "a", "undone", "kept"], _done);
    }

    [Fact]
    public async Task Keep_collects_exceptions_like_the_end()
    {
        await using var scope = new CleanupScope();
        scope.Own(Thing("a"));
        scope.Defer(static () => ValueTask.FromException(new IOException("x")));

        var error = await Assert.ThrowsAsync<AggregateException>(async () => await scope.KeepAsync());

        Assert.IsType<IOException>(Assert.Single(error.InnerExceptions));
        Assert.Equal(["a"], _done);
    }

    [Fact]
    public void Nothing_is_refused_at_once()
    {
        using var scope = new CleanupScope();

        Assert.Throws<ArgumentNullException>(() => scope.Own<Plain>(null!));
        Assert.Throws<ArgumentNullException>(() => scope.Own((AsyncThing)null!));
        Assert.Throws<ArgumentNullException>(() => scope.Defer((Action)null!));
        Assert.Throws<ArgumentException>(() => scope.Own(ResourceHandle.None));
        Assert.Equal(0, scope.Count);
    }

    private Plain Thing(string name) => new(_done, name);

    private sealed class Plain(List<string> done, string name) : IDisposable
    {
        public void Dispose() => done.Add(name);
    }

    private sealed class AsyncThing(List<string> done, string name) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            done.Add(name);
        }
    }

    private sealed class BothThing(List<string> done) : IDisposable, IAsyncDisposable
    {
        public void Dispose() => done.Add("both");

        public ValueTask DisposeAsync()
        {
            done.Add("both, asynchronously");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class EqualThing(List<string> done) : IDisposable
    {
        public void Dispose() => done.Add("equal");

        public override bool Equals(object? obj) => obj is EqualThing;

        public override int GetHashCode() => 0;
    }
}
