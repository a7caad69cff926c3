using TorchSharp;
using TorchSharp.Fake;
using static TorchSharp.torch;

namespace ResourceHygiene.TorchSharp.Tests.Resources;

public sealed class OffloadTests
{
    private readonly Reaper _reaper = new(ResourceTracker.Shared);

    [Fact]
    public void Offloading_frees_the_device_and_keeps_the_weights()
    {
        var before = FakeLibtorch.LiveBytes(DeviceType.CUDA);
        using var model = nn.Linear(10, 4).cuda().TrackOffloadable();

        var result = _reaper.Offload(model.Handle);

        Assert.Equal((ReleaseStatus.Reduced, 176L), (result.Status, result.BytesFreed));
        Assert.Equal(before, FakeLibtorch.LiveBytes(DeviceType.CUDA));
        Assert.True(model.IsOffloaded);
        Assert.Equal(ResourceLocation.Host, LocationOf(model.Handle));
    }

    [Fact]
    public void The_next_use_brings_the_weights_back_and_the_tracker_knows()
    {
        using var model = nn.Linear(10, 4).cuda().TrackOffloadable();
        _reaper.Offload(model.Handle);

        Assert.True(model.TryUse(out var use));
        using (use)
        {
            Assert.Equal(DeviceType.CUDA, use.Module.weight.device_type);
            Assert.False(model.IsOffloaded);
            Assert.Equal(ResourceLocation.Device(0), LocationOf(model.Handle));
        }
    }

    [Fact]
    public void A_module_in_use_is_neither_offloaded_nor_released()
    {
        using var model = nn.Linear(10, 4).cuda().TrackOffloadable();
        Assert.True(model.TryUse(out var use));
        using (use)
        {
            Assert.Equal(ReleaseStatus.Leased, _reaper.Offload(model.Handle).Status);
            Assert.Equal(ReleaseStatus.Leased, ResourceTracker.Shared.Release(model.Handle, ReleaseReason.Pressure).Status);
        }
    }

    [Fact]
    public void A_module_on_the_host_has_nothing_to_offload()
    {
        using var model = nn.Linear(10, 4).TrackOffloadable();

        Assert.Equal(ReleaseStatus.Kept, _reaper.Offload(model.Handle).Status);
        Assert.False(model.IsOffloaded);
    }

    [Fact]
    public void A_released_module_cannot_be_used()
    {
        var model = nn.Linear(10, 4).TrackOffloadable();
        model.Dispose();

        Assert.False(model.TryUse(out var use));
        Assert.Throws<InvalidOperationException>(() => use.Module);
    }

    [Fact]
    public void Where_the_device_has_no_room_the_use_fails_and_pins_nothing()
    {
        using var model = nn.Linear(10, 4).cuda().TrackOffloadable();
        _reaper.Offload(model.Handle);
        FakeLibtorch.AllocationFailure = static bytes => new InvalidOperationException($"CUDA out of memory. Tried to allocate {bytes} bytes.");
        try
        {
            Assert.Throws<InvalidOperationException>(() => model.TryUse(out _));
        }
        finally
        {
            FakeLibtorch.AllocationFailure = null;
        }

        Assert.True(model.IsOffloaded);
        Assert.Equal(ReleaseStatus.Released, ResourceTracker.Shared.Release(model.Handle, ReleaseReason.Pressure).Status);
    }

    [Fact]
    public async Task Uses_and_offloads_at_once_never_see_a_module_on_the_host()
    {
        using var model = nn.Linear(10, 4).cuda().TrackOffloadable();
        using var barrier = new Barrier(3);
        Task[] tasks =
        [
            Task.Run(() =>
            {
                barrier.SignalAndWait();
                for (var round = 0; round < 200; round++)
                    _reaper.Offload(model.Handle);
            }),
            .. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                barrier.SignalAndWait();
                for (var round = 0; round < 200; round++)
                {
                    Assert.True(model.TryUse(out var use));
                    using (use)
                        Assert.Equal(DeviceType.CUDA, use.Module.weight.device_type);
                }
            })),
        ];

        await Task.WhenAll(tasks);
        Assert.True(model.TryUse(out var last));
        last.Dispose();
        Assert.Equal(ResourceLocation.Device(0), LocationOf(model.Handle));
    }

    [Fact]
    public void A_module_registered_as_it_is_can_be_offloaded_once_the_handlers_are_there()
    {
        TorchHandlers.Register(offload: true);
        using var model = nn.Linear(10, 4).cuda();
        var handle = ResourceTracker.Shared.Register(model, new()
        {
            Type = ResourceTypes.ModelWeights,
            Bytes = TorchMemory.SizeOf(model),
            Location = TorchMemory.LocationOf(model),
        });

        Assert.Equal(ReleaseStatus.Reduced, _reaper.Offload(handle).Status);
        Assert.Equal(DeviceType.CPU, model.weight.device_type);

        Assert.Equal(ReleaseStatus.Released, ResourceTracker.Shared.Release(handle, ReleaseReason.Pressure).Status);
        Assert.Equal(0, TorchMemory.SizeOf(model));
    }

    private static ResourceLocation LocationOf(ResourceHandle handle) =>
        ResourceTracker.Shared.TryGetInfo(handle, out ResourceInfo info) ? info.Location : throw new InvalidOperationException("It is not tracked.");
}
