using System.Globalization;

namespace ResourceHygiene.Tests;

/// <summary>
/// How .NET ends, as data. Each row is a real process that ends in one way, once bare and once with the clean-up installed:
/// which hooks ran and in which order, the exit code, and what is left for the sweeper.
/// </summary>
/// <remarks>
/// U: UnhandledException. F: finally on the failing stack. A: the load context's Unloading. P: ProcessExit. S: the program's own
/// signal handler. O: UnobservedTaskException. T: a foreground thread. C: our clean-up released what was tracked.
/// </remarks>
public sealed class ExitTableTests
{
    private const int NoSignal = 0;

    /// <summary>Way, signal sent, hooks and exit code bare, hooks and exit code with the clean-up, whether something is left to sweep.</summary>
    public static TheoryData<string, int, string, int, string, int, bool> Rows => new()
    {
        { "return", NoSignal, "F A P", 3, "F A C P", 3, false },
        { "foreground-thread", NoSignal, "F T A P", 4, "F T A C P", 4, false },
        { "exit", NoSignal, "A P", 5, "A C P", 5, false },
        { "exit-from-pool", NoSignal, "A P", 6, "A C P", 6, false },
        { "two-exits", NoSignal, "A P", 7, "A C P", 7, false },
        { "throw", NoSignal, "U F", 134, "C U F", 134, false },
        { "throw-on-pool", NoSignal, "U", 134, "C U", 134, false },
        { "throw-in-finalizer", NoSignal, "U", 134, "C U", 134, false },
        { "null-write", NoSignal, "U F", 134, "C U F", 134, false },
        { "unobserved-task", NoSignal, "O F A P", 10, "O F A C P", 10, false },
        { "process-exit-throws", NoSignal, "F A P U", 134, "F A C P U", 134, false },
        { "process-exit-is-slow", NoSignal, "F A P slow", 3, "F A C P slow", 3, false },
        { "finalizers", NoSignal, "F A P", 14, "F A C P", 14, false },
        { "out-of-memory", NoSignal, "F A P", 13, "F A C P", 13, false },
        { "fail-fast", NoSignal, "", 134, "", 134, true },
        { "abort", NoSignal, "", 134, "", 134, true },
        { "stack-overflow", NoSignal, "", 134, "", 134, true },
        { "native-crash", NoSignal, "", 139, "", 139, true },
        { "libc-exit", NoSignal, "", 11, "", 11, true },
        { "libc-exit-at-once", NoSignal, "", 12, "", 12, true },
        { "wait", Probe.Kill, "", 137, "", 137, true },
        { "wait", Probe.Term, "", 143, "C A P", 143, false },
        { "wait", Probe.Int, "", 130, "C A P", 130, false },
        { "wait", Probe.Hup, "", 129, "C A P", 129, false },
        { "wait", Probe.Quit, "", 131, "C A P", 131, false },
        { "observed-signal", Probe.Term, "S", 143, "S C A P", 143, false },
        { "cancel-key", Probe.Int, "S", 130, "S C A P", 130, false },
    };

    [UnixTheory]
    [MemberData(nameof(Rows))]
    public async Task A_bare_process_runs_only_the_hooks_of_its_way_out(
        string way, int signal, string hooks, int exitCode, string cleanedHooks, int cleanedExitCode, bool leavesSomething)
    {
        _ = (cleanedHooks, cleanedExitCode, leavesSomething);
        using var scratch = new ScratchDirectory();
        using var probe = Start(way, "bare", scratch);
        if (signal != NoSignal)
            probe.Send(signal);

        var (code, output) = await probe.End();

        Assert.Equal((exitCode, hooks), (code, Line(output)));
    }

    [UnixTheory]
    [MemberData(nameof(Rows))]
    public async Task With_the_clean_up_every_way_out_that_can_be_noticed_cleans_up_and_the_others_leave_it_to_the_sweeper(
        string way, int signal, string bareHooks, int bareExitCode, string hooks, int exitCode, bool leavesSomething)
    {
        _ = (bareHooks, bareExitCode);
        using var scratch = new ScratchDirectory();
        using var probe = Start(way, "clean", scratch);
        if (signal != NoSignal)
            probe.Send(signal);

        var (code, output) = await probe.End();

        Assert.Equal((exitCode, Sorted(hooks)), (code, Sorted(Line(output))));
        Assert.Equal(leavesSomething ? 2 : 0, scratch.ThingsThere.Length);
        var report = Sweeper.Run(scratch.Journals);
        Assert.Equal(leavesSomething ? (1, 2) : (0, 0), (report.DeadOwners, report.Undone));
        Assert.Empty(scratch.ThingsThere);
        Assert.Empty(scratch.JournalFiles);
    }

    /// <summary>
    /// The same rows on other runtimes. Building those takes minutes, so this runs only where <c>RH_EXIT_PROBES</c> names
    /// published probes with their kinds, as <c>net8=/path/ExitProbe;aot9=/path/ExitProbe</c>.
    /// </summary>
    [UnixFact]
    public async Task Other_runtimes_clean_up_on_the_same_ways_out()
    {
        foreach (var named in (Environment.GetEnvironmentVariable("RH_EXIT_PROBES") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var (kind, program) = (named.Split('=')[0], named.Split('=')[1]);
            foreach (var row in Rows)
            {
                var (way, signal, hooks, exitCode) = ((string)row[0], (int)row[1], (string)row[4], (int)row[5]);
                // The hard limit for memory of that row means something else there.
                if (way == "out-of-memory")
                    continue;

                using var scratch = new ScratchDirectory();
                using var probe = Probe.Start([program], new Dictionary<string, string>(), "table", way, "clean", scratch.Path);
                if (signal != NoSignal)
                    probe.Send(signal);

                var (code, output) = await probe.End();

                // Only .NET 9 and later unwind the stack of an unhandled exception, and only with a just-in-time compiler.
                var expected = hooks.StartsWith("C U", StringComparison.Ordinal) ? "C U" : hooks;
                var expectedCode = kind.StartsWith("aot", StringComparison.Ordinal) && way == "stack-overflow" ? 139 : exitCode;
                Assert.Equal((kind, way, expectedCode, Sorted(expected)), (kind, way, code, Sorted(Line(output))));
                Sweeper.Run(scratch.Journals);
                Assert.Empty(scratch.ThingsThere);
            }
        }
    }

    [UnixFact]
    public async Task A_program_that_cancels_the_signal_and_exits_itself_is_cleaned_up_too()
    {
        using var scratch = new ScratchDirectory();
        using var probe = Start("cancelled-signal", "clean", scratch);
        probe.Send(Probe.Term);

        var (code, output) = await probe.End();

        // Its own code, or the signal's: both decided at the same time.
        Assert.Contains(code, new[] { 21, 143 });
        Assert.Contains("C", Line(output), StringComparison.Ordinal);
        Assert.Empty(scratch.ThingsThere);
    }

    [UnixTheory]
    [InlineData("bare")]
    [InlineData("clean")]
    public async Task Environment_Exit_inside_ProcessExit_never_ends_but_what_was_tracked_is_released_before(string mode)
    {
        using var scratch = new ScratchDirectory();
        using var probe = Start("process-exit-exits", mode, scratch);

        Assert.True(await probe.HangsAfter("P"));
        Assert.Empty(scratch.ThingsThere);
    }

    /// <summary>The memory limit is for the one row that wants to run out of it; the others do not notice it.</summary>
    private static Probe Start(string way, string mode, ScratchDirectory scratch) =>
        Probe.Start(Probe.Program(), new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = 0x8000000.ToString("X", CultureInfo.InvariantCulture) }, "table", way, mode, scratch.Path);

    private static string Line(string output) => string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Where a signal and the program's own handler run at the same time, either may be first.</summary>
    private static string Sorted(string hooks) =>
        hooks.StartsWith("S ", StringComparison.Ordinal) || hooks.Contains(" S ", StringComparison.Ordinal)
            ? string.Join(' ', hooks.Split(' ').Order(StringComparer.Ordinal))
            : hooks;
}
