using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResourceHygiene.Generated.Tests;

/// <summary>Classes that own native state directly: freed once, by the owner, the runtime or the finalizer.</summary>
public partial class NativeStateTests
{
    [TrackedResource(Type = "test_block")]
    private partial class Block : IAsyncDisposable
    {
        private static readonly Dictionary<int, Journal> s_journals = [];

        [Owned] private readonly Part _before;
        [Owned(Family = "test.block")] private int _number;
        [Owned(Family = "heap.hglobal")] private nint _memory;
        [Owned(Family = "pin.gchandle")] private GCHandle _pin;
        [Owned] private readonly Part _after;

        public Block(Journal journal, int number)
        {
            lock (s_journals)
                s_journals[number] = journal;
            _before = journal.Part("before");
            _number = number;
            _memory = Marshal.AllocHGlobal(16);
            _pin = GCHandle.Alloc("pinned");
            _after = journal.Part("after");
            Track();
        }

        public ResourceHandle Handle => TrackedHandle;

        public bool IsFreed => _number == 0 && _memory == 0 && !_pin.IsAllocated;

        private static void Free([Releases(Family = "test.block")] int number)
        {
            lock (s_journals)
                s_journals[number].Add($"free {number}");
        }
    }

    private sealed class Wide(Journal journal, int number) : Block(journal, number)
    {
        private readonly Journal _journal = journal;

        protected override void Dispose(bool disposing)
        {
            _journal.Add($"wide {disposing}");
            base.Dispose(disposing);
        }
    }

    [Fact]
    public void Native_state_is_freed_in_order_with_the_rest_and_once()
    {
        var journal = new Journal();
        var block = new Block(journal, 1);

        block.Dispose();
        block.Dispose();

        Assert.Equal(["after", "free 1", "before"], journal.Entries);
        Assert.True(block.IsFreed);
    }

    [Fact]
    public async Task Asynchronous_release_frees_it_last()
    {
        var journal = new Journal();
        var block = new Block(journal, 2);

        await block.DisposeAsync();
        await block.DisposeAsync();

        Assert.Equal(["after", "before", "free 2"], journal.Entries);
    }

    [Fact]
    public void Runtime_frees_it_and_a_derived_class_takes_part()
    {
        var journal = new Journal();
        var block = new Wide(journal, 3);

        ResourceTracker.Shared.Release(block.Handle, ReleaseReason.Pressure);
        block.Dispose();

        Assert.Equal(["wide True", "after", "free 3", "before"], journal.Entries);
    }

    [Fact]
    public void Finalizer_frees_native_state_only()
    {
        var journal = new Journal();

        Forget(journal);
        for (var attempt = 0; attempt < 10 && journal.Entries.Length == 0; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(["free 4"], journal.Entries);
    }

    [Fact]
    public void Released_instance_is_not_finalized()
    {
        var journal = new Journal();

        Release(journal);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.Equal(["after", "free 5", "before"], journal.Entries);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(Journal journal) => _ = new Block(journal, 4);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Release(Journal journal) => new Block(journal, 5).Dispose();
}
