namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.Locks;

/// <summary>What is entered several times is left as often, and what one method enters another one may leave.</summary>
public sealed class CountedLocks
{
    [Theory]
    [InlineData("for (int i = 0; i < 2; i++) _slots.Wait(); try { Work(); } finally { _slots.Release(2); }")]
    [InlineData("_slots.Wait(); _slots.Wait(); try { Work(); } finally { _slots.Release(); _slots.Release(); }")]
    [InlineData("for (int i = 0; i < count; i++) _slots.Wait(); for (int i = 0; i < count; i++) _slots.Release();")]
    [InlineData("int taken = 0; try { while (taken < count) { _slots.Wait(); taken++; } } finally { while (taken-- > 0) _slots.Release(); }")]
    [InlineData("for (int i = 0; i < count; i++) { {|RH1002:_slots.Wait()|}; if (i == 3) return; _slots.Release(); }")]
    [InlineData("while (!{|RH1002:_slots.Wait(10)|}) Work(); if (count > 3) return; _slots.Release();")]
    public Task Entered_in_a_loop(string statements) => Leaks.LeakCode.InClass(
        $"private readonly SemaphoreSlim _slots = new(2); private static void Work() {{ }} void M(int count) {{ {statements} }}");

    [Theory]
    [InlineData("= new(0);", "_gate.Wait()")]
    [InlineData("= new SemaphoreSlim(0, 5);", "_gate.Wait()")]
    [InlineData("; public C() { _gate = new SemaphoreSlim(0); }", "_gate.Wait()")]
    [InlineData("= new(1);", "{|RH1002:_gate.Wait()|}")]
    [InlineData("; public C() { _gate = new SemaphoreSlim(8); }", "{|RH1002:_gate.Wait()|}")]
    public Task That_starts_taken(string made, string enter) => Leaks.LeakCode.InClass(
        $"private readonly SemaphoreSlim _gate {made} private int _count; void M(int max) {{ if (_count > max) {enter}; if (Interlocked.Decrement(ref _count) >= max) _gate.Release(); }}");

    private const string Opens = "private readonly Mutex _mutex = new(); private static void Work() { } bool Open() { {|#0:_mutex.WaitOne()|}; try { Work(); return true; } catch { _mutex.ReleaseMutex(); throw; } }";

    [Fact]
    public Task Left_by_another_method_unless_it_fails() =>
        Leaks.LeakCode.InClass(Opens.Replace("{|#0:_mutex.WaitOne()|}", "_mutex.WaitOne()") + " void Shut() { Work(); _mutex.ReleaseMutex(); }");
}
