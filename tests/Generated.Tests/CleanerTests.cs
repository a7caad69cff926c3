namespace ResourceHygiene.Generated.Tests;

public partial class CleanerTests
{
    private static readonly AsyncLocal<Journal?> s_journal = new();

    internal static class Jobs
    {
        [Cleaner(Name = "test_second", Level = CleanupLevel.Low, After = new[] { "test_first", "test_of_nobody" })]
        internal static async Task SecondAsync(CleanerContext context, CancellationToken token)
        {
            s_journal.Value?.Add($"second {token == context.Deadline}");
            await Task.Yield();
            context.Freed(7);
        }

        [Cleaner(Name = "test_first", Level = CleanupLevel.Low, Priority = -1)]
        internal static void First(CleanerContext context) => s_journal.Value?.Add("first");

        [Cleaner(Level = CleanupLevel.High)]
        internal static void Deep(CleanerContext context) => s_journal.Value?.Add("deep");
    }

    internal static class OtherJobs
    {
        [Cleaner(Name = "test_first", Level = CleanupLevel.Low)]
        internal static void NameTaken(CleanerContext context) => s_journal.Value?.Add("never");
    }

    [TrackedResource(Type = "test_cleaned_cache")]
    internal sealed partial class Cache
    {
        private readonly Journal _journal;
        private readonly string _name;

        public Cache(Journal journal, string name)
        {
            _journal = journal;
            _name = name;
            Track(name: name);
        }

        [Cleaner(Name = "test_caches", Level = CleanupLevel.Low)]
        internal void Shrink(CleanerContext context)
        {
            // The lease of the clean-up puts this off.
            Dispose();
            _journal.Add("shrink " + _name);
            if (_name == "b")
                throw new InvalidOperationException("cannot");
        }

        partial void OnReleased(in ReleaseContext context) => _journal.Add("released " + _name);
    }

    [Fact]
    public void Cleaners_of_the_assembly_take_part_in_their_order_from_their_level_on()
    {
        var journal = new Journal();
        s_journal.Value = journal;

        var report = ResourceCleaner.Shared.Clean(CleanupLevel.Low);

        Assert.Equal(["first", "second True"], journal.Entries);
        Assert.Equal(7, report.Items.Single(static item => item.Name == "test_second").BytesFreed);
        Assert.Contains(ResourceCleaner.Shared.Cleaners, static cleaner => cleaner.Name == "ResourceHygiene.Generated.Tests.CleanerTests.Jobs.Deep");
    }

    [Fact]
    public void Cleaner_that_cannot_be_registered_is_left_out_and_said_so_once()
    {
        _ = ResourceCleaner.Shared.Clean(CleanupLevel.Low);

        var failure = Assert.Single(Reaper.Shared.Statistics.RecentFailures, static failure => failure is { Type: "cleaner", Name: "test_first" });
        Assert.Contains("registered already", failure.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cleaner_of_a_tracked_class_runs_on_each_instance_and_no_release_comes_between()
    {
        var journal = new Journal();
        using var a = new Cache(journal, "a");
        using var b = new Cache(journal, "b");

        var report = ResourceCleaner.Shared.Clean(CleanupLevel.Low);

        // Which instance comes first is the tracker's business: it reuses the slots that other tests gave back.
        Assert.Equal(["shrink a, released a", "shrink b, released b"], journal.Entries.Chunk(2).Select(static pair => string.Join(", ", pair)).Order());
        Assert.Equal(CleanupItemStatus.Failed, report.Items.Single(static item => item.Name == "test_caches: b").Status);
        Assert.Equal(CleanupItemStatus.Cleaned, report.Items.Single(static item => item.Name == "test_caches").Status);
    }

    [Fact]
    public void Without_an_instance_there_is_nothing_to_clean()
    {
        var report = ResourceCleaner.Shared.Clean(CleanupLevel.Low);

        Assert.Equal("no instance is registered", report.Items.Single(static item => item.Name == "test_caches").Message);
    }
}
