namespace ResourceHygiene.Generated.Tests;

/// <summary>Tracked structs: copies share one release.</summary>
public partial class StructTests
{
    [TrackedResource(Type = "test_pin")]
    private partial struct Pin
    {
        private readonly Journal? _journal;
        [Owned] private readonly Part? _first;
        [Owned] private readonly ValuePart _second;

        public Pin(Journal journal, bool track = true)
        {
            _journal = journal;
            _first = journal.Part("first");
            _second = new ValuePart(journal, "second");
            if (track)
                Track(name: "pin", bytes: 16);
        }

        public readonly ResourceHandle Handle => TrackedHandle;

        public readonly void Use() => ThrowIfReleased();

        public void TrackAgain() => Track();

        [Trim]
        private readonly long Shrink(TrimRequest request)
        {
            _journal?.Add($"trim {request.BytesWanted}");
            return 4;
        }

        partial void OnReleasing(in ReleaseContext context) => _journal?.Add($"releasing, {context.Reason}");
    }

    [TrackedResource(Type = "test_clip")]
    private readonly partial record struct Clip : ISizedResource
    {
        [Owned] private readonly Part _audio;

        public Clip(Journal journal, string title)
        {
            _audio = journal.Part("audio");
            Title = title;
            Track();
        }

        public string Title { get; init; }

        public long SizeInBytes => 12;

        public ResourceHandle Handle => TrackedHandle;
    }

    [TrackedResource(Type = "test_ticket")]
    private readonly partial struct Ticket
    {
        [Owned] private readonly AsyncPart _request;

        public Ticket(Journal journal, Task gate)
        {
            _request = new AsyncPart(journal, "request", gate);
            Track();
        }
    }

    [TrackedResource(Type = "test_hand")]
    private readonly partial struct HandWritten : IDisposable
    {
        private readonly Journal _journal;
        [Owned] private readonly Part _part;

        public HandWritten(Journal journal)
        {
            _journal = journal;
            _part = journal.Part("part");
            Track();
        }

        public ResourceHandle Handle => TrackedHandle;

        public void Dispose()
        {
            _journal.Add("mine");
            ReleaseTracked();
        }
    }

    [TrackedResource(Type = "test_note")]
    private partial struct Note : ITrimmable, IPersistable
    {
        private readonly Journal _journal;
        private int _saves;

        public Note(Journal journal)
        {
            _journal = journal;
            _saves = 0;
            Track();
        }

        public readonly ResourceHandle Handle => TrackedHandle;

        public readonly long Trim(TrimRequest request) => 7;

        public void Persist(ReleaseContext context) => _journal.Add($"saved {++_saves}");

        partial void OnReleasing(in ReleaseContext context) => _journal.Add($"releasing after {_saves}");
    }

    [TrackedResource(Type = "test_board")]
    private sealed partial class Board
    {
        [Owned] private readonly Pin _pin;
        [Owned] private readonly Pin? _none;

        public Board(Journal journal)
        {
            _pin = new Pin(journal);
            _none = null;
            Track();
        }
    }

    private static readonly string[] s_all = ["releasing, Disposed", "second", "first"];

    [Fact]
    public void Copies_release_once_together()
    {
        var journal = new Journal();
        var pin = new Pin(journal);
        Pin copy = pin;

        copy.Dispose();
        pin.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pin.Use());

        Assert.Equal(s_all, journal.Entries);
    }

    [Fact]
    public async Task Copies_on_many_threads_release_once()
    {
        var journal = new Journal();
        var pin = new Pin(journal);
        using var start = new Barrier(8);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                Pin copy = pin;
                start.SignalAndWait();
                copy.Dispose();
            },
            TaskCreationOptions.LongRunning)));

        Assert.Equal(s_all, journal.Entries);
    }

    [Fact]
    public void Boxed_copy_releases_what_the_value_owns()
    {
        var journal = new Journal();
        IDisposable boxed = new Pin(journal);

        boxed.Dispose();

        Assert.Equal(s_all, journal.Entries);
    }

    [Fact]
    public void Runtime_knows_and_releases_the_value()
    {
        var journal = new Journal();
        var pin = new Pin(journal);
        Assert.True(ResourceTracker.Shared.TryGetInfo(pin.Handle, out var info));
        Assert.Equal("pin", info.Name);
        Assert.Equal(16, info.Bytes);

        Assert.Equal(4, Reaper.Shared.Trim(pin.Handle, 30).BytesFreed);
        ResourceTracker.Shared.Release(pin.Handle, ReleaseReason.Pressure);
        pin.Dispose();

        Assert.Equal(["trim 30", "releasing, Pressure", "second", "first"], journal.Entries);
    }

    [Fact]
    public void Lease_puts_off_the_release_of_all_copies()
    {
        var journal = new Journal();
        var pin = new Pin(journal);
        Assert.True(pin.TryLease(out Lease lease));

        pin.Dispose();
        Assert.Empty(journal.Entries);

        lease.Dispose();
        Assert.Equal(s_all, journal.Entries);
        Assert.False(pin.TryLease(out _));
    }

    [Fact]
    public void Value_that_was_never_registered_is_released_all_the_same()
    {
        var journal = new Journal();

        new Pin(journal, track: false).Dispose();

        Assert.Equal(s_all, journal.Entries);
    }

    [Fact]
    public void Default_value_owns_nothing()
    {
        Pin pin = default;

        pin.Use();
        Assert.False(pin.TryLease(out _));
        Assert.True(pin.Handle.IsNone);
        pin.Dispose();
    }

    [Fact]
    public void Second_registration_is_refused()
    {
        using var pin = new Pin(new Journal());

        Assert.Throws<InvalidOperationException>(() =>
        {
            Pin copy = pin;
            copy.TrackAgain();
        });
    }

    [Fact]
    public void Copy_made_with_with_shares_the_release()
    {
        var journal = new Journal();
        var clip = new Clip(journal, "a");
        Clip renamed = clip with { Title = "b" };

        Assert.Equal(clip.Handle, renamed.Handle);
        Assert.True(ResourceTracker.Shared.TryGetInfo(clip.Handle, out var info));
        Assert.Equal(12, info.Bytes);
        renamed.Dispose();
        clip.Dispose();

        Assert.Equal(["audio"], journal.Entries);
    }

    [Fact]
    public async Task Asynchronous_release_is_shared_too()
    {
        var journal = new Journal();
        var gate = new TaskCompletionSource();
        var ticket = new Ticket(journal, gate.Task);
        Ticket copy = ticket;

        Task release = ticket.DisposeAsync().AsTask();
        await copy.DisposeAsync();
        Assert.Empty(journal.Entries);
        gate.SetResult();
        await release;

        Assert.Equal(["request"], journal.Entries);
    }

    [Fact]
    public void Hand_written_Dispose_runs_whoever_lets_the_value_go()
    {
        var byOwner = new Journal();
        new HandWritten(byOwner).Dispose();
        Assert.Equal(["mine", "part"], byOwner.Entries);

        var byRuntime = new Journal();
        ResourceTracker.Shared.Release(new HandWritten(byRuntime).Handle, ReleaseReason.Pressure);
        Assert.Equal(["mine", "part"], byRuntime.Entries);
    }

    [Fact]
    public void Owner_of_a_tracked_struct_releases_it()
    {
        var journal = new Journal();

        new Board(journal).Dispose();

        Assert.Equal(s_all, journal.Entries);
    }

    [Fact]
    public void Interfaces_of_the_runtime_that_the_struct_has_itself_are_called_on_the_shared_value()
    {
        var journal = new Journal();
        var note = new Note(journal);

        Assert.Equal(7, Reaper.Shared.Trim(note.Handle, 1).BytesFreed);
        ResourceTracker.Shared.Release(note.Handle, ReleaseReason.Pressure);

        Assert.Equal(["saved 1", "releasing after 1"], journal.Entries);
    }
}
