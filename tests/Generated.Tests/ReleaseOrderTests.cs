namespace ResourceHygiene.Generated.Tests;

public partial class ReleaseOrderTests
{
    [TrackedResource(Type = "test_chain")]
    private sealed partial class Chain
    {
        [Owned] private readonly Part _first;
        [Owned(After = nameof(_third))] private readonly Part _second;
        [Owned(After = nameof(_first))] private readonly Part _third;
        [Owned] private readonly Part _fourth;

        public Chain(Journal journal)
        {
            _first = journal.Part("first");
            _second = journal.Part("second");
            _third = journal.Part("third");
            _fourth = journal.Part("fourth");
            Track();
        }
    }

    [TrackedResource(Type = "test_hooks")]
    private sealed partial class Hooked
    {
        private readonly Journal _journal;
        [Owned] private readonly Part _part;

        public Hooked(Journal journal)
        {
            _journal = journal;
            _part = journal.Part("part");
            Track();
        }

        partial void OnReleasing(in ReleaseContext context) => _journal.Add($"releasing, {context.Reason}");

        partial void OnReleased(in ReleaseContext context) => _journal.Add("released");
    }

    [TrackedResource(Type = "test_model")]
    private partial class Model
    {
        [Owned] private readonly Part _weights;

        public Model(Journal journal)
        {
            _weights = journal.Part("weights");
            Track();
        }
    }

    private sealed class Vision(Journal journal, Exception? failure = null) : Model(journal)
    {
        private readonly Part _labels = journal.Part("labels", failure);

        protected override void ReleaseDerived()
        {
            _labels.Dispose();
            base.ReleaseDerived();
        }
    }

    [Fact]
    public void After_is_kept_and_the_rest_goes_in_reverse()
    {
        var journal = new Journal();

        new Chain(journal).Dispose();

        Assert.Equal(["fourth", "first", "third", "second"], journal.Entries);
    }

    [Fact]
    public void Hooks_run_before_and_after_the_members()
    {
        var journal = new Journal();

        new Hooked(journal).Dispose();

        Assert.Equal(["releasing, Disposed", "part", "released"], journal.Entries);
    }

    [Fact]
    public void Derived_class_is_released_before_its_base()
    {
        var journal = new Journal();

        var vision = new Vision(journal);
        vision.Dispose();
        vision.Dispose();

        Assert.Equal(["labels", "weights"], journal.Entries);
    }

    [Fact]
    public void Failure_in_a_derived_class_does_not_stop_the_base()
    {
        var journal = new Journal();

        var thrown = Assert.Throws<AggregateException>(new Vision(journal, new IOException("labels")).Dispose);

        Assert.IsType<IOException>(Assert.Single(thrown.InnerExceptions));
        Assert.Equal(["labels", "weights"], journal.Entries);
    }
}
