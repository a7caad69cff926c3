namespace ResourceHygiene.Generated.Tests;

/// <summary>A tracked class whose base is disposable, or tracked itself.</summary>
public partial class BaseClassTests
{
    [TrackedResource(Type = "test_camera")]
    private sealed partial class Camera : Device
    {
        [Owned] private readonly Part _lens;

        public Camera(Journal journal, Exception? failure = null)
            : base(journal)
        {
            _lens = journal.Part("lens", failure);
            Track();
        }

        public ResourceHandle Handle => TrackedHandle;

    }

    [TrackedResource(Type = "test_hammer")]
    private sealed partial class Hammer : Tool
    {
        [Owned] private readonly Part _handle;

        public Hammer(Journal journal)
            : base(journal)
        {
            _handle = journal.Part("handle");
            Track();
        }
    }

    [TrackedResource(Type = "test_model")]
    private partial class Model
    {
        [Owned] private readonly Part _weights;

        public Model(Journal journal)
        {
            Journal = journal;
            _weights = journal.Part("weights");
            Track(name: "model");
        }

        public Journal Journal { get; }

        public ResourceHandle Handle => TrackedHandle;

        public void Use() => ThrowIfReleased();

        partial void OnReleasing(in ReleaseContext context) => Journal.Add("model releasing");
    }

    private class Adapter(Journal journal) : Model(journal)
    {
        protected override void ReleaseDerived() => Journal.Add("adapter");
    }

    [TrackedResource(Type = "test_vision", Priority = ReleasePriority.High)]
    private partial class Vision : Adapter
    {
        [Owned] private readonly Part _labels;

        public Vision(Journal journal, Exception? failure = null)
            : base(journal)
        {
            _labels = journal.Part("labels", failure);
            Track(name: "vision", bytes: 8);
        }

        partial void OnReleasing(in ReleaseContext context) => Journal.Add($"vision releasing, {context.Reason}");
    }

    private sealed class Faces(Journal journal) : Vision(journal)
    {
        protected override void ReleaseDerived() => Journal.Add("faces");
    }

    [TrackedResource(Type = "test_cache")]
    private abstract partial class Cache<T>
        where T : class, IDisposable
    {
        [Owned] private readonly T? _value;

        protected Cache(T? value)
        {
            _value = value;
            Track();
        }
    }

    [TrackedResource(Type = "test_part_cache")]
    private sealed partial class PartCache : Cache<Part>
    {
        [Owned] private readonly Part _index;

        public PartCache(Journal journal)
            : base(journal.Part("value"))
        {
            _index = journal.Part("index");
            Track();
        }

        public ResourceHandle Handle => TrackedHandle;
    }

    private partial class Studio(Journal journal)
    {
        [TrackedResource(Type = "test_first")]
        public partial Part? First { get; set; }

        public Journal Journal { get; } = journal;
    }

    private partial class Annex(Journal journal) : Studio(journal)
    {
        [TrackedResource(Type = "test_second")]
        public partial Part? Second { get; set; }
    }

    private sealed partial class Attic(Journal journal) : Annex(journal)
    {
        [TrackedResource(Type = "test_third")]
        public partial Part? Third { get; set; }
    }

    [Fact]
    public void Members_go_before_the_base_and_both_once()
    {
        var journal = new Journal();
        var camera = new Camera(journal);

        camera.Dispose();
        camera.Dispose();

        Assert.Equal(["lens", "device"], journal.Entries);
    }

    [Fact]
    public void Base_is_released_by_the_runtime_too()
    {
        var journal = new Journal();
        var camera = new Camera(journal);

        var result = ResourceTracker.Shared.Release(camera.Handle, ReleaseReason.Pressure);
        camera.Dispose();

        Assert.Equal(ReleaseStatus.Released, result.Status);
        Assert.Equal(["lens", "device"], journal.Entries);
    }

    [Fact]
    public void Failure_of_a_member_does_not_stop_the_base()
    {
        var journal = new Journal();

        var thrown = Assert.Throws<AggregateException>(new Camera(journal, new IOException("lens")).Dispose);

        Assert.IsType<IOException>(Assert.Single(thrown.InnerExceptions));
        Assert.Equal(["lens", "device"], journal.Entries);
    }

    [Fact]
    public void Lease_puts_off_the_base_with_the_rest()
    {
        var journal = new Journal();
        var camera = new Camera(journal);
        Assert.True(camera.TryLease(out Lease lease));

        camera.Dispose();
        Assert.Empty(journal.Entries);

        lease.Dispose();
        Assert.Equal(["lens", "device"], journal.Entries);
    }

    [Fact]
    public void Virtual_Dispose_of_a_base_is_entered_through_any_reference()
    {
        var journal = new Journal();
        Tool tool = new Hammer(journal);

        tool.Dispose();
        ((IDisposable)tool).Dispose();

        Assert.Equal(["handle", "tool"], journal.Entries);
    }

    [Fact]
    public void Tracked_base_and_derived_class_are_one_resource_of_the_derived_type()
    {
        using var vision = new Vision(new Journal());

        Assert.True(ResourceTracker.Shared.TryGetInfo(vision.Handle, out var info));
        Assert.Equal("test_vision", info.Type);
        Assert.Equal("vision", info.Name);
        Assert.Equal(8, info.Bytes);
        Assert.Equal(ReleasePriority.High, info.Priority);
        Assert.Single(ResourceTracker.Shared.Snapshot(), entry => entry.Handle == vision.Handle);
    }

    [Fact]
    public void Every_level_is_released_once_the_furthest_derived_first()
    {
        var journal = new Journal();
        Model model = new Faces(journal);

        model.Dispose();
        model.Dispose();

        Assert.Equal(["vision releasing, Disposed", "faces", "labels", "model releasing", "adapter", "weights"], journal.Entries);
        Assert.Throws<ObjectDisposedException>(model.Use);
    }

    [Fact]
    public void Failure_of_a_derived_class_does_not_stop_its_tracked_base()
    {
        var journal = new Journal();

        var thrown = Assert.Throws<AggregateException>(new Vision(journal, new IOException("labels")).Dispose);

        Assert.IsType<IOException>(Assert.Single(thrown.InnerExceptions));
        Assert.Equal(["vision releasing, Disposed", "labels", "model releasing", "adapter", "weights"], journal.Entries);
    }

    [Fact]
    public void Generic_abstract_base_is_released_with_the_class_that_closes_it()
    {
        var journal = new Journal();
        var cache = new PartCache(journal);
        Assert.True(ResourceTracker.Shared.TryGetInfo(cache.Handle, out var info));
        Assert.Equal("test_part_cache", info.Type);

        ResourceTracker.Shared.Release(cache.Handle, ReleaseReason.Pressure);
        cache.Dispose();

        Assert.Equal(["index", "value"], journal.Entries);
    }

    [Fact]
    public void Instance_of_the_base_itself_is_registered_as_that()
    {
        using var model = new Model(new Journal());

        Assert.True(ResourceTracker.Shared.TryGetInfo(model.Handle, out var info));
        Assert.Equal("test_model", info.Type);
    }

    [Fact]
    public void Tracked_properties_of_base_and_derived_class_are_released_together()
    {
        var journal = new Journal();
        var attic = new Attic(journal)
        {
            First = journal.Part("first"),
            Second = journal.Part("second", new IOException("second")),
            Third = journal.Part("third", new IOException("third")),
        };

        var thrown = Assert.Throws<AggregateException>(attic.Dispose);
        attic.Dispose();

        Assert.Equal(["third", "second"], thrown.InnerExceptions.Select(static failure => failure.Message));
        Assert.Equal(["third", "second", "first"], journal.Entries);
    }
}
