namespace ResourceHygiene.Tests;

/// <summary>Each row is a real process (tests/ExitProbe) that ends in one way: what was released, in which order, and its exit code.</summary>
public sealed class ExitCleanupTests
{
    private const string Released = "persisted index\nreleasing index\npersisted cache\nreleasing cache\nreport: 2 released, 30 B freed, 0 failed, 0 not reached\n";
    private const int Hup = Probe.Hup, Int = Probe.Int, Quit = Probe.Quit, Kill = Probe.Kill, Term = Probe.Term;

    [Theory]
    [InlineData("return", 3, Released + "end of main\n")]
    [InlineData("return-without-dispose", 4, Released)]
    [InlineData("exit", 5, Released)]
    [InlineData("twice", 0, Released + "same report\n")]
    public async Task A_process_that_ends_by_itself_cleans_up_once(string way, int exitCode, string output)
    {
        using var probe = Probe.Start(way);

        Assert.Equal((exitCode, output), await probe.End());
    }

    [Fact]
    public async Task An_unhandled_exception_cleans_up_without_persisting()
    {
        using var probe = Probe.Start("throw");

        var (exitCode, output) = await probe.End();

        Assert.Equal("releasing index\nreleasing cache\nreport: 2 released, 30 B freed, 0 failed, 0 not reached\n", output);
        Assert.NotEqual(0, exitCode);
    }

    [UnixTheory]
    [InlineData(Term)]
    [InlineData(Int)]
    [InlineData(Hup)]
    [InlineData(Quit)]
    public async Task A_signal_cleans_up_and_ends_the_process_with_its_own_code(int signal)
    {
        using var probe = Probe.Start("wait");
        probe.Send(signal);

        Assert.Equal((128 + signal, Released), await probe.End());
    }

    [UnixTheory]
    [InlineData("return-while-a-signal-cleans-up")]
    [InlineData("leave-while-a-signal-cleans-up")]
    [InlineData("exit-while-a-signal-cleans-up")]
    [InlineData("throw-while-a-signal-cleans-up")]
    public async Task What_main_does_while_a_signal_cleans_up_does_not_change_the_exit_code(string way)
    {
        using var probe = Probe.Start(way);
        probe.Send(Term);

        Assert.Equal((128 + Term, Released), await probe.End());
    }

    [UnixFact]
    public async Task A_handler_that_hangs_does_not_hold_the_process_past_its_budget()
    {
        using var probe = Probe.Start("hang");
        probe.Send(Term);

        var (exitCode, output) = await probe.End();

        Assert.Equal(128 + Term, exitCode);
        Assert.Contains("1 released, 20 B freed, 1 failed", output, StringComparison.Ordinal);
        Assert.Contains("probe 'cache': overrun: The release of probe 'cache' was still running at the end of the time.", output, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData(Int)]
    [InlineData(Term)]
    public async Task A_second_signal_ends_the_process_at_once(int second)
    {
        using var probe = Probe.Start("slow-second-signal");
        probe.Send(Term);
        Assert.Equal("slow begins", await probe.ReadLine());
        probe.SendUntilEnded(second);

        var (exitCode, output) = await probe.End();

        Assert.Equal(128 + second, exitCode);
        Assert.Empty(output);
    }

    [UnixTheory]
    [InlineData(Hup)]
    [InlineData(Term)]
    public async Task A_hangup_after_another_signal_does_not_cut_the_clean_up_short(int first)
    {
        using var probe = Probe.Start("slow-second-signal");
        probe.Send(first);
        Assert.Equal("slow begins", await probe.ReadLine());
        probe.Send(Hup);
        probe.Send(Hup);
        probe.WriteLine();

        var (exitCode, output) = await probe.End();

        Assert.Equal(128 + first, exitCode);
        Assert.EndsWith("releasing cache\nreport\n", output, StringComparison.Ordinal);
    }

    /// <summary>As <c>timeout</c> does: once to the process and once to its group.</summary>
    [UnixTheory]
    [InlineData(Term)]
    [InlineData(Int)]
    [InlineData(Quit)]
    public async Task A_signal_that_is_sent_twice_at_once_does_not_cut_the_clean_up_short(int signal)
    {
        using var probe = Probe.Start("wait");
        probe.Send(signal);
        probe.Send(signal);

        Assert.Equal((128 + signal, Released), await probe.End());
    }

    [UnixFact]
    public async Task Kill_ends_the_process_without_clean_up()
    {
        using var probe = Probe.Start("wait");
        probe.Send(Kill);

        Assert.Equal((128 + Kill, ""), await probe.End());
    }
}
