using System.Reflection;

namespace ResourceHygiene.Tests;

public sealed class SteadyStateTests
{
    [Fact]
    public void Register_touch_lease_and_release_allocate_nothing_once_warm()
    {
        var tracker = new ResourceTracker();
        var resource = new Plain();
        Cycle(tracker, resource, 1_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Cycle(tracker, resource, 10_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(11_000, tracker.Totals.Released);
    }

    [Fact]
    public void A_slot_whose_generations_are_used_up_is_never_used_again()
    {
        // Days of reuse away through the public surface, so the table is put in as it would be then.
        const ulong LastGeneration = (1UL << 40) - 2;
        var tracker = new ResourceTracker();
        var field = typeof(ResourceTracker).GetField("_slots", BindingFlags.Instance | BindingFlags.NonPublic)!;
        field.SetValue(tracker, Activator.CreateInstance(field.FieldType, LastGeneration - 1));
        var resource = new Plain();

        var secondToLast = tracker.Register(resource, new() { Type = "x" });
        tracker.Release(secondToLast);
        var last = tracker.Register(resource, new() { Type = "x" });
        tracker.Release(last);
        var elsewhere = tracker.Register(resource, new() { Type = "x" });

        Assert.Equal((0, LastGeneration - 1), Parts(secondToLast));
        Assert.Equal((0, LastGeneration), Parts(last));
        Assert.Equal((1, LastGeneration - 1), Parts(elsewhere));
        Assert.Equal(ReleaseStatus.AlreadyReleased, tracker.Release(last).Status);
        Assert.False(tracker.TryLease(last, out _));
        Assert.Equal(ReleaseStatus.Released, tracker.Release(elsewhere).Status);
    }

    private static (int Slot, ulong Generation) Parts(ResourceHandle handle) => ((int)(handle.Value & 0xFFFFFF), handle.Value >> 24);

    private static void Cycle(ResourceTracker tracker, Plain resource, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var handle = tracker.Register(resource, new()
            {
                Type = "x",
                Name = "name",
                Bytes = 100,
                Site = new("file.cs", 1, "member"),
            });
            tracker.Touch(handle);
            if (tracker.TryLease(handle, out var lease))
                lease.Dispose();
            tracker.Release(handle);
        }
    }

    private sealed class Plain : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
