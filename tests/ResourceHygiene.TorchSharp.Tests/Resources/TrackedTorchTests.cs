using ResourceHygiene.Tests;
using TorchSharp;
using TorchSharp.Fake;
using static TorchSharp.torch;

namespace ResourceHygiene.TorchSharp.Tests.Resources;

public sealed class TrackedTorchTests
{
    [Fact]
    public void A_tracked_tensor_shows_with_size_device_name_and_place()
    {
        using var tracked = zeros(256, device: CUDA).TrackTensor("attention cache", ResourceTypes.RenderCache, ReleasePriority.Low);

        var info = InfoOf(tracked.Handle);

        Assert.Equal((1024L, ResourceLocation.Device(0)), (info.Bytes, info.Location));
        Assert.Equal(("attention cache", ResourceTypes.RenderCache, ReleasePriority.Low), (info.Name, info.Type, info.Priority));
        Assert.EndsWith("TrackedTorchTests.cs", info.Site.File, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tracked_tensor_has_left_its_scope()
    {
        TrackedTensor tracked;
        using (NewDisposeScope())
            tracked = zeros(4).TrackTensor();

        Assert.False(tracked.Value.IsInvalid);

        tracked.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tracked.Value);
    }

    [Fact]
    public void A_disposed_tensor_is_refused()
    {
        var tensor = zeros(4);
        tensor.Dispose();

        Assert.Throws<ArgumentException>(() => tensor.TrackTensor());
    }

    [Fact]
    public void Releasing_through_the_tracker_disposes_the_tensor_once()
    {
        var before = FakeLibtorch.LiveTensors;
        using var tracked = zeros(4).TrackTensor();

        var result = ResourceTracker.Shared.Release(tracked.Handle, ReleaseReason.Requested);

        Assert.Equal((ReleaseStatus.Released, 16L), (result.Status, result.BytesFreed));
        Assert.Equal(before, FakeLibtorch.LiveTensors);
        Assert.Equal(0, tracked.SizeInBytes);
    }

    [Fact]
    public void A_leased_tensor_stays_until_the_lease_is_returned()
    {
        var tracked = zeros(4).TrackTensor();
        Assert.True(tracked.TryLease(out var lease));
        var tensor = tracked.Value;

        tracked.Dispose();
        Assert.False(tensor.IsInvalid);

        lease.Dispose();
        Assert.True(tensor.IsInvalid);
    }

    [Fact]
    public void A_tracked_module_takes_its_children_along()
    {
        var before = FakeLibtorch.LiveModules;
        var tracked = nn.Sequential(nn.Linear(10, 4), nn.ReLU()).TrackModule("head");

        Assert.Equal(176, InfoOf(tracked.Handle).Bytes);

        tracked.Dispose();
        Assert.Equal(before, FakeLibtorch.LiveModules);
    }

    [Fact]
    public void A_module_that_has_grown_or_moved_can_say_so()
    {
        using var tracked = nn.Linear(10, 4).TrackModule();
        tracked.Value.cuda();
        tracked.Value.to(float64);

        tracked.Refresh();

        Assert.Equal((352L, ResourceLocation.Device(0)), (InfoOf(tracked.Handle).Bytes, InfoOf(tracked.Handle).Location));
    }

    [Fact]
    public void A_forgotten_module_is_reported_as_the_garbage_collector_frees_nothing()
    {
        _ = ResourceTracker.Shared.CollectLeaks();
        Assert.True(Garbage.IsCollected(Garbage.Make(static () => nn.Linear(10, 4).TrackModule("forgotten"))));

        Assert.Contains(ResourceTracker.Shared.CollectLeaks(), static leak => leak is { Name: "forgotten", Bytes: 176 });
    }

    [Fact]
    public void An_optimizer_keeps_its_model_and_goes_first()
    {
        using var model = nn.Linear(10, 4).TrackModule();
        using var optimizer = optim.Adam(model.Value.parameters()).TrackOptimizer(model);

        Assert.Contains(model.Handle, InfoOf(optimizer.Handle).DependsOn);
        Assert.Equal(ReleaseStatus.Kept, ResourceTracker.Shared.Release(model.Handle, ReleaseReason.Pressure).Status);

        optimizer.Dispose();
        Assert.Equal(ReleaseStatus.Released, ResourceTracker.Shared.Release(model.Handle, ReleaseReason.Pressure).Status);
    }

    [Fact]
    public void An_optimizer_of_a_model_that_may_move_is_refused()
    {
        using var model = nn.Linear(10, 4).TrackOffloadable();
        using var optimizer = optim.Adam(model.Value.parameters());

        var exception = Assert.Throws<ArgumentException>(() => optimizer.TrackOptimizer(model));

        Assert.Contains("TrackModule", exception.Message, StringComparison.Ordinal);
    }

    private static ResourceInfo InfoOf(ResourceHandle handle) =>
        ResourceTracker.Shared.TryGetInfo(handle, out ResourceInfo info) ? info : throw new InvalidOperationException("It is not tracked.");
}
