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
        private readonly Mutex _mutex = new();
        private readonly Semaphore _kernel = new(1, 1);
        private readonly ReaderWriterLock _old = new();
        private readonly AutoResetEvent _signal = new(false);
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
    [InlineData("_mutex.WaitOne()", "_mutex.ReleaseMutex();")]
    [InlineData("_kernel.WaitOne()", "_kernel.Release();")]
    [InlineData("_old.AcquireReaderLock(10)", "_old.ReleaseReaderLock();")]
    [InlineData("_old.AcquireWriterLock(10)", "_old.ReleaseWriterLock();")]
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

    [Theory]
    [InlineData("_semaphore.Wait(100)", "_semaphore.Release();")]
    [InlineData("_mutex.WaitOne(100)", "_mutex.ReleaseMutex();")]
    [InlineData("_mutex.WaitOne()", "_mutex.ReleaseMutex();")]
    [InlineData("_kernel.WaitOne(TimeSpan.FromSeconds(1))", "_kernel.Release();")]
    [InlineData("_lock.TryEnterReadLock(100)", "_lock.ExitReadLock();")]
    [InlineData("_lock.TryEnterWriteLock(100)", "_lock.ExitWriteLock();")]
    [InlineData("_fast.TryEnter()", "_fast.Exit();")]
    [InlineData("Monitor.TryEnter(_gate, 100)", "Monitor.Exit(_gate);")]
    public Task What_is_entered_in_time_and_forgotten(string enter, string leave) => InClass(
        $$"""
        bool M(bool flag)
        {
            if (!{|RH1002:{{enter}}|})
                return false;
            if (flag)
                return false;
            _count++;
            {{leave}}
            return true;
        }
        """);

    [Theory]
    [InlineData("if (!await {|RH1002:_semaphore.WaitAsync(100)|}) return; if (flag) return; _semaphore.Release();")]
    [InlineData("if (await {|RH1002:_semaphore.WaitAsync(100)|}.ConfigureAwait(false)) { if (flag) return; _semaphore.Release(); }")]
    [InlineData("bool taken = await {|RH1002:_semaphore.WaitAsync(TimeSpan.Zero)|}; if (taken && flag) return; if (taken) _semaphore.Release();")]
    [InlineData("if (await {|RH1003:_semaphore.WaitAsync(100)|}) { Work(); _semaphore.Release(); }")]
    public Task What_is_entered_asynchronously_in_time_and_forgotten(string statements) => InClass($"async Task M(bool flag) {{ {statements} }} private static extern void Work();");

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
    [InlineData("if (await _semaphore.WaitAsync(100)) _semaphore.Release();")]
    [InlineData("bool taken = await _semaphore.WaitAsync(100).ConfigureAwait(false); try { Work(); } finally { if (taken) _semaphore.Release(); }")]
    [InlineData("bool taken = await _semaphore.WaitAsync(100); if (!taken) throw new TimeoutException(); try { Work(); } finally { _semaphore.Release(); }")]
    [InlineData("Task<bool> waiting = _semaphore.WaitAsync(100); if (await waiting) { if (flag) return; _semaphore.Release(); }")]
    [InlineData("_mutex.WaitOne(); try { if (flag) return; Work(); } finally { _mutex.ReleaseMutex(); }")]
    [InlineData("if (!_mutex.WaitOne(0)) return; try { Work(); } finally { _mutex.ReleaseMutex(); }")]
    [InlineData("bool held = false; try { held = _mutex.WaitOne(5000, false); if (!held) throw new TimeoutException(); Work(); } catch (AbandonedMutexException) { held = true; } finally { if (held) _mutex.ReleaseMutex(); }")]
    [InlineData("try { _mutex.WaitOne(); } catch (AbandonedMutexException) { } Work2(); _mutex.ReleaseMutex(); void Work2() { }")]
    [InlineData("using var mutex = new Mutex(false, \"x\"); mutex.WaitOne(); try { Work(); } finally { mutex.ReleaseMutex(); }")]
    [InlineData("_signal.WaitOne(); if (flag) return; _signal.Set();")]
    [InlineData("if (!_signal.WaitOne(100)) return; _signal.Reset(); Work();")]
    [InlineData("_kernel.WaitOne(); try { Work(); } finally { _kernel.Release(); }")]
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
