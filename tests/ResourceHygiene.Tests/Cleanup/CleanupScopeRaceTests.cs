namespace ResourceHygiene.Tests;

/// <summary>Threads that give a scope something, or take it back, while it ends.</summary>
public sealed class CleanupScopeRaceTests
{
    [Fact]
    public async Task Threads_that_attach_while_it_ends_leak_nothing_and_nothing_goes_twice()
    {
        for (var round = 0; round < 50; round++)
        {
            var scope = new CleanupScope();
            var things = Enumerable.Range(0, 400).Select(_ => new Counted()).ToArray();
            using var start = new Barrier(5);
            var attaching = Enumerable.Range(0, 4).Select(thread => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    for (var i = thread; i < things.Length; i += 4)
                    {
                        try
                        {
                            scope.Own(things[i]);
                        }
                        catch (ObjectDisposedException)
                        {
                            Assert.Equal(1, things[i].Disposals);
                        }
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)).ToArray();
            start.SignalAndWait();
            scope.Dispose();
            await Task.WhenAll(attaching);

            Assert.All(things, static thing => Assert.Equal(1, thing.Disposals));
        }
    }

    [Fact]
    public async Task Of_a_detach_and_the_end_one_gets_the_thing()
    {
        for (var round = 0; round < 200; round++)
        {
            var scope = new CleanupScope();
            var thing = scope.Own(new Counted());
            using var start = new Barrier(2);
            var detached = Task.Run(() =>
            {
                start.SignalAndWait();
                try
                {
                    scope.Detach(thing);
                    return true;
                }
                catch (InvalidOperationException)
                {
                    return false;
                }
            });
            start.SignalAndWait();
            scope.Dispose();

            Assert.Equal(await detached ? 0 : 1, thing.Disposals);
        }
    }

    private sealed class Counted : IDisposable
    {
        private int _disposals;

        public int Disposals => Volatile.Read(ref _disposals);

        public void Dispose() => Interlocked.Increment(ref _disposals);
    }
}
