namespace ResourceHygiene.Cuda.Tests;

/// <summary>What goes wrong on a device, and what is left of it.</summary>
public sealed class FaultTests
{
    [Fact]
    public void Another_librarys_context_is_left_as_it_was_and_does_not_disturb()
    {
        using var fake = new FakeDriver();
        var foreign = fake.PushForeignContext(device: 1);
        try
        {
            var buffer = new DeviceBuffer<int>(fake.Device, [1, 2, 3]);
            Assert.Equal(foreign, fake.CurrentContext);
            Assert.Equal([1, 2, 3], buffer.ToArray());
            buffer.Dispose();
            Assert.Equal(foreign, fake.CurrentContext);
            Assert.Equal(0, fake.LiveBlocks);
        }
        finally
        {
            fake.ClearContexts();
        }
    }

    [Fact]
    public void A_thread_without_a_context_can_free_and_has_none_afterwards()
    {
        using var fake = new FakeDriver();
        var buffer = new DeviceBuffer<int>(fake.Device, 3);
        nint after = -1;
        var thread = new Thread(() =>
        {
            buffer.Dispose();
            after = fake.CurrentContext;
        });
        thread.Start();
        thread.Join();

        Assert.Equal(0, fake.LiveBlocks);
        Assert.Equal(0, after);
    }

    [Fact]
    public void A_wrong_context_is_one_clear_error_and_no_loss()
    {
        using var fake = new FakeDriver();
        using var buffer = new DeviceBuffer<int>(fake.Device, [1]);
        fake.Fail("cuMemcpyDtoH_v2", 201, times: 1);

        var failure = Assert.Throws<CudaException>(() => buffer.ToArray());

        Assert.Equal("CUDA_ERROR_INVALID_CONTEXT", failure.ErrorName);
        Assert.Equal(
            "Reading 4 B failed on device 0 (Fake GPU A): CUDA_ERROR_INVALID_CONTEXT (invalid device context). "
            + "Some code on this thread destroyed or reset a context that others use: let only its creator do that.",
            failure.Message);
        Assert.Null(fake.Device.Loss);
        Assert.Equal([1], buffer.ToArray());
    }

    [Fact]
    public void A_lost_device_is_said_once_known_and_refuses_at_once()
    {
        using var fake = new FakeDriver();
        var buffer = new DeviceBuffer<int>(fake.Device, 3);
        fake.Lose();

        var lost = Assert.Throws<DeviceLostException>(() => buffer.ToArray());
        Assert.Equal(700, lost.Code);
        Assert.Contains("an illegal memory access was encountered", lost.Message, StringComparison.Ordinal);
        Assert.Contains("end this process", lost.Message, StringComparison.Ordinal);
        Assert.Equal(lost.Message, fake.Device.Loss!.Message);

        var calls = fake.Calls("cuMemAlloc_v2");
        var refused = Assert.Throws<DeviceLostException>(() => new DeviceBuffer<int>(fake.Device, 3));
        Assert.Equal(lost.Message, refused.Message);
        Assert.Equal(calls, fake.Calls("cuMemAlloc_v2"));
    }

    [Fact]
    public void Buffers_of_a_lost_device_can_be_disposed_and_the_books_are_right()
    {
        using var fake = new FakeDriver();
        var untracked = new DeviceBuffer<int>(fake.Device, 3);
        var tracked = new DeviceBuffer<int>(fake.Device, 3);
        tracked.Track();
        fake.Lose(719);

        untracked.Dispose();
        tracked.Dispose();

        Assert.True(untracked.IsDisposed && tracked.IsDisposed);
        Assert.Equal((0, 0), (fake.Device.AllocatedBytes, fake.Device.LiveBuffers));
        Assert.Equal(0, fake.Tracker.Totals.Live);
        Assert.Equal(719, fake.Device.Loss!.Code);
    }

    [Fact]
    public void The_exit_clean_up_of_a_lost_device_reports_no_failures()
    {
        using var fake = new FakeDriver();
        var buffers = Enumerable.Range(0, 3).Select(_ => new DeviceBuffer<byte>(fake.Device, 100)).ToList();
        buffers.ForEach(static buffer => buffer.Track());
        fake.Lose();

        var report = fake.Cleaner.ReleaseAll(ReleaseReason.Exit, TimeSpan.FromMinutes(1));

        Assert.Equal((3, 0), (report.Released, report.Failed));
        GC.KeepAlive(buffers);
    }

    [Fact]
    public void What_cannot_be_offloaded_from_a_lost_device_is_let_go()
    {
        using var fake = new FakeDriver();
        using var buffer = new DeviceBuffer<int>(fake.Device, 3);
        buffer.Track();
        fake.Lose();

        var report = fake.Cleaner.Reclaim(new ReclaimGoal(long.MaxValue, ResourceLocation.Device(0)));

        Assert.Equal(0, fake.Tracker.BytesAt(ResourceLocation.Device(0)));
        Assert.True(buffer.IsDisposed, report.ToString());
    }

    [Fact]
    public void A_move_off_a_lost_device_blames_the_device_and_not_the_host()
    {
        using var fake = new FakeDriver();
        using var buffer = new DeviceBuffer<int>(fake.Device, 3);
        using var onHost = new DeviceBuffer<int>(HostMemory.Shared, 3);
        fake.Lose();

        var lost = Assert.Throws<DeviceLostException>(() => buffer.CopyTo(onHost));
        Assert.Contains("Copying 12 B from device 0 (Fake GPU A) to host memory failed on device 0 (Fake GPU A)", lost.Message, StringComparison.Ordinal);
        Assert.Throws<DeviceLostException>(() => buffer.MoveTo(HostMemory.Shared));
        Assert.Same(fake.Device, buffer.Memory);
    }

    [Fact]
    public void One_lost_device_leaves_the_others_alone()
    {
        using var fake = new FakeDriver();
        using var lost = new DeviceBuffer<int>(fake.Device, 3);
        using var good = new DeviceBuffer<int>(fake.Driver.Devices[1], [1, 2, 3]);
        fake.Lose();

        Assert.Throws<DeviceLostException>(lost.Clear);

        Assert.Equal([1, 2, 3], good.ToArray());
        Assert.Null(fake.Driver.Devices[1].Loss);
    }

    [Fact]
    public void After_a_reset_of_the_device_buffers_say_so_and_can_be_disposed()
    {
        using var fake = new FakeDriver(mayMakeWrongCalls: true);
        var buffer = new DeviceBuffer<int>(fake.Device, 3);
        fake.Reset();

        var lost = Assert.Throws<DeviceLostException>(() => buffer.ToArray());

        Assert.Contains("The device's primary context was reset", lost.Message, StringComparison.Ordinal);
        buffer.Dispose();
        Assert.True(buffer.IsDisposed);
        Assert.Equal(0, fake.Device.LiveBuffers);
    }

    [Fact]
    public void A_free_that_is_refused_is_thrown_once_and_not_tried_again()
    {
        using var fake = new FakeDriver();
        var buffer = new DeviceBuffer<int>(fake.Device, 3);
        fake.Fail("cuMemFree_v2", 1, times: 1);

        var failure = Assert.Throws<CudaException>(buffer.Dispose);
        buffer.Dispose();

        Assert.Contains("Freeing a buffer failed on device 0 (Fake GPU A): CUDA_ERROR_INVALID_VALUE", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, fake.Calls("cuMemFree_v2"));
    }

    [Fact]
    public void A_free_that_is_refused_is_a_failed_release_of_a_tracked_buffer()
    {
        using var fake = new FakeDriver();
        var buffer = new DeviceBuffer<int>(fake.Device, 3);
        var handle = buffer.Track("stubborn");
        fake.Fail("cuMemFree_v2", 1, times: 1);

        var result = fake.Cleaner.Reaper.Release(handle);

        Assert.Equal(ReleaseStatus.Failed, result.Status);
        Assert.IsType<CudaException>(result.Exception);
        Assert.Equal(0, fake.Tracker.Totals.Live);
    }

    [Fact]
    public void A_buffer_that_cannot_be_cleared_is_not_leaked()
    {
        using var fake = new FakeDriver();
        fake.Fail("cuMemsetD8_v2", 1, times: 1);

        Assert.Throws<CudaException>(() => new DeviceBuffer<int>(fake.Device, 3));

        Assert.Equal(0, fake.LiveBlocks);
        Assert.Equal((0, 0), (fake.Device.AllocatedBytes, fake.Device.LiveBuffers));
        Assert.True(fake.Device.TryReleaseContext());
    }

    [Fact]
    public void A_buffer_that_cannot_be_filled_is_not_leaked()
    {
        using var fake = new FakeDriver();
        fake.Fail("cuMemcpyHtoD_v2", 1, times: 1);

        Assert.Throws<CudaException>(() => new DeviceBuffer<int>(fake.Device, [1, 2, 3]));

        Assert.Equal(0, fake.LiveBlocks);
    }

    [Fact]
    public void A_move_that_fails_on_the_way_changes_nothing_and_leaks_nothing()
    {
        using var fake = new FakeDriver();
        using var buffer = new DeviceBuffer<int>(fake.Device, [1, 2, 3]);
        fake.Fail("cuMemcpyPeer", 1, times: 1);

        Assert.Throws<CudaException>(() => buffer.MoveTo(fake.Driver.Devices[1]));

        Assert.Same(fake.Device, buffer.Memory);
        Assert.Equal([1, 2, 3], buffer.ToArray());
        Assert.Equal(1, fake.LiveBlocks);
    }

    [Fact]
    public void Content_moves_from_device_to_device()
    {
        using var fake = new FakeDriver();
        using var buffer = new DeviceBuffer<int>(fake.Device, [1, 2, 3]);

        buffer.MoveTo(fake.Driver.Devices[1]);

        Assert.Same(fake.Driver.Devices[1], buffer.Memory);
        Assert.Equal([1, 2, 3], buffer.ToArray());
        Assert.Equal((0, 12), (fake.Device.AllocatedBytes, fake.Driver.Devices[1].AllocatedBytes));
    }

    [Fact]
    public void A_stream_that_cannot_be_made_leaves_nothing()
    {
        using var fake = new FakeDriver();
        fake.Fail("cuStreamCreate", 2, times: 1);

        Assert.Throws<CudaException>(fake.Device.CreateStream);

        Assert.True(fake.Device.TryReleaseContext());
        using var stream = fake.Device.CreateStream();
        Assert.NotEqual(0, stream.DangerousHandle);
    }

    [Fact]
    public void Giving_up_a_buffer_of_a_stream_does_not_wait_for_it()
    {
        using var fake = new FakeDriver();
        using var stream = fake.Device.CreateStream();
        var buffer = new DeviceBuffer<byte>(stream, 10 * FakeDriver.Mebibyte);

        buffer.Dispose();
        Assert.Equal((0, 0), (fake.Calls("cuStreamSynchronize"), fake.Calls("cuMemFree_v2")));
        Assert.Equal(FakeDriver.ContextBytes + (10 * FakeDriver.Mebibyte), fake.Used());

        stream.Synchronize();
        fake.Device.Synchronize();
        Assert.Equal(0, fake.LiveBlocks);
    }

    [Fact]
    public void A_stream_outlives_its_disposal_until_its_last_buffer_is_gone()
    {
        using var fake = new FakeDriver();
        var stream = fake.Device.CreateStream();
        var buffer = new DeviceBuffer<byte>(stream, 100);

        stream.Dispose();
        Assert.Equal(0, fake.Calls("cuStreamDestroy_v2"));
        buffer.Dispose();

        Assert.Equal(1, fake.Calls("cuStreamDestroy_v2"));
        Assert.True(fake.Device.TryReleaseContext());
    }
}
