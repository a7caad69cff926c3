using System.Runtime.CompilerServices;

namespace ResourceHygiene.Cuda.Tests;

/// <summary>What a buffer does in every memory alike.</summary>
public sealed class BufferTests
{
    public static TheoryData<string> All => Memories.All;

    public static TheoryData<string> Limited => Memories.Limited;

    [Theory]
    [MemberData(nameof(All))]
    public void A_new_buffer_holds_zeros(string kind)
    {
        using var memories = new Memories(kind);
        using var buffer = new DeviceBuffer<int>(memories.Memory, 4);

        Assert.Equal([0, 0, 0, 0], buffer.ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_was_copied_in_comes_out(string kind)
    {
        using var memories = new Memories(kind);
        using var buffer = new DeviceBuffer<float>(memories.Memory, [1, 2, 3, 4]);

        buffer.CopyFrom([20, 30], at: 1);
        var part = new float[2];
        buffer.CopyTo(part, from: 2);

        Assert.Equal([1, 20, 30, 4], buffer.ToArray());
        Assert.Equal([30, 4], part);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Length_and_size_are_in_elements_and_bytes(string kind)
    {
        using var memories = new Memories(kind);
        var buffer = new DeviceBuffer<long>(memories.Memory, 3);

        Assert.Equal(3, buffer.Length);
        Assert.Equal(24, buffer.SizeInBytes);
        Assert.Same(memories.Memory, buffer.Memory);
        Assert.NotEqual(0, buffer.DangerousAddress);
        buffer.Dispose();
        Assert.Equal(0, buffer.SizeInBytes);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Content_is_copied_from_buffer_to_buffer(string kind)
    {
        using var memories = new Memories(kind);
        using var first = new DeviceBuffer<int>(memories.Memory, [1, 2]);
        using var second = new DeviceBuffer<int>(memories.Memory, 4);

        first.CopyTo(second, at: 1);

        Assert.Equal([0, 1, 2, 0], second.ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Content_is_copied_to_and_from_another_memory(string kind)
    {
        using var memories = new Memories(kind);
        using var here = new DeviceBuffer<int>(memories.Memory, [1, 2]);
        using var host = new DeviceBuffer<int>(HostMemory.Shared, 2);
        using var back = new DeviceBuffer<int>(memories.Memory, 2);

        here.CopyTo(host);
        host.CopyTo(back);

        Assert.Equal([1, 2], host.ToArray());
        Assert.Equal([1, 2], back.ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Clearing_leaves_zeros(string kind)
    {
        using var memories = new Memories(kind);
        using var buffer = new DeviceBuffer<int>(memories.Memory, [1, 2]);

        buffer.Clear();

        Assert.Equal([0, 0], buffer.ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_does_not_lie_within_is_refused_before_anything_is_copied(string kind)
    {
        using var memories = new Memories(kind);
        using var buffer = new DeviceBuffer<int>(memories.Memory, [1, 2, 3]);
        using var shorter = new DeviceBuffer<int>(memories.Memory, 2);

        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.CopyFrom([9, 9], at: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.CopyFrom([9], at: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.CopyTo(new int[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.CopyTo(new int[1], from: long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.CopyTo(shorter));
        Assert.Equal([1, 2, 3], buffer.ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_length_that_makes_no_sense_is_refused(string kind)
    {
        using var memories = new Memories(kind);

        Assert.Throws<ArgumentOutOfRangeException>(() => new DeviceBuffer<int>(memories.Memory, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DeviceBuffer<int>(memories.Memory, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DeviceBuffer<int>(memories.Memory, long.MaxValue / 2));
        Assert.Throws<ArgumentNullException>(() => new DeviceBuffer<int>((DeviceMemory)null!, 1));
        Assert.Equal(0, memories.Memory.Location.IsDevice ? memories.Memory.LiveBuffers : 0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_disposed_buffer_refuses_every_use_and_may_be_disposed_again(string kind)
    {
        using var memories = new Memories(kind);
        var buffer = new DeviceBuffer<int>(memories.Memory, 2);
        buffer.Dispose();
        buffer.Dispose();

        Assert.True(buffer.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => buffer.ToArray());
        Assert.Throws<ObjectDisposedException>(() => buffer.CopyFrom([1]));
        Assert.Throws<ObjectDisposedException>(buffer.Clear);
        Assert.Throws<ObjectDisposedException>(buffer.OpenOnHost);
        Assert.Throws<ObjectDisposedException>(() => buffer.DangerousAddress);
        Assert.Throws<ObjectDisposedException>(() => buffer.MoveTo(new HostMemory(100)));
        Assert.Throws<ObjectDisposedException>(() => buffer.Track());
        Assert.Contains("freed", buffer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void The_memory_counts_what_its_buffers_hold(string kind)
    {
        using var memories = new Memories(kind);
        var first = new DeviceBuffer<int>(memories.Memory, 100);
        var second = new DeviceBuffer<byte>(memories.Memory, 100);

        Assert.Equal((500, 2), (memories.Memory.AllocatedBytes, memories.Memory.LiveBuffers));
        first.Dispose();
        second.Dispose();
        Assert.Equal((0, 0), (memories.Memory.AllocatedBytes, memories.Memory.LiveBuffers));
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void Allocation_and_free_show_in_memory_info(string kind)
    {
        using var memories = new Memories(kind);
        using var context = new DeviceBuffer<byte>(memories.Memory, 1);
        var before = memories.Memory.GetInfo();

        var buffer = new DeviceBuffer<byte>(memories.Memory, 10_000_000);
        var during = memories.Memory.GetInfo();
        buffer.Dispose();

        Assert.Equal(10_000_000, before.FreeBytes - during.FreeBytes);
        Assert.Equal(before, memories.Memory.GetInfo());
        Assert.Equal(FakeDriver.TotalBytes, before.TotalBytes);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_view_reads_the_content_and_keeps_it_from_being_freed(string kind)
    {
        using var memories = new Memories(kind);
        var buffer = new DeviceBuffer<int>(memories.Memory, [1, 2, 3]);

        using (var view = buffer.OpenOnHost())
        {
            buffer.Dispose();
            Assert.Equal([1, 2, 3], view.Span.ToArray());
            Assert.Equal(!memories.Memory.IsHost, view.IsCopy);
        }

        Assert.Equal(0, memories.Memory.Location.IsDevice ? memories.Memory.LiveBuffers : 0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_view_that_was_disposed_refuses_to_be_read(string kind)
    {
        using var memories = new Memories(kind);
        using var buffer = new DeviceBuffer<int>(memories.Memory, 2);
        var view = buffer.OpenOnHost();
        view.Dispose();
        view.Dispose();

        Assert.Throws<ObjectDisposedException>(() => view.Span.Length);
        Assert.Equal([0, 0], buffer.ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_buffer_is_freed_without_holding_the_caller_up(string kind)
    {
        using var memories = new Memories(kind);
        var buffer = new DeviceBuffer<int>(memories.Memory, 3);

        await buffer.DisposeAsync();
        await buffer.DisposeAsync();

        Assert.True(buffer.IsDisposed);
        Assert.Equal(0, memories.Memory.Location.IsDevice ? memories.Memory.LiveBuffers : 0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_buffer_of_a_stream_is_used_and_freed_in_its_order(string kind)
    {
        using var memories = new Memories(kind);
        using var stream = memories.Memory.CreateStream();
        var buffer = new DeviceBuffer<int>(stream, 3);

        Assert.Equal([0, 0, 0], buffer.ToArray());
        buffer.CopyFrom([1, 2, 3]);
        using (var view = buffer.OpenOnHost())
            Assert.Equal([1, 2, 3], view.Span.ToArray());
        await buffer.DisposeAsync();
        stream.Synchronize();

        Assert.True(buffer.IsDisposed);
        Assert.Same(memories.Memory, stream.Memory);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_stream_that_was_disposed_takes_no_buffers_and_those_it_has_stay_good(string kind)
    {
        using var memories = new Memories(kind);
        var stream = memories.Memory.CreateStream();
        var buffer = new DeviceBuffer<int>(stream, 3);
        var another = memories.Memory.CreateStream();
        stream.Dispose();
        another.Dispose();

        buffer.CopyFrom([1, 2, 3]);
        Assert.Equal([1, 2, 3], buffer.ToArray());
        buffer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => new DeviceBuffer<int>(another, 3));
        Assert.Throws<ObjectDisposedException>(another.Synchronize);
        Assert.Throws<ObjectDisposedException>(() => another.DangerousHandle);
    }

    [Fact]
    public void A_view_that_is_forgotten_gives_the_block_back_once_it_was_found()
    {
        using var memories = new Memories(Memories.HostInItsPlace);
        var buffer = new DeviceBuffer<int>(memories.Memory, [1, 2, 3]);
        Forget(buffer);
        buffer.Dispose();

        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.Equal((0, 0), (memories.Memory.AllocatedBytes, memories.Memory.LiveBuffers));
        GC.KeepAlive(buffer);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(DeviceBuffer<int> buffer) => _ = buffer.OpenOnHost();
}
