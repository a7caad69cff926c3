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

    /// <summary>
    /// How often those are looked for that were started since, before somebody else is to say when it is looked again. Once where the child lives:
    /// it may start more at any time, and waits to be told meanwhile.
    /// </summary>
    private const int MostPasses = 8;

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
    /// <param name="hasExited">Whether the child had ended before.</param>
    /// <param name="found">Takes each, to dispose it: at once where there are no more descriptors to be had than that and one to read with.</param>
    /// <returns>
    /// Whether nobody can have been missed; not where there are any, who may have started others meanwhile. Of a child that has not ended it says
    /// nothing.
    /// </returns>
    /// <exception cref="IOException">The system gives no more descriptors.</exception>
    public static bool Find(int root, byte[] mark, long startedAt, bool hasExited, Action<Descendant> found)
    {
        var members = new HashSet<int> { root };
        // By id: who was neither told nor sure to be a stranger may be looked at again.
        var others = new Dictionary<int, (ProcessRecord Record, bool IsDoubtful)>();
        var candidates = new Candidates(root, startedAt);
        var startTime = ProcessTable.StartTimeOf(root);
        var areAllGiven = false;
        // Where somebody is found there is another look in any case.
        for (var pass = 0; members.Count == 1 && !areAllGiven && pass < (hasExited ? MostPasses : 1); pass++)
        {
            if (candidates.Next() is { } ids)
                Array.ForEach(ids, Look);
            else
                areAllGiven = true;
        }

        // Children of members that are none themselves: they started a session of their own without the mark.
        var hadMore = true;
        while (hadMore && others.Count > 0)
        {
            hadMore = false;
            foreach (var (id, (other, _)) in others)
            {
                if (!members.Contains(other.Parent))
                    continue;
                others.Remove(id);
                if (Descendant.TryHold(other.Id, held => ProcessTable.StartTimeOf(held) == other.StartTime) is { } member)
                {
                    found(member);
                    members.Add(other.Id);
                    hadMore = true;
                }
            }
        }
        return areAllGiven && !others.Values.Any(static other => other.IsDoubtful);

        void Look(int id)
        {
            // Other children of this process, and their watchdog, are not descendants of this one.
            if (id == root || id == System.Environment.ProcessId || LinuxChild.IsChild(id))
                return;
            ProcessRecord record = default;
            bool? isMember = false;
            var held = Descendant.TryHold(id, candidate =>
            {
                // What was there before the child descends from others, whatever variables it has by now.
                if (ProcessTable.TryRead(candidate, out record) && record.IsAlive && record.StartTime >= startTime)
                    isMember = IsMember(record, root, mark);
                return isMember == true;
            });
            if (held is not null)
            {
                found(held);
                members.Add(id);
            }
            else if (!record.IsAlive || isMember == true)
            {
                candidates.HaveLost = true;
            }
            else if (record.StartTime >= startTime)
            {
                // One that is ending has no memory any more, and may have started another just before.
                candidates.HaveLost |= !record.HasMemory;
                others[id] = (record, isMember is null);
            }
        }
    }

    /// <returns><see langword="null"/> where that cannot be said at this moment.</returns>
    private static bool? IsMember(in ProcessRecord record, int root, byte[] mark) =>
        record.Session == root || record.Group == root ? true : mark.Length == 0 ? false : ProcessTable.EnvironmentContains(record, mark);

    private static bool IsRecent(long startedAt) => System.Environment.TickCount64 - startedAt < RecentMilliseconds;

    /// <summary>Who may be a descendant.</summary>
    private sealed class Candidates(int root, long startedAt)
    {
        private int _last = root;
        private HashSet<int>? _given;

        /// <summary>Whether one of those that were given had ended when it was looked at: it may have started another since they were listed.</summary>
        public bool HaveLost { get; set; }

        /// <summary>The next ones, none of which was given before; <see langword="null"/> where nobody can have been missed.</summary>
        /// <exception cref="IOException">The system gives no more descriptors.</exception>
        public int[]? Next()
        {
            // Ids are given in ascending order, and a descendant got its own later.
            if (_given is null && IsRecent(startedAt) && ProcessTable.LastId is var last && last - _last is >= 0 and <= FewIds)
            {
                var first = _last + 1;
                _last = last;
                return first > last ? null : [.. Enumerable.Range(first, last - first + 1)];
            }
            if (_given is not null && !HaveLost)
                return null;
            HaveLost = false;
            _given ??= [];
            return [.. ProcessTable.AllIds().Where(_given.Add)];
        }
    }
}
