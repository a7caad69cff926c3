namespace ResourceHygiene.Generated.Tests;

public partial class MeasuredMemberTests
{
    [TrackedResource(Type = "test_measured")]
    private partial class Clip
    {
        [Owned] private readonly float[,] _pixels = new float[5, 5];
        [Owned] private readonly List<long> _offsets = new(capacity: 4);
        [Owned] private readonly NativeBuffer? _buffer = new(64);
        [Owned] private readonly Dictionary<string, NativeBuffer> _more = new() { ["a"] = new(10), ["b"] = new(20) };
        [Owned] private readonly Lazy<NativeBuffer> _late = new(static () => new(1000));
        [Owned] private readonly byte[]? _none = null;

        public Clip(long bytes = 0, ResourceLocation location = default) => Track(bytes: bytes, location: location);

        public ResourceHandle Handle => TrackedHandle;
    }

    [TrackedResource(Type = "test_measured_derived")]
    private sealed partial class LongClip : Clip
    {
        [Owned] private readonly byte[] _tail = new byte[1000];

        public LongClip() => Track();
    }

    [TrackedResource(Type = "test_sized")]
    private sealed partial class Sized : ISizedResource
    {
        [Owned] private readonly byte[] _bytes = new byte[1000];

        public Sized() => Track();

        public long SizeInBytes => 7;

        public ResourceHandle Handle => TrackedHandle;
    }

    private sealed partial class Holder
    {
        [TrackedResource(Type = "test_measured_property")]
        public partial List<int[]?>? Blocks { get; set; }
    }

    private static ResourceInfo Info(ResourceHandle handle)
    {
        Assert.True(ResourceTracker.Shared.TryGetInfo(handle, out ResourceInfo info));
        return info;
    }

    [Fact]
    public void Owned_members_of_known_types_add_up()
    {
        using var clip = new Clip();

        Assert.Equal((100 + 32 + 64 + 30, ResourceLocation.Host), (Info(clip.Handle).Bytes, Info(clip.Handle).Location));
    }

    [Fact]
    public void What_the_user_says_counts()
    {
        using var clip = new Clip(bytes: 5);
        Assert.Equal(5, Info(clip.Handle).Bytes);

        using var elsewhere = new Clip(location: ResourceLocation.Device(0));
        Assert.Equal((0, ResourceLocation.Device(0)), (Info(elsewhere.Handle).Bytes, Info(elsewhere.Handle).Location));
    }

    [Fact]
    public void Members_of_a_tracked_base_count_too()
    {
        using var clip = new LongClip();

        Assert.Equal(226 + 1000, Info(clip.Handle).Bytes);
    }

    [Fact]
    public void Type_that_knows_its_size_is_asked_instead()
    {
        using var sized = new Sized();

        Assert.Equal(7, Info(sized.Handle).Bytes);
    }

    [Fact]
    public void Value_of_a_property_is_measured_by_its_type()
    {
        using var holder = new Holder { Blocks = [new int[10], null, new int[5]] };
        Assert.True(holder.TryLeaseBlocks(out Lease lease, out _));
        using (lease)
            Assert.Equal(60, Info(lease.Handle).Bytes);
    }
}
