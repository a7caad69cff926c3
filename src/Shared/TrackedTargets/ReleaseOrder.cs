using System.Collections.Immutable;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>
/// The order in which a type's members are released: the last declared first, as what is declared later tends to use
/// what is declared earlier. A member with <c>After</c> is put off until that one is released, and what others on a device
/// refer to until they are (<see cref="DeviceRole"/>), unless <c>After</c> says otherwise; the rest keep their order.
/// </summary>
internal static class ReleaseOrder
{
    /// <summary>Orders members given in order of declaration.</summary>
    /// <param name="members">The members; an <c>After</c> that names none of them is ignored.</param>
    /// <param name="cycle">A member that waits for itself, directly or through others; null if there is none.</param>
    public static ImmutableArray<ReleasedMember> Of(ImmutableArray<ReleasedMember> members, out ReleasedMember? cycle)
    {
        var ordered = ImmutableArray.CreateBuilder<ReleasedMember>(members.Length);
        List<ReleasedMember> waiting = [.. members.Reverse()];
        Dictionary<ReleasedMember, DeviceRole> roles = members.ToDictionary(static member => member, static member => DeviceRoles.Of(member.Type));
        cycle = null;

        while (waiting.Count > 0)
        {
            int next = waiting.FindIndex(member => PredecessorOf(member, waiting) is null && !IsReferredTo(member, waiting, roles));
            // What the user says may contradict what we know about devices.
            if (next < 0)
                next = waiting.FindIndex(member => PredecessorOf(member, waiting) is null);
            if (next < 0)
            {
                cycle = FindCycle(waiting);
                return ImmutableArray<ReleasedMember>.Empty;
            }

            ordered.Add(waiting[next]);
            waiting.RemoveAt(next);
        }

        return ordered.ToImmutable();
    }

    private static ReleasedMember? PredecessorOf(ReleasedMember member, List<ReleasedMember> waiting) =>
        member.After is { } after ? waiting.Find(other => other.Name == after) : null;

    private static bool IsReferredTo(ReleasedMember member, List<ReleasedMember> waiting, Dictionary<ReleasedMember, DeviceRole> roles)
    {
        DeviceRole role = roles[member];
        return role > DeviceRole.Output
            && waiting.Exists(other => roles[other] != DeviceRole.None && roles[other] < role && !WaitsFor(other, member, waiting));
    }

    private static bool WaitsFor(ReleasedMember member, ReleasedMember awaited, List<ReleasedMember> waiting)
    {
        ReleasedMember? current = member;
        for (int step = 0; step < waiting.Count && current is not null; step++)
        {
            current = PredecessorOf(current, waiting);
            if (current == awaited)
                return true;
        }

        return false;
    }

    // Each member waits for one other, so whoever follows them long enough is on the cycle.
    private static ReleasedMember FindCycle(List<ReleasedMember> waiting)
    {
        ReleasedMember member = waiting[0];
        for (int step = 0; step < waiting.Count; step++)
            member = PredecessorOf(member, waiting)!;
        return member;
    }
}
