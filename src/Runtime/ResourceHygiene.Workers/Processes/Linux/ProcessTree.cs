namespace ResourceHygiene.Workers.Processes.Linux;

/// <summary>
/// Finds what a child started, directly or not: what is in its session or group, what was started with its mark, and the children of
/// these. A process that left the session, lost its parents and wiped out the variables it was started with is not found.
/// </summary>
internal static class ProcessTree
{
    /// <summary>How many ids are tried one by one before all of /proc is listed.</summary>
    private const int FewIds = 256;

    /// <summary>The same where somebody waits meanwhile who must not wait long.</summary>
    private const int VeryFewIds = 32;

    /// <summary>For how long ids that were given since cannot have gone all the way round.</summary>
    private const long RecentMilliseconds = 2000;

    /// <summary>
    /// Whether a child may have descendants: not if nothing that was started on this machine since it was is there still, other children
    /// of this process left out. That is mostly so, and costs less than to look for them.
    /// </summary>
    /// <param name="root">The child's id.</param>
    /// <param name="startedAt">When it was started, as <see cref="System.Environment.TickCount64"/>.</param>
    public static bool MayHaveDescendants(int root, long startedAt)
    {
        if (!IsRecent(startedAt))
            return true;
        var last = ProcessTable.LastId;
        if (last == root)
            return false;
        if (last - root is < 0 or > VeryFewIds)
            return true;
        for (var id = root + 1; id <= last; id++)
        {
            if (!LinuxChild.IsChild(id) && Descendant.MayBeThere(id))
                return true;
        }
        // What has ended meanwhile may have started another before.
        return ProcessTable.LastId != last;
    }

    /// <summary>Takes hold of all descendants of a child that live, itself left out.</summary>
    /// <param name="root">The child's id, which is nobody else's as long as it is not reaped.</param>
    /// <param name="mark">Its mark, as it is sought; empty where it has none.</param>
    /// <param name="startedAt">When it was started, as <see cref="System.Environment.TickCount64"/>.</param>
    /// <param name="found">Takes each, to dispose it: at once where there are no more descriptors to be had than that and one to read with.</param>
    /// <exception cref="IOException">The system gives no more descriptors.</exception>
    public static void Find(int root, byte[] mark, long startedAt, Action<Descendant> found)
    {
        var members = new HashSet<int> { root };
        var others = new List<ProcessRecord>();
        foreach (var id in Candidates(root, startedAt))
        {
            // Other children of this process, and their watchdog, are not descendants of this one.
            if (id == root || id == System.Environment.ProcessId || LinuxChild.IsChild(id))
                continue;
            var record = default(ProcessRecord);
            if (Descendant.TryHold(id, candidate => ProcessTable.TryRead(candidate, out record) && IsMember(record, root, mark)) is { } member)
            {
                found(member);
                members.Add(id);
            }
            else if (record is { Id: > 0, HasEnded: false })
            {
                others.Add(record);
            }
        }

        // Children of members that are none themselves: they started a session of their own without the mark.
        var hadMore = true;
        while (hadMore && others.Count > 0)
        {
            hadMore = false;
            for (var i = others.Count - 1; i >= 0; i--)
            {
                var other = others[i];
                if (!members.Contains(other.Parent))
                    continue;
                others.RemoveAt(i);
                if (Descendant.TryHold(other.Id, id => ProcessTable.StartTimeOf(id) == other.StartTime) is { } member)
                {
                    found(member);
                    members.Add(other.Id);
                    hadMore = true;
                }
            }
        }
    }

    private static bool IsMember(in ProcessRecord record, int root, byte[] mark) =>
        !record.HasEnded
        && (record.Session == root || record.Group == root || (mark.Length > 0 && ProcessTable.EnvironmentContains(record.Id, mark)));

    private static IEnumerable<int> Candidates(int root, long startedAt)
    {
        // Ids are given in ascending order, and a descendant got its own later.
        var last = IsRecent(startedAt) ? ProcessTable.LastId : 0;
        if (last - root is < 0 or > FewIds)
        {
            foreach (var id in ProcessTable.AllIds())
                yield return id;
            yield break;
        }
        for (var id = root + 1; id <= last; id++)
        {
            yield return id;
            // One that ended before it was looked at may have started another by then.
            if (id == last)
                last = Math.Max(last, ProcessTable.LastId);
        }
    }

    private static bool IsRecent(long startedAt) => System.Environment.TickCount64 - startedAt < RecentMilliseconds;
}
