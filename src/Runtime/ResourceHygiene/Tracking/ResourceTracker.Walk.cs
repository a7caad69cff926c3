namespace ResourceHygiene;

// Going over the entries where there may be no memory for a snapshot.
public sealed partial class ResourceTracker
{
    /// <summary>All live entries have smaller indexes; those registered later tend to have larger ones.</summary>
    internal int SlotsUsed => _slots.Used;

    /// <summary>Reads one entry without allocating.</summary>
    /// <param name="index">From 0 to below <see cref="SlotsUsed"/>.</param>
    /// <param name="info">What is known.</param>
    /// <param name="isNeeded">Whether something live depends on it.</param>
    /// <returns>Whether there is a live entry.</returns>
    internal bool TryPeek(int index, out ResourceInfo info, out bool isNeeded)
    {
        isNeeded = false;
        if (!_slots.Has(index))
        {
            info = default;
            return false;
        }

        var isThere = TryRead(index, handle: null, _clock.NowMilliseconds, out info);
        isNeeded = isThere && IsNeeded(Volatile.Read(ref _slots[index].Dependents), info.Handle);
        return isThere;
    }
}
