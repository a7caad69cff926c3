namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.Locks;

/// <summary>Locks that a method enters and leaves: RH1002 where a path forgets to leave, RH1003 where only an exception does.</summary>
public sealed class LockTests
{
    private const string Fields =
        """
        private readonly object _gate = new();
        private readonly SemaphoreSlim _semaphore = new(1, 1);
        private readonly ReaderWriterLockSlim _lock = new();
        private readonly Lock _fast = new();
        private SpinLock _spin;
        private int _count;
        private void Leave() { _semaphore.Release(); }
        private sealed class Releaser(SemaphoreSlim semaphore) : IDisposable { public void Dispose() => semaphore.Release(); }
        private sealed class Scope(object owner) : IDisposable { public void Dispose() => owner.ToString(); }

        """;

    [Theory]
    [InlineData("_semaphore.Wait()", "_semaphore.Release();")]
    [InlineData("Monitor.Enter(_gate)", "Monitor.Exit(_gate);")]
    [InlineData("_lock.EnterReadLock()", "_lock.ExitReadLock();")]
    [InlineData("_lock.EnterWriteLock()", "_lock.ExitWriteLock();")]
    [InlineData("_lock.EnterUpgradeableReadLock()", "_lock.ExitUpgradeableReadLock();")]
    [InlineData("_fast.Enter()", "_fast.Exit();")]
    public Task An_early_return_forgets_to_leave(string enter, string leave) => InClass(
        $$"""
        bool M(bool flag)
        {
            {|RH1002:{{enter}}|};
            if (flag)
                return false;
            _count++;
            {{leave}}
            return true;
        }
        """);

    [Fact]
    public Task A_throw_forgets_to_leave() => InClass(
        """
        void M(bool flag)
        {
            {|RH1002:Monitor.Enter(_gate)|};
            if (flag)
                throw new InvalidOperationException();
            Monitor.Exit(_gate);
        }
        """);

    [Fact]
    public Task A_semaphore_that_an_async_method_forgets() => InClass(
        """
        async Task<int> M(Stream stream, byte[] data)
        {
            await {|RH1002:_semaphore.WaitAsync()|}.ConfigureAwait(false);
            if (data.Length == 0)
                return 0;
            _semaphore.Release();
            return 1;
        }
        """);

    [Fact]
    public Task An_exception_leaves_the_lock_held() => InClass(
        """
        async Task M(Stream stream, byte[] data)
        {
            await {|RH1003:_semaphore.WaitAsync()|};
            await stream.WriteAsync(data);
            _semaphore.Release();
        }
        """);

    [Fact]
    public Task What_is_entered_if_it_succeeds() => InClass(
        """
        void M(bool flag)
        {
            if (!{|RH1002:Monitor.TryEnter(_gate)|})
                return;
            if (flag)
                return;
            Monitor.Exit(_gate);
        }
        """);

    [Fact]
    public Task A_loop_that_goes_on_without_leaving() => InClass(
        """
        void M(int[] numbers)
        {
            foreach (int number in numbers)
            {
                {|RH1002:_semaphore.Wait()|};
                if (number == 0)
                    break;
                _semaphore.Release();
            }
        }
        """);

    [Theory]
    [InlineData("_semaphore.Wait(); try { Work(); } finally { _semaphore.Release(); }")]
    [InlineData("await _semaphore.WaitAsync(); try { Work(); } finally { _semaphore.Release(); }")]
    [InlineData("await _semaphore.WaitAsync().ConfigureAwait(false); try { if (flag) return; Work(); } finally { _semaphore.Release(); }")]
    [InlineData("_semaphore.Wait(); _count++; _semaphore.Release();")]
    [InlineData("if (!_semaphore.Wait(0)) return; try { Work(); } finally { _semaphore.Release(); }")]
    [InlineData("if (_semaphore.Wait(100)) { try { Work(); } finally { _semaphore.Release(); } }")]
    [InlineData("if (!await _semaphore.WaitAsync(100)) return; try { Work(); } finally { _semaphore.Release(); }")]
    [InlineData("bool taken = false; try { Monitor.Enter(_gate, ref taken); Work(); } finally { if (taken) Monitor.Exit(_gate); }")]
    [InlineData("bool taken = false; try { Monitor.TryEnter(_gate, 100, ref taken); if (!taken) return; Work(); } finally { if (taken) Monitor.Exit(_gate); }")]
    [InlineData("bool taken = Monitor.TryEnter(_gate); try { Work(); } finally { if (taken) Monitor.Exit(_gate); }")]
    [InlineData("bool taken = false; try { _spin.Enter(ref taken); _count++; } finally { if (taken) _spin.Exit(); }")]
    [InlineData("_lock.EnterUpgradeableReadLock(); try { if (flag) { _lock.EnterWriteLock(); try { Work(); } finally { _lock.ExitWriteLock(); } } } finally { _lock.ExitUpgradeableReadLock(); }")]
    [InlineData("_lock.EnterReadLock(); bool found = flag; _lock.ExitReadLock(); if (found) return; Work();")]
    [InlineData("Monitor.Enter(_gate); Monitor.Pulse(_gate); Monitor.Exit(_gate); Work();")]
    [InlineData("lock (_gate) { if (flag) return; Work(); }")]
    [InlineData("using (_fast.EnterScope()) Work();")]
    public Task Left_on_every_path(string statements) => InClass($"async Task M(bool flag) {{ {statements} await Task.Yield(); }} private static extern void Work();");

    [Theory]
    [InlineData("void EnterChecked(bool flag) { _semaphore.Wait(); if (flag) { _semaphore.Release(); throw new ObjectDisposedException(\"\"); } }")]
    [InlineData("async Task<IDisposable> M(bool flag) { await _semaphore.WaitAsync(); if (flag) { _semaphore.Release(); throw new Exception(); } return new Releaser(_semaphore); }")]
    [InlineData("IDisposable M(bool flag) { Monitor.Enter(_gate); if (flag) { Monitor.Exit(_gate); throw new Exception(); } return new Scope(this); }")]
    [InlineData("void M(Action work) { _semaphore.Wait(); Task.Run(() => { try { work(); } finally { _semaphore.Release(); } }); }")]
    [InlineData("void M(bool flag) { _semaphore.Wait(); if (flag) { _semaphore.Release(); return; } Leave(); }")]
    [InlineData("void M() { _semaphore.Wait(); _count++; }")]
    [InlineData("void M() { _count++; _semaphore.Release(); }")]
    [InlineData("void M(bool flag) { _semaphore.Release(); if (flag) return; _semaphore.Wait(); }")]
    [InlineData("void M(List<SemaphoreSlim> all, SemaphoreSlim one, bool flag) { one.Wait(); all.Add(one); if (flag) return; one.Release(); }")]
    public Task Left_by_somebody_else(string member) => InClass(member);

    private static Task InClass(string member) => MemoryCode.InFile($"class C\n{{\n{Fields}{member}\n}}");
}
