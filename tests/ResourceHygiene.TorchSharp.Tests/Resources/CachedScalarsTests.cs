using TorchSharp;
using TorchSharp.Fake;
using static TorchSharp.torch;

namespace ResourceHygiene.TorchSharp.Tests.Resources;

public sealed class CachedScalarsTests
{
    [Fact]
    public void The_same_number_is_the_same_scalar()
    {
        Assert.Same(CachedScalars.Of(0.5f), CachedScalars.Of(0.5f));
        Assert.Same(CachedScalars.Of(7L), CachedScalars.Of(7L));
        Assert.Same(CachedScalars.Of(true), CachedScalars.Of(true));
    }

    [Fact]
    public void Numbers_of_different_types_are_different_scalars()
    {
        Scalar[] ones = [CachedScalars.Of(1), CachedScalars.Of(1L), CachedScalars.Of(1f), CachedScalars.Of(1d), CachedScalars.Of(true)];

        Assert.Equal(5, ones.Distinct().Count());
        Assert.Equal(
            [ScalarType.Int32, ScalarType.Int64, ScalarType.Float32, ScalarType.Float64, ScalarType.Bool],
            ones.Select(static one => one.Type));
    }

    [Fact]
    public void Negative_zero_and_not_a_number_are_themselves()
    {
        Assert.NotSame(CachedScalars.Of(0f), CachedScalars.Of(-0f));
        Assert.Same(CachedScalars.Of(double.NaN), CachedScalars.Of(double.NaN));
    }

    [Fact]
    public void A_loop_with_a_cached_number_makes_no_scalars()
    {
        using var tensor = zeros(4);
        var two = CachedScalars.Of(2f);
        var before = FakeLibtorch.LiveScalars;

        for (var step = 0; step < 100; step++)
        {
            using var doubled = tensor * CachedScalars.Of(2f);
        }

        Assert.Equal(before, FakeLibtorch.LiveScalars);
        Assert.Equal(2f, two.ToSingle());
    }

    [Fact]
    public async Task Threads_that_ask_at_once_get_one_scalar()
    {
        using var barrier = new Barrier(4);
        var before = FakeLibtorch.LiveScalars;

        var scalars = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                return CachedScalars.Of(12345.678);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Single(scalars.Distinct());
        Assert.Equal(before + 1, FakeLibtorch.LiveScalars);
    }

    [Fact]
    public void Beyond_its_capacity_the_cache_stops_growing()
    {
        // The tests beside it need room for their own numbers.
        var copy = new SeparateCopy();
        for (var number = 0; number < CachedScalars.Capacity + 10; number++)
            _ = copy.Call("ResourceHygiene.CachedScalars", "Of", (long)number);

        Assert.Equal(CachedScalars.Capacity, copy.Call("ResourceHygiene.CachedScalars", "get_Count"));
        Assert.Equal(10L, copy.Call("ResourceHygiene.CachedScalars", "get_Refused"));
        copy.Unload();
    }
}
