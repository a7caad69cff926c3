using System.Globalization;

namespace ResourceHygiene.Tests;

/// <summary>Owners that are killed while they write: at a moment that nobody chose.</summary>
public sealed class KilledOwnerTests
{
    /// <summary><c>RH_KILL_ROUNDS=200</c> looks longer.</summary>
    private static readonly int Rounds =
        int.Parse(Environment.GetEnvironmentVariable("RH_KILL_ROUNDS") ?? "3", CultureInfo.InvariantCulture);

    [UnixFact]
    public async Task Whenever_an_owner_is_killed_everything_that_it_had_made_is_undone()
    {
        var random = new Random(20);
        for (var round = 0; round < Rounds; round++)
        {
            using var scratch = new ScratchDirectory();
            using var probe = Probe.Start("own-churn", scratch.Path);
            using var never = new ManualResetEventSlim();
            // Any moment will do.
            never.Wait(random.Next(150));
            probe.Send(Probe.Kill);
            await probe.End();

            var reports = await Task.WhenAll(Task.Run(() => Sweeper.Run(scratch.Journals)), Task.Run(() => Sweeper.Run(scratch.Journals)));

            // Whoever was second may have found nothing to do, or the other at work.
            Assert.All(reports, static report => Assert.Equal(0, report.Failed));
            Assert.All(reports.SelectMany(static report => report.Steps), static step => Assert.NotEqual(LeftoverOutcome.NotOurs, step.Outcome));
            Assert.Empty(scratch.ThingsThere);
            Assert.Empty(scratch.JournalFiles);
        }
    }
}
