using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ResourceHygiene.Workers.Tests.Payloads;

[Collection(nameof(CountsSegments))]
public sealed partial class SegmentMapTests : IDisposable
{
    private readonly PayloadAudit _before = PayloadAudit.Now();
    private readonly SegmentPool _pool = new(new() { Tracker = new() });
    private readonly SegmentMap _map = new();

    public void Dispose()
    {
        _map.Dispose();
        _pool.Dispose();
        Assert.Equal(_before.ToString(), PayloadAudit.Now().ToString());
    }

    [Fact]
    public void What_one_side_writes_the_other_reads_without_a_copy()
    {
        using var sent = _pool.Copy<double>([1, 2, 3]);
        using var received = _map.Open<double>(sent.Describe());

        Assert.Equal([1, 2, 3], received.ToArray());
        received.Span[1] = 20;
        sent.Span[2] = 30;

        Assert.Equal([1, 20, 30], sent.ToArray());
        Assert.Equal([1, 20, 30], received.ToArray());
    }

    [Fact]
    public void A_segment_is_mapped_once_however_often_it_is_opened()
    {
        for (var round = 0; round < 20; round++)
        {
            using var sent = _pool.Rent<byte>(1_000_000);
            sent.Span[^1] = (byte)round;
            using var received = _map.Open<byte>(sent.Describe());
            Assert.Equal(round, received.Span[^1]);
        }

        Assert.Equal(1, _map.Count);
        // The pool's own mapping and the one of the map; a descriptor of the pool only.
        var now = PayloadAudit.Now();
        Assert.Equal(_before.Mappings + 2, now.Mappings);
        Assert.Equal(_before.Descriptors + 1, now.Descriptors);
    }

    [Fact]
    public void A_part_is_opened_where_it_lies()
    {
        using var lease = _pool.Rent(1000);
        lease.Span(128, 4).Fill(7);

        using var received = _map.Open<byte>(lease.Describe(128, 4));

        Assert.Equal([7, 7, 7, 7], received.ToArray());
    }

    [Fact]
    public void What_the_owner_let_go_is_unmapped_on_command_and_while_it_is_used_afterwards()
    {
        var sent = _pool.Rent<byte>(10);
        var received = _map.Open<byte>(sent.Describe());

        Assert.True(_map.Forget(sent.Lease.SegmentId));

        Assert.False(_map.Forget(sent.Lease.SegmentId));
        Assert.Equal(0, _map.Count);
        received.Span[0] = 9;
        Assert.Equal(9, sent.Span[0]);
        received.Dispose();
        Assert.Equal(_before.Mappings + 1, PayloadAudit.Now().Mappings);
        sent.Dispose();
    }

    [Fact]
    public void Memory_that_was_let_go_is_free_although_another_process_maps_it_still()
    {
        var sent = _pool.Rent<byte>(1_000_000);
        sent.Span.Fill(1);
        using var received = _map.Open<byte>(sent.Describe());

        sent.Dispose();
        _pool.Trim();

        Assert.Equal(0, received.Span.IndexOfAnyExcept((byte)0) + 1);
    }

    [Fact]
    public void A_number_of_mappings_is_kept_and_those_not_used_for_longest_go()
    {
        var leases = Enumerable.Range(0, 300).Select(_ => _pool.Rent(1)).ToArray();
        foreach (var lease in leases)
            _map.Open(lease.Describe(0, 1)).Dispose();

        Assert.InRange(_map.Count, 100, 256);
        foreach (var lease in leases)
            lease.Dispose();
    }

    [Theory]
    [InlineData("short")]
    [InlineData("other file")]
    [InlineData("closed")]
    [InlineData("malformed")]
    [InlineData("no such process")]
    [InlineData("no whole number")]
    public void A_description_that_is_not_so_is_refused_and_says_what_it_was(string what)
    {
        using var sent = _pool.Rent<byte>(100);
        var good = sent.Describe();
        var bad = what switch
        {
            "short" => good with { Capacity = good.Capacity + 4096 },
            "other file" => good with { Identity = good.Identity + 1 },
            "closed" => good with { FileDescriptor = 1_000_000 },
            "malformed" => good with { Length = good.Capacity + 1 },
            "no such process" => good with { OwnerProcessId = int.MaxValue },
            _ => good with { Length = 99 },
        };

        var exception = Record.Exception(() => what == "no whole number" ? _map.Open<int>(bad).Length : _map.Open<byte>(bad).Length);

        Assert.True(exception is InvalidDataException or IOException, exception?.ToString());
        Assert.Contains($"segment {good.SegmentId}.1", exception!.Message, StringComparison.Ordinal);
        Assert.Equal(0, _map.Count);
    }

    [Fact]
    public void Memory_that_its_owner_could_shorten_is_refused()
    {
        using var handle = new SafeFileHandle(CreateMemoryFile("rh-segment-of-a-test", 2), ownsHandle: true);
        RandomAccess.SetLength(handle, 65536);

        var exception = Assert.Throws<InvalidDataException>(() => _map.Open(Describe(handle)));

        Assert.Contains("not sealed", exception!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_that_may_not_be_written_is_refused()
    {
        using var handle = new SafeFileHandle(CreateMemoryFile("rh-segment-of-a-test", 2), ownsHandle: true);
        RandomAccess.SetLength(handle, 65536);
        Assert.Equal(0, Control((int)handle.DangerousGetHandle(), 1033, 2 | 4 | 8));

        var exception = Assert.Throws<InvalidDataException>(() => _map.Open(Describe(handle)));

        Assert.Contains("may not be written", exception!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_segment_of_the_pool_cannot_be_shortened_by_whoever_opens_it()
    {
        using var sent = _pool.Rent<byte>(100);
        var descriptor = sent.Describe();
        using var opened = File.OpenHandle($"/proc/{descriptor.OwnerProcessId}/fd/{descriptor.FileDescriptor}", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);

        Assert.Throws<UnauthorizedAccessException>(() => RandomAccess.SetLength(opened, 0));

        Assert.Equal(descriptor.Capacity, RandomAccess.GetLength(opened));
        Assert.NotEqual(0, Control((int)opened.DangerousGetHandle(), 1033, 8));
    }

    [Fact]
    public void What_was_rented_again_since_is_no_longer_good()
    {
        SegmentDescriptor old;
        using (var first = _pool.Rent<byte>(10))
            old = first.Describe();
        using var second = _pool.Rent<byte>(10);
        _map.Open(second.Describe()).Dispose();

        var exception = Assert.Throws<InvalidDataException>(() => _map.Open(old));

        Assert.Contains("rented again since", exception!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_a_segment_is_not_taken_for_another_one()
    {
        using var one = _pool.Rent<byte>(10);
        using var other = _pool.Rent<byte>(10);
        _map.Open(one.Describe()).Dispose();

        Assert.Throws<InvalidDataException>(() => _map.Open(other.Describe() with { SegmentId = one.Lease.SegmentId }));
    }

    [Fact]
    public void A_map_that_is_disposed_opens_nothing_and_lets_users_finish()
    {
        using var sent = _pool.Copy<byte>([5]);
        var received = _map.Open<byte>(sent.Describe());

        _map.Dispose();

        Assert.Throws<ObjectDisposedException>(() => _map.Open(sent.Describe()));
        Assert.Equal(5, received.Span[0]);
        received.Dispose();
    }

    private static SegmentDescriptor Describe(SafeFileHandle handle) => new()
    {
        SegmentId = long.MaxValue,
        OwnerProcessId = Environment.ProcessId,
        FileDescriptor = (int)handle.DangerousGetHandle(),
        Identity = IdentityOf(handle),
        Generation = 1,
        Capacity = 65536,
        Length = 1,
    };

    private static unsafe UInt128 IdentityOf(SafeFileHandle handle)
    {
        var status = stackalloc byte[256];
        Assert.Equal(0, GetStatus((int)handle.DangerousGetHandle(), "", 0x1000, 0x100, status));
        return new UInt128((*(uint*)(status + 136) * (1UL << 32)) | *(uint*)(status + 140), *(ulong*)(status + 32));
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int GetStatus(int directory, string path, int flags, uint mask, byte* status);
}
