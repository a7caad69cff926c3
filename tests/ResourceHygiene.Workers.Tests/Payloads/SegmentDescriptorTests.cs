namespace ResourceHygiene.Workers.Tests.Payloads;

public sealed class SegmentDescriptorTests
{
    private static readonly SegmentDescriptor s_good = new()
    {
        SegmentId = 7,
        OwnerProcessId = 4711,
        FileDescriptor = 63,
        Identity = new UInt128(1, 2),
        Generation = 3,
        Capacity = 65536,
        Offset = 64,
        Length = 1024,
    };

    [Fact]
    public void What_was_written_is_read()
    {
        var bytes = new byte[SegmentDescriptor.Size + 5];

        s_good.Write(bytes);

        Assert.True(SegmentDescriptor.TryRead(bytes, out var read));
        Assert.Equal(s_good, read);
        Assert.Equal(new byte[5], bytes[SegmentDescriptor.Size..]);
    }

    [Fact]
    public void The_bytes_are_the_same_on_every_machine()
    {
        var bytes = new byte[SegmentDescriptor.Size];

        s_good.Write(bytes);

        Assert.Equal(
            "0700000000000000" + "67120000" + "3F000000" + "0200000000000000" + "0100000000000000" + "03000000" + "00000000"
                + "0000010000000000" + "4000000000000000" + "0004000000000000",
            Convert.ToHexString(bytes));
    }

    [Fact]
    public void Fewer_bytes_are_none()
    {
        var bytes = new byte[SegmentDescriptor.Size];
        s_good.Write(bytes);

        Assert.False(SegmentDescriptor.TryRead(bytes.AsSpan(0, SegmentDescriptor.Size - 1), out var read));
        Assert.Equal(default, read);
        Assert.Throws<ArgumentException>(() => s_good.Write(new byte[SegmentDescriptor.Size - 1]));
    }

    public static TheoryData<string, SegmentDescriptor> Malformed => new()
    {
        { "nothing", default },
        { "no segment", s_good with { SegmentId = 0 } },
        { "negative segment", s_good with { SegmentId = -1 } },
        { "no process", s_good with { OwnerProcessId = 0 } },
        { "a whole group of processes", s_good with { OwnerProcessId = -1 } },
        { "no such descriptor", s_good with { FileDescriptor = -2 } },
        { "never rented", s_good with { Generation = 0 } },
        { "no room", s_good with { Capacity = 0 } },
        { "negative room", s_good with { Capacity = -1 } },
        { "more room than there is", s_good with { Capacity = SegmentDescriptor.MaxCapacity + 1 } },
        { "before the segment", s_good with { Offset = -1 } },
        { "negative length", s_good with { Length = -1 } },
        { "beyond the segment", s_good with { Offset = 65536, Length = 1 } },
        { "one byte too long", s_good with { Length = 65536 - 64 + 1 } },
        { "so long that the sum overflows", s_good with { Length = long.MaxValue } },
        { "so far that the sum overflows", s_good with { Offset = long.MaxValue, Length = long.MaxValue } },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void What_can_mean_no_part_of_a_segment_is_refused(string what, SegmentDescriptor descriptor)
    {
        var bytes = new byte[SegmentDescriptor.Size];
        descriptor.Write(bytes);

        Assert.False(SegmentDescriptor.TryRead(bytes, out _), what);
        Assert.False(descriptor.IsWellFormed, what);
    }

    [Fact]
    public void Random_bytes_never_describe_anything_outside_a_segment()
    {
        var random = new Random(20);
        var bytes = new byte[SegmentDescriptor.Size];
        for (var round = 0; round < 100_000; round++)
        {
            random.NextBytes(bytes);
            // Often enough almost right.
            bytes.AsSpan(36, 4).Clear();
            foreach (var high in (int[])[6, 7, 11, 45, 46, 47, 53, 54, 55, 61, 62, 63])
                bytes[high] = 0;

            if (SegmentDescriptor.TryRead(bytes, out var read))
                Assert.InRange((Int128)read.Offset + read.Length, 0, read.Capacity);
        }
    }

    [Fact]
    public void It_reads_as_what_and_where() =>
        Assert.Equal("segment 7.3 of process 4711, bytes 64 to 1088 of 65536", s_good.ToString());

    [Fact]
    public void A_part_is_a_whole_number_of_elements()
    {
        Assert.Equal(256, s_good.CountOf<float>());
        var exception = Assert.Throws<InvalidDataException>(() => s_good.CountOf<Guid>() + (s_good with { Length = 1025 }).CountOf<Guid>());
        Assert.Contains("its 1025 bytes are no array of System.Guid, of 16 bytes each", exception.Message, StringComparison.Ordinal);
    }
}
