namespace ResourceHygiene.Tests;

/// <summary>
/// The budget is kept whatever handlers do: each row is a real process with a misbehaving handler in front of a good one, with a
/// budget of 4 s and slices of 0.4 s. A process that overruns by far fails the row; so does a good resource that was not reached.
/// </summary>
public sealed class ExitFaultTests
{
    /// <summary>Far more than the budget on a busy machine, and far less than the minute for which the misbehaving ones hang.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [UnixTheory]
    [InlineData("hangs")]
    [InlineData("spins")]
    [InlineData("throws")]
    [InlineData("allocates")]
    [InlineData("re-enters")]
    [InlineData("exits")]
    [InlineData("starts-threads")]
    [InlineData("report-hangs")]
    [InlineData("stop-callback-hangs")]
    [InlineData("stop-callback-throws")]
    [InlineData("others-exit-handler-hangs")]
    [InlineData("pool-is-blocked")]
    [InlineData("lease-is-lost")]
    public async Task A_signal_ends_the_process_in_its_budget_and_reaches_the_last_resource_whatever_goes_wrong(string fault)
    {
        using var probe = Probe.Start("fault", fault, "wait");
        probe.Send(Probe.Term);

        var (exitCode, output) = await probe.End().WaitAsync(Limit);

        Assert.Equal(128 + Probe.Term, exitCode);
        Assert.Contains("last\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hangs", 3)]
    [InlineData("spins", 3)]
    [InlineData("throws", 3)]
    [InlineData("allocates", 3)]
    [InlineData("re-enters", 3)]
    [InlineData("starts-threads", 3)]
    [InlineData("report-hangs", 3)]
    [InlineData("stop-callback-hangs", 3)]
    [InlineData("stop-callback-throws", 3)]
    [InlineData("pool-is-blocked", 3)]
    [InlineData("lease-is-lost", 3)]
    public async Task A_return_from_main_ends_the_process_in_its_budget_and_reaches_the_last_resource_whatever_goes_wrong(string fault, int exitCode)
    {
        using var probe = Probe.Start("fault", fault, "return");

        var (code, output) = await probe.End().WaitAsync(Limit);

        Assert.Equal(exitCode, code);
        Assert.Contains("last\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_calls_Environment_Exit_does_not_keep_the_others_from_their_turn()
    {
        using var probe = Probe.Start("fault", "exits", "return");

        var (code, output) = await probe.End().WaitAsync(Limit);

        // Main's own code, or the handler's: two threads asked for the end.
        Assert.Contains(code, new[] { 3, 77 });
        Assert.Contains("last\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_on_a_thread_that_a_handler_started_does_not_keep_the_others_from_their_turn()
    {
        using var probe = Probe.Start("fault", "starts-a-thread-that-throws", "return");

        var (code, output) = await probe.End().WaitAsync(Limit);

        Assert.NotEqual(0, code);
        Assert.Contains("last\n", output, StringComparison.Ordinal);
    }
}
