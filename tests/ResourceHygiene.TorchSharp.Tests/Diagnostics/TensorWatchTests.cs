using ResourceHygiene.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace ResourceHygiene.TorchSharp.Tests.Diagnostics;

public sealed class TensorWatchTests
{
    [Fact]
    public void A_clean_step_leaves_nothing()
    {
        var watch = TensorWatch.Begin();
        using (NewDisposeScope())
            _ = zeros(4) + zeros(4);

        var report = watch.Read();

        Assert.True(report.IsClean);
        Assert.Equal((3, 3, 0), (report.Created, report.Disposed, report.CreatedOutsideScope));
        Assert.StartsWith("no tensors were left since TensorWatchTests.cs:", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_is_counted_and_named()
    {
        var watch = TensorWatch.Begin();
        using var a = zeros(4);
        using var b = a + a;

        var report = watch.Read();

        Assert.False(report.IsClean);
        Assert.Equal((2, 2), (report.NotDisposed, report.CreatedOutsideScope));
        Assert.Contains("2 of 2 tensors were not disposed", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("2 made outside any scope", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_was_finalized_instead_of_disposed_still_counts_as_left()
    {
        var watch = TensorWatch.Begin();
        Assert.True(Garbage.IsCollected(Garbage.Make(static () => zeros(4))));

        Assert.Equal(1, watch.Read().NotDisposed);
    }

    [Fact]
    public void Moves_between_scopes_are_told()
    {
        var watch = TensorWatch.Begin();
        using var scope = NewDisposeScope();
        var tensor = scope.Detach(zeros(4));
        scope.Attach((IDisposable)tensor);

        var report = watch.Read();

        Assert.Equal((1, 1), (report.Detached, report.Attached));
        Assert.Contains("1 detached, 1 attached", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Disposing_tensors_of_others_is_no_leak()
    {
        var a = zeros(4);
        var watch = TensorWatch.Begin();
        a.Dispose();

        Assert.Equal(0, watch.Read().NotDisposed);
    }

    [Fact]
    public void On_another_thread_it_says_that_it_cannot_say()
    {
        var watch = TensorWatch.Begin();
        TensorReport? report = null;
        var thread = new Thread(() => report = watch.Read());
        thread.Start();
        thread.Join();

        Assert.False(report!.IsOfOneThread);
        Assert.False(report.IsClean);
        Assert.Contains("another thread", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_leak_report_has_the_place_where_counting_began()
    {
        var watch = TensorWatch.Begin();
        using var a = zeros(4);
        using var b = zeros(4);

        var report = watch.Read().ToLeakReport();

        var group = Assert.Single(report.Groups);
        Assert.Equal((TensorReport.TensorType, 2L), (group.Type, group.Count));
        Assert.EndsWith("TensorWatchTests.cs", group.Site.File, StringComparison.Ordinal);
        Assert.Equal("no leaks", TensorWatch.Begin().Read().ToLeakReport().ToString());
    }

    [Fact]
    public void The_leak_of_a_straight_port_shows_in_each_step()
    {
        using var model = nn.Sequential(nn.Linear(4, 4), nn.ReLU());
        using var input = zeros(1, 4);
        using var target = zeros(1, 4);

        var watch = TensorWatch.Begin();
        for (var step = 0; step < 10; step++)
        {
            var output = model.call(input);
            var loss = nn.functional.mse_loss(output, target);
            _ = loss.item<float>();
        }

        Assert.Equal(20, watch.Read().NotDisposed);
    }
}
