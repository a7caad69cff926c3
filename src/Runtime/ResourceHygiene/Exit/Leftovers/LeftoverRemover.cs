using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ResourceHygiene;

/// <summary>Undoes leftovers, and nothing but what a record names.</summary>
internal static class LeftoverRemover
{
    private static readonly TimeSpan s_patienceForProcess = TimeSpan.FromSeconds(1);

    /// <summary>The order in which to undo: processes before the files that they write, later things before earlier ones.</summary>
    public static IEnumerable<JournalRecord> InOrder(IEnumerable<JournalRecord> records) =>
        records.OrderByDescending(static record => record.Kind == LeftoverKind.ChildProcess).ThenByDescending(static record => record.Place.Sequence);

    /// <summary>Undoes one leftover. Never throws.</summary>
    /// <param name="record">What it is.</param>
    /// <param name="owner">Whose it was: ids of processes only mean something where it lived.</param>
    public static LeftoverStep Undo(in JournalRecord record, in ProcessIdentity owner)
    {
        var (kind, name) = (record.Kind, record.Name);
        try
        {
            var (outcome, message) = kind switch
            {
                LeftoverKind.ChildProcess => owner.SharesIdsWith(ProcessIdentity.Current)
                    ? EndProcess(name)
                    : (LeftoverOutcome.NotOurs, "its id belongs to another boot or container"),
                LeftoverKind.TempDirectory or LeftoverKind.TempFile or LeftoverKind.SharedMemory => Delete(record),
                _ => (LeftoverOutcome.NotOurs, $"kind {(int)kind} is not known to this version"),
            };
            return new(kind, name, outcome, message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException or Win32Exception
            or NotSupportedException or AggregateException or ArgumentException)
        {
            return new(kind, name, LeftoverOutcome.Failed, exception.Message);
        }
    }

    /// <summary>The name of a process in the journal; <see langword="null"/> where it has ended.</summary>
    public static string? NameOf(int processId) => ProcessIdentity.StartTimeOf(processId) is { } startTime
        ? string.Create(CultureInfo.InvariantCulture, $"{processId} {startTime}")
        : null;

    private static (LeftoverOutcome, string?) EndProcess(string name)
    {
        if (name.Split(' ') is not [var idText, var startText]
            || !int.TryParse(idText, CultureInfo.InvariantCulture, out var id)
            || !long.TryParse(startText, CultureInfo.InvariantCulture, out var startTime))
        {
            return (LeftoverOutcome.NotOurs, "not a process that this journal would have");
        }

        // The id alone may be somebody else's by now.
        if (ProcessIdentity.StartTimeOf(id) != startTime)
            return (LeftoverOutcome.AlreadyGone, null);

        using var process = Process.GetProcessById(id);
        process.Kill(entireProcessTree: true);
        process.WaitForExit(s_patienceForProcess);
        return (LeftoverOutcome.Undone, null);
    }

    private static (LeftoverOutcome, string?) Delete(in JournalRecord record)
    {
        var path = record.Name;
        if (SafePath.Objection(path) is { } objection)
            return (LeftoverOutcome.NotOurs, objection);

        var isDirectory = Directory.Exists(path);
        if (!isDirectory && !File.Exists(path))
            return (LeftoverOutcome.AlreadyGone, null);
        if (isDirectory != (record.Kind == LeftoverKind.TempDirectory))
            return (LeftoverOutcome.NotOurs, isDirectory ? "a directory has that name now" : "a file has that name now");

        var present = FileIdentity.Of(path);
        if (record.File.IsKnown && present.IsKnown)
        {
            if (present with { Owner = record.File.Owner } != record.File)
                return (LeftoverOutcome.NotOurs, "something else has that name now");
        }
        else if (!present.IsMine)
        {
            return (LeftoverOutcome.NotOurs, "it belongs to another user");
        }

        // Links inside are deleted, not followed.
        PathDeleter.DeleteNow(path);
        return (LeftoverOutcome.Undone, null);
    }
}
