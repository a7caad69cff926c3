namespace ResourceHygiene.Tests;

public sealed class CleanupScopeAmbientTests
{
    [Fact]
    public void The_innermost_scope_is_the_current_one_until_its_end()
    {
        Assert.Null(CleanupScope.Current);
        using (var outer = CleanupScope.Begin("outer"))
        {
            Assert.Same(outer, CleanupScope.Current);
            using (var inner = CleanupScope.Begin("inner"))
            {
                Assert.Same(inner, CleanupScope.Current);
                Assert.Same(outer, inner.Outer);
            }
            Assert.Same(outer, CleanupScope.Current);
        }
        Assert.Null(CleanupScope.Current);
    }

    [Fact]
    public void A_scope_made_to_be_passed_around_is_not_current()
    {
        using var scope = new CleanupScope();

        Assert.Null(CleanupScope.Current);
    }

    [Fact]
    public async Task It_survives_awaits_that_change_the_thread()
    {
        await using (var scope = CleanupScope.Begin())
        {
            for (var i = 0; i < 50; i++)
            {
                await Task.Run(static () => { });
                await Task.Yield();
                Assert.Same(scope, CleanupScope.Current);
            }
        }
        Assert.Null(CleanupScope.Current);
    }

    [Fact]
    public async Task What_a_child_task_begins_is_invisible_to_its_caller_and_to_its_siblings()
    {
        await using var scope = CleanupScope.Begin("caller");
        var bothBegan = new TaskCompletionSource();
        var began = 0;
        async Task<(CleanupScope? Outer, bool SeesOwn)> ChildAsync()
        {
            await Task.Yield();
            await using var child = CleanupScope.Begin("child");
            if (Interlocked.Increment(ref began) == 2)
                bothBegan.SetResult();
            await bothBegan.Task;
            return (child.Outer, CleanupScope.Current == child);
        }

        var first = ChildAsync();
        var second = ChildAsync();
        await bothBegan.Task;
        Assert.Same(scope, CleanupScope.Current);

        Assert.All(await Task.WhenAll(first, second), child => Assert.Equal((scope, true), child));
        Assert.Same(scope, CleanupScope.Current);
    }

    [Fact]
    public async Task A_child_may_attach_to_its_callers_scope()
    {
        var released = 0;
        await using (CleanupScope.Begin())
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => CleanupScope.Current!.Defer(() => Interlocked.Increment(ref released)))));

        Assert.Equal(20, released);
    }

    [Fact]
    public async Task A_child_that_outlives_the_scope_no_longer_sees_it()
    {
        var ended = new TaskCompletionSource();
        await using var outer = CleanupScope.Begin("outer");
        Task<CleanupScope?> child;
        await using (CleanupScope.Begin("inner"))
        {
            child = Task.Run(async () =>
            {
                await ended.Task;
                return CleanupScope.Current;
            });
        }
        ended.SetResult();

        Assert.Same(outer, await child);
    }

    [Fact]
    public void Scopes_that_end_out_of_order_leave_the_open_one_current()
    {
        var outer = CleanupScope.Begin("outer");
        var inner = CleanupScope.Begin("inner");

        outer.Dispose();
        Assert.Same(inner, CleanupScope.Current);
        inner.Dispose();
        Assert.Null(CleanupScope.Current);
    }

    [Fact]
    public void A_scope_that_ends_with_failures_is_no_longer_current_either()
    {
        var scope = CleanupScope.Begin();
        scope.Defer(static () => throw new IOException("x"));

        Assert.Throws<AggregateException>(scope.Dispose);

        Assert.Null(CleanupScope.Current);
    }
}
