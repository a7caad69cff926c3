namespace ResourceHygiene.Tests.Diagnostics;

public sealed class FailureRecordedTests
{
    private readonly ResourceTracker _tracker = new(new ManualTimeProvider());

    [Fact]
    public void What_user_code_throws_is_announced()
    {
        List<ReleaseFailure> seen = [];
        _tracker.FailureRecorded += seen.Add;
        var resource = new Throwing();
        _tracker.Release(_tracker.Register(resource, new() { Type = "a", Name = "b" }));

        var failure = Assert.Single(seen);
        Assert.Equal(("a", "b", "broken"), (failure.Type, failure.Name, failure.Exception.Message));
    }

    [Fact]
    public void A_subscriber_that_throws_is_counted_and_not_told_again()
    {
        var calls = 0;
        _tracker.FailureRecorded += _ =>
        {
            calls++;
            throw new InvalidOperationException("so is the subscriber");
        };
        var resource = new Throwing();
        _tracker.Release(_tracker.Register(resource, new() { Type = "a" }));

        Assert.Equal(1, calls);
        Assert.Equal(
            ["broken", "so is the subscriber"],
            new Reaper(_tracker).Statistics.RecentFailures.Select(static failure => failure.Exception.Message));
    }

    private sealed class Throwing : IDisposable
    {
        public void Dispose() => throw new IOException("broken");
    }
}
