using System.Collections.Concurrent;

namespace ResourceHygiene.Cuda.Tests;

/// <summary>A buffer's content moves between memories, also while other threads use and free it.</summary>
public sealed class MoveTests
{
    public static TheoryData<string> Limited => Memories.Limited;

    [Theory]
    [MemberData(nameof(Limited))]
    public void Content_moves_to_the_host_and_back(string kind)
    {
        using var memories = new Memories(kind);
        using var buffer = new DeviceBuffer<int>(memories.Memory, [1, 2, 3]);

        buffer.MoveTo(HostMemory.Shared);
        Assert.Same(HostMemory.Shared, buffer.Memory);
        Assert.Equal(0, memories.Memory.AllocatedBytes);
        Assert.Equal([1, 2, 3], buffer.ToArray());

        buffer.MoveTo(memories.Memory);
        Assert.Equal(12, memories.Memory.AllocatedBytes);
        Assert.Equal([1, 2, 3], buffer.ToArray());
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void A_move_to_where_there_is_no_room_changes_nothing(string kind)
    {
        using var memories = new Memories(kind);
        using var buffer = new DeviceBuffer<int>(memories.Memory, [1, 2, 3]);

        Assert.Throws<DeviceOutOfMemoryException>(() => buffer.MoveTo(new HostMemory(11)));

        Assert.Same(memories.Memory, buffer.Memory);
        Assert.Equal([1, 2, 3], buffer.ToArray());
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void Many_threads_use_and_free_without_a_copy_into_freed_memory(string kind)
    {
        using var memories = new Memories(kind);
        for (var round = 0; round < 50; round++)
        {
            var buffer = new DeviceBuffer<int>(memories.Memory, 256);
            using var start = new Barrier(5);
            var failures = new ConcurrentQueue<Exception>();
            Thread[] threads =
            [
                Start(() => buffer.CopyFrom([1])),
                Start(() => buffer.CopyTo(new int[3])),
                Start(() => buffer.MoveTo(HostMemory.Shared)),
                Start(() => buffer.MoveTo(memories.Memory)),
            ];
            start.SignalAndWait();
            buffer.Dispose();
            foreach (var thread in threads)
                thread.Join();

            Assert.True(buffer.IsDisposed);
            Assert.Empty(failures);

            Thread Start(Action use)
            {
                var thread = new Thread(() =>
                {
                    start.SignalAndWait();
                    try
                    {
                        for (var i = 0; i < 20; i++)
                            use();
                    }
                    catch (ObjectDisposedException) when (buffer.IsDisposed)
                    {
                        // The one that disposed was first.
                    }
                    catch (Exception failure)
                    {
                        failures.Enqueue(failure);
                    }
                });
                thread.Start();
                return thread;
            }
        }

        Assert.Equal((0, 0), (memories.Memory.AllocatedBytes, memories.Memory.LiveBuffers));
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void Many_moves_at_once_lose_and_leak_nothing(string kind)
    {
        using var memories = new Memories(kind);
        using var buffer = new DeviceBuffer<int>(memories.Memory, [1, 2, 3]);
        using var start = new Barrier(4);
        var failures = new ConcurrentQueue<Exception>();
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(worker => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                for (var i = 0; i < 50; i++)
                    buffer.MoveTo((i + worker) % 2 == 0 ? HostMemory.Shared : memories.Memory);
            }
            catch (Exception failure)
            {
                failures.Enqueue(failure);
            }
        }))];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();

        Assert.Empty(failures);
        Assert.Equal([1, 2, 3], buffer.ToArray());
        Assert.Equal(buffer.Memory == memories.Memory ? 1 : 0, memories.Memory.LiveBuffers);
        buffer.MoveTo(HostMemory.Shared);
        Assert.Equal((0, 0), (memories.Memory.AllocatedBytes, memories.Memory.LiveBuffers));
    }
}
