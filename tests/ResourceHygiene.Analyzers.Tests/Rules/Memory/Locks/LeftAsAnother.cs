namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.Locks;

/// <summary>A lock is entered in one way and left in another.</summary>
public sealed class LeftAsAnother
{
    [Theory]
    [InlineData("[|_lock.EnterWriteLock()|]; try { Work(); } finally { _lock.ExitReadLock(); }")]
    [InlineData("[|_lock.EnterReadLock()|]; try { Work(); } finally { _lock.ExitWriteLock(); }")]
    [InlineData("[|_lock.EnterWriteLock()|]; try { Work(); } finally { _lock.ExitUpgradeableReadLock(); }")]
    [InlineData("try { [|_lock.EnterWriteLock()|]; Work(); } finally { if (_lock.IsReadLockHeld) _lock.ExitReadLock(); }")]
    [InlineData("[|_old.AcquireReaderLock(10)|]; try { Work(); } finally { _old.ReleaseWriterLock(); }")]
    public Task Left_as_if_it_were_entered_otherwise(string statements) => InMethod(statements);

    [Theory]
    [InlineData("_lock.EnterWriteLock(); try { Work(); } finally { _lock.ExitWriteLock(); }")]
    [InlineData("_lock.EnterReadLock(); try { Work(); } finally { _lock.ExitReadLock(); } _lock.EnterWriteLock(); try { Work(); } finally { _lock.ExitWriteLock(); }")]
    [InlineData("_lock.EnterUpgradeableReadLock(); try { _lock.EnterWriteLock(); try { Work(); } finally { _lock.ExitWriteLock(); } } finally { _lock.ExitUpgradeableReadLock(); }")]
    [InlineData("_lock.ExitReadLock(); _lock.EnterWriteLock();")]
    [InlineData("_lock.EnterReadLock(); _lock.ExitWriteLock();")]
    [InlineData("_lock.EnterWriteLock(); try { Work(); } finally { Leave(); }")]
    [InlineData("if (_flag) _lock.EnterWriteLock(); else _lock.EnterReadLock(); try { Work(); } finally { if (_flag) _lock.ExitWriteLock(); else _lock.ExitReadLock(); }")]
    [InlineData("_other.EnterWriteLock(); try { _lock.EnterReadLock(); } finally { _lock.ExitReadLock(); }")]
    [InlineData("_old.AcquireWriterLock(10); try { Work(); } finally { _old.ReleaseReaderLock(); }")]
    [InlineData("try { Work(); _lock.EnterReadLock(); } finally { _lock.ExitUpgradeableReadLock(); }")]
    public Task Left_as_it_was_entered_or_traded(string statements) => InMethod(statements);

    [Fact]
    public Task A_method_that_is_meant_to_enter() => MemoryCode.InFile(
        """
        class C
        {
            private readonly ReaderWriterLockSlim _lock = new();
            void EnterWrite() { _lock.EnterWriteLock(); try { Console.WriteLine(); } finally { _lock.ExitReadLock(); } }
        }
        """);

    private static Task InMethod(string statements) => MemoryCode.InFile(
        $$"""
        class C
        {
            private readonly ReaderWriterLockSlim _lock = new();
            private readonly ReaderWriterLockSlim _other = new();
            private readonly ReaderWriterLock _old = new();
            private bool _flag = true;
            private void Leave() => _lock.ExitWriteLock();
            private static void Work() { }
            void M() { {{statements}} }
        }
        """);
}
