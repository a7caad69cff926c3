using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace ResourceHygiene;

/// <summary>
/// Undoes what processes of this user left behind when they were killed: reads the journals whose owners are gone, and
/// removes what they name and nothing else. May run in several processes at once, and on any thread.
/// </summary>
/// <remarks>
/// An owner is gone where its journal is not locked, and no process with its id and start time runs in this boot. What cannot
/// be decided counts as alive.
/// </remarks>
public static class Sweeper
{
    private static Task<LeftoverReport>? s_once;

    /// <summary>Sweeps now. Never throws: what goes wrong is in the report.</summary>
    /// <param name="directory">Where the journals lie; wherever this user's processes write by default where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the sweep between two leftovers; the rest is left to the next.</param>
    public static LeftoverReport Run(string? directory = null, CancellationToken cancellationToken = default)
    {
        var start = Stopwatch.GetTimestamp();
        var sweep = new Sweep(cancellationToken);
        foreach (var candidate in directory is null ? JournalDirectory.Candidates : [directory])
        {
            try
            {
                sweep.Directory(candidate);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                sweep.Problems.Add($"{candidate} cannot be swept: {exception.Message}");
            }
        }
        return new(sweep.DeadOwners, sweep.LiveOwners, [.. sweep.Steps], [.. sweep.Problems], Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Sweeps once in this process, in the background.</summary>
    internal static Task<LeftoverReport> RunOnce()
    {
        var mine = new TaskCompletionSource<LeftoverReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref s_once, mine.Task, null) is { } others)
            return others;

        var thread = new Thread(() =>
        {
            var report = Run();
            if (report.Failed > 0 || !report.Problems.IsEmpty)
                Trace.TraceWarning($"ResourceHygiene: {report}");
            mine.SetResult(report);
        })
        {
            IsBackground = true,
            Name = "ResourceHygiene sweep",
        };
        thread.Start();
        return mine.Task;
    }

    private sealed class Sweep(CancellationToken cancellationToken)
    {
        private bool _canTrustLocks;

        public int DeadOwners { get; private set; }

        public int LiveOwners { get; private set; }

        public List<LeftoverStep> Steps { get; } = [];

        public List<string> Problems { get; } = [];

        public void Directory(string directory)
        {
            if (!System.IO.Directory.Exists(directory))
                return;

            if (JournalDirectory.Objection(directory) is { } objection)
            {
                Problems.Add($"{directory} {objection}: not swept");
                return;
            }

            string[] journals = [.. System.IO.Directory.EnumerateFiles(directory, "*" + JournalFile.Extension)];
            if (journals.Length == 0)
                return;

            _canTrustLocks = LockedFile.WorksIn(directory);
            foreach (var path in journals)
            {
                if (cancellationToken.IsCancellationRequested)
                    return;

                try
                {
                    Journal(path);
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    Problems.Add($"{path} cannot be swept: {exception.Message}");
                }
            }
        }

        private void Journal(string path)
        {
            if (new FileInfo(path).LinkTarget is not null || !FileIdentity.Of(path).IsMine)
            {
                Problems.Add($"{path} is a link or another user's: not swept");
                return;
            }

            var named = OwnerIn(Path.GetFileNameWithoutExtension(path));
            // Also the one that is between creating its journal and locking it.
            if (named is { IsRunning: true })
            {
                LiveOwners++;
                return;
            }

            using var file = LockedFile.TryLock(path);
            if (file is null)
            {
                // Gone in the meantime is neither.
                LiveOwners += File.Exists(path) ? 1 : 0;
                return;
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            if (JournalFormat.IsOfAnotherVersion(bytes) || (JournalFormat.DecodeOwner(bytes) ?? named) is not { } owner)
            {
                Problems.Add($"{path} is of another version or no journal: not swept");
                return;
            }

            if (owner.IsRunning || (!_canTrustLocks && MayRunElsewhere(owner)))
            {
                LiveOwners++;
                return;
            }

            DeadOwners++;
            if (Undo(bytes, owner, file))
                LockedFile.DisposeAndDelete(file);
        }

        /// <summary>Whether nothing is left to be done.</summary>
        private bool Undo(byte[] bytes, ProcessIdentity owner, FileStream file)
        {
            var isDone = true;
            var records = JournalFormat.DecodeRecords(bytes, problem => Problems.Add($"{file.Name}: {problem}"));
            foreach (var record in LeftoverRemover.InOrder(records))
            {
                if (cancellationToken.IsCancellationRequested)
                    return false;

                var step = LeftoverRemover.Undo(record, owner);
                Steps.Add(step);
                if (step.Outcome == LeftoverOutcome.Failed)
                    isDone = false;
                else
                    RandomAccess.Write(file.SafeFileHandle, [JournalFormat.Free], record.Place.Offset + JournalFormat.StateOffset);
            }
            return isDone;
        }

        /// <summary>In another container of this machine, whose processes cannot be seen from here.</summary>
        private static bool MayRunElsewhere(in ProcessIdentity owner) =>
            owner.BootId == ProcessIdentity.Current.BootId && !owner.SharesIdsWith(ProcessIdentity.Current);

        /// <summary>The owner as the name of its journal has it: the first slot may be damaged, or not be written yet.</summary>
        private static ProcessIdentity? OwnerIn(string name) =>
            name.Split('-') is [var bootId, var id, var startTime, _]
            && int.TryParse(id, CultureInfo.InvariantCulture, out var parsedId)
            && long.TryParse(startTime, CultureInfo.InvariantCulture, out var parsedStart)
                ? new(bootId, ProcessIdentity.Current.IdNamespace, parsedId, parsedStart)
                : null;
    }
}
