using System.Globalization;
using Xunit.Abstractions;

namespace ResourceHygiene.Tests.Linearizability;

/// <summary>
/// Several threads do at random whatever may be done with a few resources; every answer they get must be one that they could have got
/// one after another. <c>RH_SEED</c> repeats a run's choices, <c>RH_ROUNDS</c> makes it longer.
/// </summary>
public sealed class LinearizabilityTests(ITestOutputHelper output)
{
    private const int Threads = 4;
    private const int Resources = 2;
    private const int OperationsPerThread = 10;

    private readonly int _seed = Setting("RH_SEED") ?? Random.Shared.Next();
    private readonly int _rounds = Setting("RH_ROUNDS") ?? 1_500;

    [Fact]
    public void What_threads_are_told_could_have_been_told_one_after_another()
    {
        output.WriteLine($"RH_SEED={_seed}");
        var tracker = new ResourceTracker();
        var clock = 0L;
        var things = new Thing[Resources];
        var handles = new ResourceHandle[Resources];
        var histories = new List<Operation>[Threads, Resources];
        using var barrier = new Barrier(Threads + 1);
        var failures = new List<Exception>();
        var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() => Live(number))).ToArray();
        Array.ForEach(threads, static thread => thread.Start());

        var wrong = "";
        for (var round = 0; round < _rounds; round++)
        {
            for (var i = 0; i < Resources; i++)
            {
                // Every other has nothing to run, and is released in another way.
                things[i] = new Thing(i % 2 == 0 ? new Disposable() : new object());
                handles[i] = tracker.Register(things[i].Resource, new() { Type = $"type {i}", Bytes = 10 });
            }

            barrier.SignalAndWait();
            barrier.SignalAndWait();
            for (var i = 0; i < Resources && wrong.Length == 0 && failures.Count == 0; i++)
                wrong = Examine(round, i);
        }
        Array.ForEach(threads, static thread => thread.Join());

        Assert.Empty(failures);
        Assert.True(wrong.Length == 0, $"RH_SEED={_seed}\n{wrong}");
        Assert.Equal(new TrackerTotals(0, 0, _rounds * Resources, _rounds * Resources, 0), tracker.Totals);

        void Live(int number)
        {
            var random = new Random(HashCode.Combine(_seed, number));
            for (var round = 0; round < _rounds; round++)
            {
                barrier.SignalAndWait();
                try
                {
                    PlayRound(number, random);
                }
                catch (Exception exception)
                {
                    lock (failures)
                        failures.Add(exception);
                }
                barrier.SignalAndWait();
            }
        }

        void PlayRound(int number, Random random)
        {
            var leases = new Stack<Lease>[Resources];
            for (var i = 0; i < Resources; i++)
                (leases[i], histories[number, i]) = (new(), []);

            for (var step = 0; step < OperationsPerThread; step++)
            {
                var i = random.Next(Resources);
                var action = random.Next(10) switch
                {
                    < 4 => Action.Lease,
                    < 7 => Action.Return,
                    7 => Action.Release,
                    8 => Action.ReleaseOrDefer,
                    _ => Action.Dispose,
                };
                if (action != Action.Return || leases[i].Count > 0)
                    histories[number, i].Add(Perform(number, action, handles[i], leases[i]));
                if (random.Next(8) == 0)
                    Thread.Yield();
            }

            for (var i = 0; i < Resources; i++)
            {
                while (leases[i].Count > 0)
                    histories[number, i].Add(Perform(number, Action.Return, handles[i], leases[i]));
            }
        }

        Operation Perform(int number, Action action, ResourceHandle handle, Stack<Lease> leases)
        {
            var called = Interlocked.Increment(ref clock);
            var answer = Ask(tracker, action, handle, leases);
            return new(number, action, answer, called, Interlocked.Increment(ref clock));
        }

        string Examine(int round, int i)
        {
            var all = new List<Operation>();
            for (var number = 0; number < Threads; number++)
                all.AddRange(histories[number, i]);
            // By the last caller, so that it is known how it ended.
            all.Add(Perform(Threads, Action.Dispose, handles[i], new()));
            all.Sort(static (left, right) => left.Called.CompareTo(right.Called));

            var releases = (things[i].Resource as Disposable)?.Releases ?? 1;
            return History.IsLinearizable(all) && releases == 1
                ? ""
                : $"round {round}, resource {i}, released {releases} times:\n{string.Join('\n', all)}";
        }
    }

    [Fact]
    public void The_search_accepts_what_overlaps_in_some_order()
    {
        Assert.True(History.IsLinearizable(
        [
            new(0, Action.Lease, "True", 1, 4),
            new(1, Action.Release, "Leased", 2, 3),
            new(0, Action.Return, "True", 5, 8),
            new(1, Action.Release, "Released", 6, 7),
        ]));
    }

    [Theory]
    [InlineData("Released", "Released")]
    [InlineData("AlreadyReleased", "AlreadyReleased")]
    public void The_search_refuses_two_winners_and_none(string first, string second)
    {
        Assert.False(History.IsLinearizable(
        [
            new(0, Action.Release, first, 1, 3),
            new(1, Action.Release, second, 2, 4),
        ]));
    }

    [Fact]
    public void The_search_refuses_a_lease_that_was_given_after_the_release_had_returned()
    {
        Assert.False(History.IsLinearizable(
        [
            new(0, Action.Release, "Released", 1, 2),
            new(1, Action.Lease, "True", 3, 4),
        ]));
    }

    private static string Ask(ResourceTracker tracker, Action action, ResourceHandle handle, Stack<Lease> leases)
    {
        switch (action)
        {
            case Action.Lease:
                var isLeased = tracker.TryLease(handle, out var lease);
                if (isLeased)
                    leases.Push(lease);
                return isLeased.ToString();
            case Action.Return:
                leases.Pop().Dispose();
                return "True";
            case Action.Release:
                return tracker.Release(handle).Status.ToString();
            case Action.ReleaseOrDefer:
                return tracker.Release(handle, ReleaseReason.Pressure, WhenLeased.Defer).Status.ToString();
            default:
                return tracker.Release(handle, ReleaseReason.Disposed, WhenLeased.Defer).Status.ToString();
        }
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Keeps the resource alive.</summary>
    private sealed record Thing(object Resource);

    private sealed class Disposable : IDisposable
    {
        private int _releases;

        public int Releases => Volatile.Read(ref _releases);

        public void Dispose() => Interlocked.Increment(ref _releases);
    }
}
