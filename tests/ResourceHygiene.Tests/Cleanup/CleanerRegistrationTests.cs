namespace ResourceHygiene.Tests;

public sealed class CleanerRegistrationTests
{
    private readonly ResourceCleaner _cleaner = new Workbench().Cleaner;

    [Fact]
    public void Levels_go_from_the_mildest_up_then_what_comes_after_what_then_priority_then_age()
    {
        using var all = _cleaner.Register(
            Named("high", CleanupLevel.High, priority: 9),
            Named("first registered", CleanupLevel.Low),
            Named("second registered", CleanupLevel.Low),
            Named("important but last", CleanupLevel.Low, priority: 5, after: ["second registered"]),
            Named("important", CleanupLevel.Low, priority: 1));

        Assert.Equal(
            ["important", "first registered", "second registered", "important but last", "high"],
            _cleaner.Cleaners.Select(cleaner => cleaner.Name));
    }

    [Fact]
    public void Cleaners_run_in_that_order_up_to_the_level_asked_for()
    {
        var done = new List<string>();
        using var all = _cleaner.Register(
            Named("critical", CleanupLevel.Critical, done: done),
            Named("medium", CleanupLevel.Medium, done: done),
            Named("low", CleanupLevel.Low, done: done));

        _cleaner.Clean(CleanupLevel.Medium);
        Assert.Equal(["low", "medium"], done);

        done.Clear();
        _cleaner.Clean(CleanupLevel.Critical);
        Assert.Equal(["low", "medium", "critical"], done);
    }

    [Fact]
    public void Disposing_a_registration_takes_the_cleaner_out_again()
    {
        var done = new List<string>();
        var first = _cleaner.Register(Named("a", done: done));
        using var second = _cleaner.Register(Named("b", done: done));

        first.Dispose();
        first.Dispose();
        _cleaner.Clean(CleanupLevel.Critical);

        Assert.Equal(["b"], done);
        using var again = _cleaner.Register(Named("a", done: done));
        Assert.Equal(2, _cleaner.Cleaners.Length);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_remedy()
    {
        var error = Assert.Throws<ArgumentException>(() => _cleaner.Register(Named("directory", after: ["files"])));

        Assert.Contains("Cleaner 'directory' comes after 'files', which is not registered. Register 'files' first or together with it.", error.Message, StringComparison.Ordinal);
        Assert.Empty(_cleaner.Cleaners);
    }

    [Fact]
    public void A_circle_is_refused_by_name_and_nothing_of_it_is_registered()
    {
        var error = Assert.Throws<ArgumentException>(() => _cleaner.Register(
            Named("outside"),
            Named("a", after: ["c"]),
            Named("b", after: ["a"]),
            Named("c", after: ["b"])));

        Assert.Contains("'a' after 'c' after 'b' after 'a'", error.Message, StringComparison.Ordinal);
        Assert.Empty(_cleaner.Cleaners);
    }

    [Fact]
    public void A_circle_through_a_cleaner_that_was_registered_again_is_refused_too()
    {
        var first = _cleaner.Register(Named("a"));
        using var second = _cleaner.Register(Named("b", after: ["a"]));
        first.Dispose();

        var error = Assert.Throws<ArgumentException>(() => _cleaner.Register(Named("a", after: ["b"])));

        Assert.Contains("'b' after 'a' after 'b'", error.Message, StringComparison.Ordinal);
        Assert.Equal("b", Assert.Single(_cleaner.Cleaners).Name);
    }

    [Fact]
    public void A_cleaner_after_itself_is_a_circle() =>
        Assert.Contains("'a' after 'a'", Assert.Throws<ArgumentException>(() => _cleaner.Register(Named("a", after: ["a"]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Coming_after_a_cleaner_of_a_higher_level_is_refused_as_it_would_not_have_run()
    {
        var error = Assert.Throws<ArgumentException>(() => _cleaner.Register(
            Named("files", CleanupLevel.Critical),
            Named("directory", CleanupLevel.Low, after: ["files"])));

        Assert.Contains("Cleaner 'directory' (Low) comes after 'files', whose level is higher (Critical)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_taken_once()
    {
        using var first = _cleaner.Register(Named("a"));

        var error = Assert.Throws<ArgumentException>(() => _cleaner.Register(Named("a")));

        Assert.Contains("A cleaner named 'a' is registered already", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Incomplete_cleaners_are_refused()
    {
        Assert.Throws<ArgumentException>(() => _cleaner.Register(new Cleaner { Name = "", Clean = static _ => { } }));
        Assert.Contains(
            "Cleaner 'idle' has neither Clean nor CleanAsync",
            Assert.Throws<ArgumentException>(() => _cleaner.Register(new Cleaner { Name = "idle" })).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => _cleaner.Register(Named("a", (CleanupLevel)7)));
        Assert.Throws<ArgumentNullException>(() => _cleaner.Register([null!]));
        Assert.Throws<ArgumentNullException>(() => _cleaner.Register(null!));
        Assert.Empty(_cleaner.Cleaners);
    }

    [Fact]
    public void A_cleaner_that_unregisters_itself_has_its_turn_and_no_other()
    {
        var turns = 0;
        IDisposable? registration = null;
        registration = _cleaner.Register(new Cleaner
        {
            Name = "once",
            Clean = _ =>
            {
                turns++;
                registration!.Dispose();
            },
        });

        _cleaner.Clean(CleanupLevel.Critical);
        _cleaner.Clean(CleanupLevel.Critical);

        Assert.Equal(1, turns);
    }

    private static Cleaner Named(
        string name, CleanupLevel level = CleanupLevel.Medium, int priority = 0, string[]? after = null, List<string>? done = null) => new()
        {
            Name = name,
            Level = level,
            Priority = priority,
            After = [.. after ?? []],
            Clean = _ => done?.Add(name),
        };
}
