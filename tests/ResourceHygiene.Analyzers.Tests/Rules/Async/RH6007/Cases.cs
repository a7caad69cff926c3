using ResourceHygiene.Analyzers.Tests.Rules.Memory;

namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6007;

/// <summary>Locks that only their thread can leave, around awaits and yields.</summary>
public sealed class Cases
{
    private const string Fields =
        """
        private readonly object _gate = new();
        private readonly SemaphoreSlim _semaphore = new(1, 1);
        private readonly ReaderWriterLockSlim _lock = new();
        private readonly Mutex _mutex = new();
        private readonly Semaphore _kernel = new(1, 1);

        """;

    [Theory]
    [InlineData("Monitor.Enter(_gate)", "Monitor.Exit(_gate)")]
    [InlineData("_lock.EnterReadLock()", "_lock.ExitReadLock()")]
    [InlineData("_lock.EnterWriteLock()", "_lock.ExitWriteLock()")]
    [InlineData("_lock.EnterUpgradeableReadLock()", "_lock.ExitUpgradeableReadLock()")]
    [InlineData("_mutex.WaitOne()", "_mutex.ReleaseMutex()")]
    public Task An_await_while_the_lock_is_held(string enter, string leave) => InClass(
        $$"""
        async Task M(Stream stream, byte[] data)
        {
            {|RH6007:{{enter}}|};
            try
            {
                await stream.WriteAsync(data);
            }
            finally
            {
                {{leave}};
            }
        }
        """);

    [Theory]
    [InlineData("if ({|RH6007:Monitor.TryEnter(_gate)|}) { try { await Task.Yield(); } finally { Monitor.Exit(_gate); } }")]
    [InlineData("if ({|RH6007:_mutex.WaitOne(100)|}) { try { await Task.Yield(); } finally { _mutex.ReleaseMutex(); } }")]
    [InlineData("{|RH6007:_lock.EnterReadLock()|}; try { await foreach (var item in items) Console.WriteLine(item); } finally { _lock.ExitReadLock(); }")]
    [InlineData("{|RH6007:_lock.EnterReadLock()|}; try { if (flag) return; for (int i = 0; i < 3; i++) { await Task.Delay(i); } } finally { _lock.ExitReadLock(); }")]
    [InlineData("for (;;) { {|RH6007:_lock.EnterReadLock()|}; try { await Task.Yield(); } finally { _lock.ExitReadLock(); } }")]
    public Task Other_ways_to_stop(string statements) => InClass($"async Task M(bool flag, IAsyncEnumerable<int> items) {{ {statements} }}");

    [Fact]
    public Task A_yield_while_the_lock_is_held() => InClass(
        """
        IEnumerable<int> M(int[] numbers)
        {
            {|RH6007:_lock.EnterReadLock()|};
            try
            {
                foreach (int number in numbers)
                    yield return number;
            }
            finally
            {
                _lock.ExitReadLock();
            }
        }
        """);

    [Theory]
    [InlineData("_lock.EnterReadLock(); try { Work(); } finally { _lock.ExitReadLock(); } await Task.Yield();")]
    [InlineData("await Task.Yield(); _lock.EnterReadLock(); try { Work(); } finally { _lock.ExitReadLock(); }")]
    [InlineData("await _semaphore.WaitAsync(); try { await Task.Yield(); } finally { _semaphore.Release(); }")]
    [InlineData("_semaphore.Wait(); try { await Task.Yield(); } finally { _semaphore.Release(); }")]
    [InlineData("_kernel.WaitOne(); try { await Task.Yield(); } finally { _kernel.Release(); }")]
    [InlineData("_mutex.WaitOne(); Work(); _mutex.ReleaseMutex(); await Task.Yield();")]
    [InlineData("if (!Monitor.TryEnter(_gate)) { await Task.Yield(); return; } try { Work(); } finally { Monitor.Exit(_gate); }")]
    [InlineData("while (!Monitor.TryEnter(_gate)) await Task.Delay(1); Work(); Monitor.Exit(_gate);")]
    [InlineData("for (;;) { _lock.EnterReadLock(); try { Work(); } finally { _lock.ExitReadLock(); } await Task.Yield(); }")]
    [InlineData("Monitor.Enter(_gate); if (flag) { Monitor.Exit(_gate); await Task.Yield(); return; } Work(); Monitor.Exit(_gate);")]
    [InlineData("Task task; _lock.EnterReadLock(); try { task = Task.Run(async () => await Task.Yield()); } finally { _lock.ExitReadLock(); } await task;")]
    [InlineData("lock (_gate) Work(); await Task.Yield();")]
    public Task Left_before_it_stops_or_bound_to_no_thread(string statements) => InClass($"async Task M(bool flag) {{ {statements} }} private static void Work() {{ }}");

    [Theory]
    [InlineData("_lock.EnterReadLock(); int[] all; try { all = numbers.ToArray(); } finally { _lock.ExitReadLock(); } foreach (int number in all) yield return number;")]
    [InlineData("yield return 0; _lock.EnterReadLock(); try { Array.Sort(numbers); } finally { _lock.ExitReadLock(); } yield return 1;")]
    public Task Left_before_it_yields(string statements) => InClass($"IEnumerable<int> M(int[] numbers) {{ {statements} }}");

    private static Task InClass(string member) => MemoryCode.InFile($"class C\n{{\n{Fields}{member}\n}}");
}
