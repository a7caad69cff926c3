namespace ResourceHygiene.Tests;

/// <summary>Slots and counters lie with the threads; nobody may notice.</summary>
public sealed class ThreadShareTests
{
    [Fact]
    public void Slots_that_one_thread_takes_and_another_gives_back_are_used_again()
    {
        var tracker = new ResourceTracker();
        var resource = new object();
        var highest = 0UL;
        var handles = new ResourceHandle[100];
        using var turn = new Barrier(2);
        var releaser = new Thread(() =>
        {
            for (var round = 0; round < 200; round++)
            {
                turn.SignalAndWait();
                Array.ForEach(handles, handle => tracker.Release(handle));
                turn.SignalAndWait();
            }
        });
        releaser.Start();
        for (var round = 0; round < 200; round++)
        {
            for (var i = 0; i < handles.Length; i++)
            {
                handles[i] = tracker.Register(resource, new() { Type = "x", Bytes = 1 });
                highest = Math.Max(highest, handles[i].Value & 0xFFFFFF);
            }
            turn.SignalAndWait();
            turn.SignalAndWait();
        }
        releaser.Join();

        // 100 at a time, and each of the threads keeps 64 at most.
        Assert.InRange(highest, 99UL, 100UL + 64 + 64 + 32);
        Assert.Equal(new TrackerTotals(0, 0, 20_000, 20_000, 0), tracker.Totals);
    }

    [Fact]
    public void What_a_thread_counted_stays_when_it_has_ended()
    {
        var tracker = new ResourceTracker();
        var resource = new object();
        var highest = 0UL;
        for (var i = 0; i < 100; i++)
        {
            var thread = new Thread(() =>
            {
                var kept = tracker.Register(resource, new() { Type = "kept", Bytes = 3 });
                tracker.Release(tracker.Register(resource, new() { Type = "gone", Bytes = 5 }));
                highest = Math.Max(highest, kept.Value & 0xFFFFFF);
            });
            thread.Start();
            thread.Join();
        }

        Assert.Equal(new TrackerTotals(100, 300, 200, 100, 0), tracker.Totals);
        Assert.Equal(300, tracker.TotalsOf("kept").Bytes);
        // One thread after another: each goes on with the slots of the one before.
        Assert.InRange(highest, 0UL, 127UL);
        GC.KeepAlive(resource);
    }

    [Fact]
    public void One_thread_may_use_many_trackers_in_turn()
    {
        var trackers = Enumerable.Range(0, 20).Select(_ => new ResourceTracker()).ToArray();
        var resource = new object();
        for (var round = 0; round < 10; round++)
        {
            foreach (var tracker in trackers)
                tracker.Release(tracker.Register(resource, new() { Type = "x", Bytes = 1 }));
        }

        Assert.All(trackers, tracker => Assert.Equal(new TrackerTotals(0, 0, 10, 10, 0), tracker.Totals));
    }

    [Fact]
    public void Totals_read_meanwhile_never_go_below_nothing()
    {
        var tracker = new ResourceTracker();
        var resource = new object();
        var isDone = false;
        var threads = Enumerable.Range(0, 3).Select(number => new Thread(() =>
        {
            for (var i = 0; i < 50_000; i++)
                tracker.Release(tracker.Register(resource, new() { Type = $"type {i % 3}", Bytes = number * 100_000 }), ReleaseReason.Disposed);
            Volatile.Write(ref isDone, number == 0 || Volatile.Read(ref isDone));
        })).ToArray();
        Array.ForEach(threads, static thread => thread.Start());
        while (!Volatile.Read(ref isDone))
        {
            var totals = tracker.Totals;
            Assert.True(totals is { Live: >= 0, Bytes: >= 0 } && totals.Registered >= totals.Released, totals.ToString());
            Assert.True(tracker.BytesAt(ResourceLocation.Host) >= 0);
        }
        Array.ForEach(threads, static thread => thread.Join());

        Assert.Equal(new TrackerTotals(0, 0, 150_000, 150_000, 0), tracker.Totals);
        Assert.Equal(0, tracker.BytesAt(ResourceLocation.Host));
    }
}
