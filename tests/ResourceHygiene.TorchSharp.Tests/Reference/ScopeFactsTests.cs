using TorchSharp;
using static TorchSharp.torch;

namespace ResourceHygiene.TorchSharp.Tests.Reference;

public sealed class ScopeFactsTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_on_its_thread()
    {
        Tensor a;
        using (NewDisposeScope())
            a = zeros(4);

        Assert.True(a.IsInvalid);
    }

    [Fact]
    public async Task A_scope_does_not_see_what_another_thread_makes()
    {
        using var scope = NewDisposeScope();

        using var a = await Task.Factory.StartNew(static () => zeros(4), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        Assert.False(scope.Contains(a));
    }

    [Fact]
    public void Moving_out_of_the_outermost_scope_leaves_a_tensor_to_nobody()
    {
        Tensor a;
        using (NewDisposeScope())
            a = zeros(4).MoveToOuterDisposeScope();

        Assert.False(a.IsInvalid);
        a.Dispose();
    }

    [Fact]
    public void What_is_kept_belongs_to_the_scope_from_then_on()
    {
        var foreign = zeros(4);
        using (var scope = NewDisposeScope())
            scope.DisposeEverythingBut(foreign);

        Assert.True(foreign.IsInvalid);
    }

    [Fact]
    public void Scopes_may_end_in_any_order()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();

        outer.Dispose();
        Assert.Same(inner, CurrentDisposeScope);

        inner.Dispose();
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void A_scope_takes_tensors_only()
    {
        using var scope = NewDisposeScope();
        using var scalar = 1f.ToScalar();

        Assert.Throws<InvalidOperationException>(() => scope.Attach(scalar));
    }

    [Fact]
    public void A_guard_is_of_its_thread()
    {
        using var guard = no_grad();
        var elsewhere = false;
        var thread = new Thread(() => elsewhere = is_grad_enabled());
        thread.Start();
        thread.Join();

        Assert.False(is_grad_enabled());
        Assert.True(elsewhere);
    }

    [Fact]
    public void Statistics_count_inside_and_outside_of_scopes()
    {
        var statistics = DisposeScopeManager.Statistics;
        var (inside, outside) = (statistics.CreatedInScopeCount, statistics.CreatedOutsideScopeCount);

        using var a = zeros(4);
        using (NewDisposeScope())
            _ = zeros(4);

        Assert.Equal((inside + 1, outside + 1), (statistics.CreatedInScopeCount, statistics.CreatedOutsideScopeCount));
    }
}
