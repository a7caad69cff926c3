namespace ResourceHygiene.Generated.Tests;

/// <summary>Types that own something with a DisposeAsync.</summary>
public partial class AsyncReleaseTests
{
    [TrackedResource(Type = "test_upload")]
    private sealed partial class Upload
    {
        private readonly Journal _journal;
        [Owned] private readonly Part _log;
        [Owned] private readonly AsyncPart? _request;
        [Owned] private readonly Part _body;

        public Upload(Journal journal, Task? gate = null, Exception? failure = null, bool track = true)
        {
            _journal = journal;
            _log = journal.Part("log");
            _request = new AsyncPart(journal, "request", gate, failure);
            _body = journal.Part("body");
            if (track)
                Track();
        }

        public ResourceHandle Handle => TrackedHandle;

        public void Use() => ThrowIfReleased();

        public bool Lease(out Lease lease) => TryLease(out lease);

        partial void OnReleased(in ReleaseContext context) => _journal.Add($"released, {context.Reason}");
    }

    [TrackedResource(Type = "test_session")]
    private sealed partial class Session
    {
        [Owned] private readonly Part _socket;
        [Owned] private readonly Upload _upload;

        public Session(Journal journal, Task gate)
        {
            _socket = journal.Part("socket");
            _upload = new Upload(journal, gate);
            Track();
        }
    }

    [TrackedResource(Type = "test_mail")]
    private sealed partial class Mail(Journal journal)
    {
        [Owned] private readonly AsyncPart _transfer = new(journal, "transfer");

        public static Mail Open(Journal journal)
        {
            var mail = new Mail(journal);
            mail.Track();
            return mail;
        }

        public ResourceHandle Handle => TrackedHandle;

        public async ValueTask DisposeAsync()
        {
            journal.Add("mine");
            await ReleaseTrackedAsync();
        }
    }

    private static readonly string[] s_all = ["body", "request", "log", "released, Disposed"];

    [Fact]
    public async Task DisposeAsync_releases_in_order_and_once()
    {
        var journal = new Journal();
        var upload = new Upload(journal);

        await upload.DisposeAsync();
        await upload.DisposeAsync();
        upload.Dispose();

        Assert.Equal(s_all, journal.Entries);
        Assert.Throws<ObjectDisposedException>(upload.Use);
    }

    [Fact]
    public void Dispose_waits_for_what_is_released_asynchronously()
    {
        var journal = new Journal();

        new Upload(journal).Dispose();

        Assert.Equal(s_all, journal.Entries);
    }

    [Fact]
    public async Task Until_its_end_an_asynchronous_release_is_under_way()
    {
        var journal = new Journal();
        var gate = new TaskCompletionSource();
        var upload = new Upload(journal, gate.Task);

        Task release = upload.DisposeAsync().AsTask();
        Assert.True(ResourceTracker.Shared.TryGetInfo(upload.Handle, out var info));
        Assert.Equal(ResourceState.Releasing, info.State);
        upload.Use();
        await upload.DisposeAsync();
        Assert.False(release.IsCompleted);

        gate.SetResult();
        await release;
        Assert.Equal(s_all, journal.Entries);
        Assert.False(ResourceTracker.Shared.TryGetInfo(upload.Handle, out _));
    }

    [Fact]
    public async Task Instance_that_was_never_registered_is_released_once_too()
    {
        var journal = new Journal();
        var gate = new TaskCompletionSource();
        var upload = new Upload(journal, gate.Task, track: false);

        Task release = upload.DisposeAsync().AsTask();
        upload.Use();
        await upload.DisposeAsync();
        gate.SetResult();
        await release;

        Assert.Equal(s_all, journal.Entries);
        Assert.Throws<ObjectDisposedException>(upload.Use);
    }

    [Fact]
    public async Task Failure_of_an_awaited_member_does_not_stop_the_next()
    {
        var journal = new Journal();
        var upload = new Upload(journal, failure: new IOException("request"));

        var thrown = await Assert.ThrowsAsync<AggregateException>(async () => await upload.DisposeAsync());

        Assert.IsType<IOException>(Assert.Single(thrown.InnerExceptions));
        Assert.Equal(s_all, journal.Entries);
    }

    [Fact]
    public async Task Lease_puts_off_an_asynchronous_release_to_its_return()
    {
        var journal = new Journal();
        var upload = new Upload(journal);
        Assert.True(upload.Lease(out Lease lease));

        await upload.DisposeAsync();
        Assert.Empty(journal.Entries);

        lease.Dispose();
        Assert.Equal(s_all, journal.Entries);
    }

    [Fact]
    public async Task Lease_that_is_returned_asynchronously_awaits_the_release_that_was_put_off()
    {
        var journal = new Journal();
        var gate = new TaskCompletionSource();
        var upload = new Upload(journal, gate.Task);
        Assert.True(upload.Lease(out Lease first));
        Assert.True(upload.Lease(out Lease second));
        await upload.DisposeAsync();

        await first.DisposeAsync();
        Assert.Empty(journal.Entries);
        Task returned = second.DisposeAsync().AsTask();

        // Nothing waits: neither this thread nor who else asks.
        Assert.False(returned.IsCompleted);
        Assert.Equal(["body"], journal.Entries);
        Assert.False(upload.Lease(out _));
        await second.DisposeAsync();
        gate.SetResult();
        await returned;
        Assert.Equal(s_all, journal.Entries);
    }

    [Fact]
    public async Task Lease_in_an_await_using_is_returned_at_its_end()
    {
        var journal = new Journal();
        var upload = new Upload(journal);
        Assert.True(upload.Lease(out Lease lease));
        await using (lease)
        {
            await upload.DisposeAsync();
            Assert.Empty(journal.Entries);
        }

        Assert.Equal(s_all, journal.Entries);
    }

    [Fact]
    public void Release_by_the_runtime_is_over_when_it_says_so()
    {
        var journal = new Journal();
        var upload = new Upload(journal);

        var result = ResourceTracker.Shared.Release(upload.Handle, ReleaseReason.Pressure);

        Assert.Equal(ReleaseStatus.Released, result.Status);
        Assert.Equal(["body", "request", "log", "released, Pressure"], journal.Entries);
    }

    [Fact]
    public void Runtime_waits_no_longer_than_its_deadline()
    {
        var journal = new Journal();
        var gate = new TaskCompletionSource();
        var upload = new Upload(journal, gate.Task);
        using var over = new CancellationTokenSource();
        over.Cancel();

        var result = Reaper.Shared.Release(upload.Handle, ReleaseReason.Pressure, deadline: over.Token);
        gate.SetResult();

        Assert.Equal(ReleaseStatus.Failed, result.Status);
        Assert.IsAssignableFrom<OperationCanceledException>(result.Exception);
    }

    [Fact]
    public async Task Many_callers_of_both_release_once()
    {
        var journal = new Journal();
        var upload = new Upload(journal);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            if (i % 2 == 0)
                upload.Dispose();
            else
                await upload.DisposeAsync();
        })));
        ResourceTracker.Shared.Release(upload.Handle);

        Assert.Equal(1, journal.Entries.Count(entry => entry == "request"));
    }

    [Fact]
    public async Task Owner_awaits_what_its_members_await()
    {
        var journal = new Journal();
        var gate = new TaskCompletionSource();

        Task release = new Session(journal, gate.Task).DisposeAsync().AsTask();
        Assert.False(release.IsCompleted);
        gate.SetResult();
        await release;

        Assert.Equal([.. s_all, "socket"], journal.Entries);
    }

    [Fact]
    public async Task Hand_written_DisposeAsync_runs_whoever_lets_the_resource_go()
    {
        var byOwner = new Journal();
        await Mail.Open(byOwner).DisposeAsync();
        Assert.Equal(["mine", "transfer"], byOwner.Entries);

        var byDispose = new Journal();
        Mail.Open(byDispose).Dispose();
        Assert.Equal(["mine", "transfer"], byDispose.Entries);

        var byRuntime = new Journal();
        ResourceTracker.Shared.Release(Mail.Open(byRuntime).Handle, ReleaseReason.Pressure);
        Assert.Equal(["mine", "transfer"], byRuntime.Entries);
    }

    [TrackedResource(Type = "test_hooked")]
    private sealed partial class Hooked
    {
        private readonly Journal _journal;
        private readonly Task _gate;
        [Owned] private readonly Part _part;

        public Hooked(Journal journal, Task gate)
        {
            _journal = journal;
            _gate = gate;
            _part = journal.Part("part");
            Track();
        }

        public ResourceHandle Handle => TrackedHandle;

        partial void OnReleasing(in ReleaseContext context) => _journal.Add("releasing");

        private async ValueTask OnReleasingAsync(ReleaseContext context)
        {
            await _gate;
            _journal.Add($"flushed, {context.Reason}");
        }

        private async Task OnReleasedAsync(ReleaseContext context)
        {
            await Task.Yield();
            _journal.Add("said so");
            throw new IOException("nobody listens");
        }
    }

    [Fact]
    public async Task Hooks_that_are_awaited_run_around_the_release_of_the_members()
    {
        var journal = new Journal();
        var gate = new TaskCompletionSource();
        var hooked = new Hooked(journal, gate.Task);

        Task release = hooked.DisposeAsync().AsTask();
        Assert.Equal(["releasing"], journal.Entries);
        gate.SetResult();
        var thrown = await Assert.ThrowsAsync<AggregateException>(() => release);

        Assert.IsType<IOException>(Assert.Single(thrown.InnerExceptions));
        Assert.Equal(["releasing", "flushed, Disposed", "part", "said so"], journal.Entries);
    }

    [Fact]
    public void Hooks_that_are_awaited_are_waited_for_by_Dispose_and_by_the_runtime()
    {
        var journal = new Journal();
        ResourceTracker.Shared.Release(new Hooked(journal, Task.CompletedTask).Handle, ReleaseReason.Pressure);
        Assert.Equal(["releasing", "flushed, Pressure", "part", "said so"], journal.Entries);

        var byOwner = new Journal();
        Assert.Throws<AggregateException>(new Hooked(byOwner, Task.CompletedTask).Dispose);
        Assert.Equal(["releasing", "flushed, Disposed", "part", "said so"], byOwner.Entries);
    }
}
