namespace ResourceHygiene.Generated.Tests;

/// <summary>Shapes of types beyond the plain class.</summary>
public partial class ShapeTests
{
    private partial struct Session
    {
        internal partial interface IStages<T>
            where T : IDisposable
        {
            [TrackedResource(Type = "test_nested")]
            internal sealed partial class Stage<TScratch>
                where TScratch : struct, IDisposable
            {
                [Owned] private readonly T? _value;
                [Owned] private readonly TScratch _scratch;

                public Stage(T? value, TScratch scratch)
                {
                    _value = value;
                    _scratch = scratch;
                    Track();
                }
            }
        }
    }

    [TrackedResource(Type = "test_record")]
    private sealed partial record Clip
    {
        public Clip(Part audio)
        {
            Audio = audio;
            Track();
        }

        [Owned] public Part Audio { get; }
    }

    [TrackedResource(Type = "test_mixed")]
    private sealed partial class Mixed
    {
        [Owned] private readonly Part _log;

        public Mixed(Journal journal)
        {
            _log = journal.Part("log");
            Track();
        }

        [TrackedResource(Type = "test_mixed_frames")]
        public partial Part? Frames { get; set; }

        [Owned(After = nameof(_log))] public Part? Index { get; init; }
    }

    private sealed partial class HandWritten : IDisposable
    {
        [TrackedResource(Type = "test_hand")]
        public partial Part? Frames { get; set; }

        public Journal? Journal { get; init; }

        public void Dispose()
        {
            Journal?.Add("mine");
            ReleaseTracked();
        }
    }

    [Fact]
    public void Generic_class_nested_in_struct_and_interface_releases_its_type_parameters()
    {
        var journal = new Journal();

        new Session.IStages<Part>.Stage<ValuePart>(journal.Part("value"), new ValuePart(journal, "scratch")).Dispose();
        new Session.IStages<Part>.Stage<ValuePart>(null, default).Dispose();

        Assert.Equal(["scratch", "value"], journal.Entries);
    }

    [Fact]
    public void Record_is_released_and_refuses_to_be_copied()
    {
        var journal = new Journal();
        var clip = new Clip(journal.Part("audio"));

        Assert.Throws<NotSupportedException>(() => clip with { });
        clip.Dispose();

        Assert.Equal(["audio"], journal.Entries);
    }

    private record Titled
    {
        public required string Title { get; init; }
    }

    [TrackedResource(Type = "test_titled_clip")]
    private sealed partial record TitledClip : Titled
    {
        [Owned] private readonly Part _audio;

        public TitledClip(Part audio)
        {
            _audio = audio;
            Track();
        }
    }

    [Fact]
    public void Record_whose_base_requires_members_refuses_to_be_copied_too()
    {
        var journal = new Journal();
        var clip = new TitledClip(journal.Part("audio")) { Title = "one" };

        Assert.Throws<NotSupportedException>(() => clip with { Title = "two" });
        clip.Dispose();

        Assert.Equal(["audio"], journal.Entries);
    }

    [Fact]
    public void Tracked_class_releases_properties_and_owned_members_in_one_order()
    {
        var journal = new Journal();

        new Mixed(journal) { Frames = journal.Part("frames"), Index = journal.Part("index") }.Dispose();

        Assert.Equal(["frames", "log", "index"], journal.Entries);
    }

    [Fact]
    public void Hand_written_Dispose_runs_and_releases_through_ReleaseTracked()
    {
        var journal = new Journal();

        new HandWritten { Journal = journal, Frames = journal.Part("frames") }.Dispose();

        Assert.Equal(["mine", "frames"], journal.Entries);
    }
}
