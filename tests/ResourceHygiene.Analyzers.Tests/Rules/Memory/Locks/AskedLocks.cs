namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.Locks;

/// <summary>Who asks a lock whether it is held hears yes after entering it, and only about the way in which it was entered.</summary>
public sealed class AskedLocks
{
    private const string Fields =
        """
        private readonly object _gate = new();
        private readonly ReaderWriterLockSlim _lock = new();
        private readonly ReaderWriterLock _old = new();
        private readonly Lock _fast = new();
        private SpinLock _spin;
        private int _count;
        private static extern void Work();

        """;

    [Theory]
    [InlineData("_lock.EnterReadLock()", "_lock.IsReadLockHeld", "_lock.ExitReadLock()")]
    [InlineData("_lock.EnterWriteLock()", "_lock.IsWriteLockHeld", "_lock.ExitWriteLock()")]
    [InlineData("_lock.EnterWriteLock()", "_lock.IsWriteLockHeld == true", "_lock.ExitWriteLock()")]
    [InlineData("_lock.EnterUpgradeableReadLock()", "_lock.IsUpgradeableReadLockHeld", "_lock.ExitUpgradeableReadLock()")]
    [InlineData("_old.AcquireWriterLock(10)", "_old.IsWriterLockHeld", "_old.ReleaseWriterLock()")]
    [InlineData("Monitor.Enter(_gate)", "Monitor.IsEntered(_gate)", "Monitor.Exit(_gate)")]
    [InlineData("Monitor.Enter(_gate)", "Monitor.IsEntered(_gate) == true", "Monitor.Exit(_gate)")]
    [InlineData("Monitor.Enter(_gate)", "Monitor.IsEntered(_gate) is true", "Monitor.Exit(_gate)")]
    [InlineData("_lock.EnterReadLock()", "_lock.IsReadLockHeld is true", "_lock.ExitReadLock()")]
    [InlineData("_fast.Enter()", "_fast.IsHeldByCurrentThread", "_fast.Exit()")]
    public Task Left_if_it_is_held(string enter, string question, string leave) =>
        InClass($"int M() {{ try {{ {enter}; Work(); return _count; }} finally {{ if ({question}) {leave}; }} }}");

    [Theory]
    [InlineData("Monitor.Enter(_gate)", "bool held = Monitor.IsEntered(_gate); if (held)")]
    [InlineData("Monitor.Enter(_gate)", "bool held = Monitor.IsEntered(_gate) == true; if (held)")]
    [InlineData("{|RH1002:Monitor.Enter(_gate)|}", "bool held = Monitor.IsEntered(_lock); if (held)")]
    [InlineData("{|RH1002:Monitor.Enter(_gate)|}", "if (Monitor.IsEntered(_lock) == true)")]
    [InlineData("{|RH1002:Monitor.Enter(_gate)|}", "if (Monitor.IsEntered(_lock) is true)")]
    public Task Left_by_an_answer(string enter, string question) =>
        InClass($"int M() {{ try {{ {enter}; Work(); return _count; }} finally {{ {question} Monitor.Exit(_gate); }} }}");

    [Fact]
    public Task Left_by_a_jump_where_it_is_not_held() => InClass(
        """
        void M(bool flag)
        {
            try
            {
                if (flag)
                    _lock.EnterWriteLock();
                Work();
            }
            finally
            {
                bool isHeld = _lock.IsWriteLockHeld;
                if (isHeld)
                    _lock.ExitWriteLock();
            }
        }
        """);

    [Fact]
    public Task Both_ways_are_asked_for_and_left() => InClass(
        """
        void M(bool flag)
        {
            try
            {
                _lock.EnterUpgradeableReadLock();
                if (flag)
                    _lock.EnterWriteLock();
                Work();
            }
            finally
            {
                if (_lock.IsWriteLockHeld)
                    _lock.ExitWriteLock();
                if (_lock.IsUpgradeableReadLockHeld)
                    _lock.ExitUpgradeableReadLock();
            }
        }
        """);

    [Theory]
    [InlineData("_lock.IsWriteLockHeld")]
    [InlineData("_other.IsReadLockHeld")]
    [InlineData("_count > 0")]
    public Task Another_question_says_nothing(string question) => InClass(
        $"private readonly ReaderWriterLockSlim _other = new(); int M() {{ try {{ {{|RH1002:_lock.EnterReadLock()|}}; Work(); return _count; }} finally {{ if ({question}) _lock.ExitReadLock(); }} }}");

    [Fact]
    public Task Asked_too_early() => InClass(
        """
        void M(bool flag)
        {
            bool isHeld = _lock.IsReadLockHeld;
            {|RH1002:_lock.EnterReadLock()|};
            Work();
            if (isHeld)
                _lock.ExitReadLock();
        }
        """);

    [Theory]
    [InlineData("_count += (int)System.Runtime.Intrinsics.Vector128.ToScalar(System.Runtime.Intrinsics.Vector128.Create(1, 2, 3, 4));", "_spin.Enter(ref taken)")]
    [InlineData("_count += File.ReadAllText(\"a\").Length;", "{|RH1003:_spin.Enter(ref taken)|}")]
    public Task Computing_in_registers_throws_nothing(string work, string enter) => MemoryCode.InFile(
        $"class C\n{{\n{Fields}void M() {{ bool taken = false; {enter}; {work} if (taken) _spin.Exit(); }}\n}}");

    private const string State = "private readonly SemaphoreSlim _semaphore = new(1, 1); private bool _isDisposed; private bool IsShuttingDown { get; set; } private enum Phase { Open, Shutdown } private Phase _phase; private string _kind; private IDisposable disposable; ";

    [Theory]
    [InlineData("!_isDisposed")]
    [InlineData("!(this.IsShuttingDown)")]
    [InlineData("_phase != Phase.Shutdown")]
    public Task Left_unless_the_object_is_over(string question) => InClass(
        State + $"async Task M() {{ await _semaphore.WaitAsync(); try {{ Work(); await Task.Yield(); }} finally {{ if ({question}) _semaphore.Release(); }} }}");

    [Theory]
    [InlineData("_phase != Phase.Open")]
    [InlineData("_count == 0")]
    [InlineData("_isDisposed")]
    [InlineData("IsShuttingDown")]
    [InlineData("_phase == Phase.Shutdown")]
    [InlineData("disposable != null")]
    [InlineData("_kind != \"disposed\"")]
    [InlineData("!_isDisposed && _count == 0")]
    [InlineData("_count == 0) Work(); else if (!_isDisposed")]
    public Task Left_unless_something_else_is(string question) => InClass(
        State + $"async Task M() {{ await {{|RH1002:_semaphore.WaitAsync()|}}; try {{ Work(); await Task.Yield(); }} finally {{ if ({question}) _semaphore.Release(); }} }}");

    [Fact]
    public Task Forgotten_by_a_return_of_an_object_that_is_over() => InClass(
        State + "async Task M() { await {|RH1002:_semaphore.WaitAsync()|}; if (_isDisposed) return; Work(); _semaphore.Release(); }");

    [Fact]
    public Task Forgotten_by_another_return() => InClass(
        State + "async Task M() { await {|RH1002:_semaphore.WaitAsync()|}; if (_count == 0) return; Work(); if (!_isDisposed) _semaphore.Release(); }");

    private static Task InClass(string member) => MemoryCode.InFile($"class C\n{{\n{Fields}{member}\n}}");
}
