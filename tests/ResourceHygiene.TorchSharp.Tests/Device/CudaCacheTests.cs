using ResourceHygiene.Tests;
using TorchSharp;
using TorchSharp.Fake;
using static TorchSharp.torch;

namespace ResourceHygiene.TorchSharp.Tests.Device;

public sealed class CudaCacheTests : IDisposable
{
    public void Dispose() => CudaCache.UseShim(null);

    [Fact]
    public void Without_a_method_and_a_shim_it_collects_and_waits_and_says_so()
    {
        var before = FakeLibtorch.Synchronizations;

        var result = CudaCache.TryEmpty();

        Assert.Equal((CudaCacheMeans.Collection, false), (result.Means, result.IsEmptied));
        Assert.Null(result.Failure);
        Assert.Contains("no empty_cache and no shim", result.Message, StringComparison.Ordinal);
        Assert.Equal(before + 1, FakeLibtorch.Synchronizations);
    }

    [Fact]
    public void A_collection_frees_forgotten_tensors()
    {
        var forgotten = Garbage.Make(static () => zeros(4, device: CUDA));
        CudaCache.TryEmpty();

        Assert.True(Garbage.IsCollected(forgotten));
    }

    [Fact]
    public void A_registered_shim_empties_the_cache()
    {
        var calls = 0;
        CudaCache.UseShim(() => calls++);

        var result = CudaCache.TryEmpty();

        Assert.Equal((CudaCacheMeans.Shim, true, 1), (result.Means, result.IsEmptied, calls));
    }

    [Fact]
    public void A_shim_that_throws_is_told_and_the_collection_is_done_all_the_same()
    {
        CudaCache.UseShim(static () => throw new DllNotFoundException("no torch_cuda"));

        var result = CudaCache.TryEmpty();

        Assert.Equal((CudaCacheMeans.Collection, false), (result.Means, result.IsEmptied));
        Assert.IsType<DllNotFoundException>(result.Failure);
        Assert.Contains("no torch_cuda", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_device_nothing_is_waited_for()
    {
        var before = FakeLibtorch.Synchronizations;
        FakeLibtorch.CudaDevices = 0;
        try
        {
            Assert.Null(CudaCache.TryEmpty().Failure);
        }
        finally
        {
            FakeLibtorch.CudaDevices = 1;
        }

        Assert.Equal(before, FakeLibtorch.Synchronizations);
    }

    [Fact]
    public void A_library_that_is_not_there_leaves_the_shim_as_it_was()
    {
        CudaCache.UseShim(static () => { });

        Assert.False(CudaCache.TryUseShim("no-such-library-anywhere"));
        Assert.Equal(CudaCacheMeans.Shim, CudaCache.TryEmpty().Means);
    }

    [Fact]
    public void A_method_that_a_later_version_has_is_found_by_its_name()
    {
        LibraryEmptyCache.Find(typeof(Later))!();

        Assert.Equal(1, Later.Calls);
        Assert.Null(LibraryEmptyCache.Find(typeof(Other)));
        Assert.Null(LibraryEmptyCache.Find(typeof(cuda)));
    }

    [Fact]
    public void The_cache_is_emptied_once_after_a_batch_on_its_device()
    {
        var calls = 0;
        CudaCache.UseShim(() => calls++);
        using var registration = CudaCache.EmptyAfterBatches(ResourceLocation.Device(0));
        TrackedTensor[] tracked = [.. Enumerable.Range(0, 5).Select(static _ => zeros(4, device: CUDA).TrackTensor(type: "batch"))];

        new Reaper(ResourceTracker.Shared).Release(tracked.Select(static tensor => tensor.Handle), ReleaseReason.Pressure);

        Assert.Equal(1, calls);
        Assert.All(tracked, static tensor => Assert.Equal(0, tensor.SizeInBytes));
    }

    [Fact]
    public void The_host_has_no_cache() =>
        Assert.Throws<ArgumentException>(() => CudaCache.EmptyAfterBatches(ResourceLocation.Host));

    private static class Later
    {
        public static int Calls { get; private set; }

#pragma warning disable IDE1006 // The library's name.
        public static void empty_cache() => Calls++;
#pragma warning restore IDE1006
    }

    private static class Other
    {
        public static int empty_cache(int device) => device;
    }
}
