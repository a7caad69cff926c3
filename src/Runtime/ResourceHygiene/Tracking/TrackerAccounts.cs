using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ResourceHygiene;

/// <summary>All counters of a tracker: by type, by location, and together.</summary>
internal sealed class TrackerAccounts
{
    private readonly ConcurrentDictionary<string, TypeAccount> _types = new(StringComparer.Ordinal);
    private readonly object _growth = new();
    private TypeAccount[] _byOrdinal = [];
    // By location. That of the host stays empty: it has what the others have not.
    private Gauge[] _locations = [new()];

    public TrackerAccounts()
    {
        Shares = new ThreadShares();
        Peaks = new TrackerPeaks(Shares, Sums);
    }

    public ThreadShares Shares { get; }

    /// <summary>Peaks, for ever and in scopes.</summary>
    public TrackerPeaks Peaks { get; }

    /// <summary>The accounts of all types seen so far, by their ordinal.</summary>
    public IReadOnlyList<TypeAccount> Types => Volatile.Read(ref _byOrdinal);

    /// <summary>The account of a type; the one last used in a slot is likely to be it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TypeAccount Of(string type, TypeAccount? guess) =>
        ReferenceEquals(guess?.Type, type) ? guess : FindOrAdd(type);

    public TypeAccount? Find(string type) => _types.GetValueOrDefault(type);

    /// <summary>An entry begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(ThreadShare share, TypeAccount account, long bytes, ResourceLocation location)
    {
        ref var cell = ref share.Of(account);
        Volatile.Write(ref cell.Registered, cell.Registered + 1);
        Change(share, ref cell, account, 1, bytes, location);
    }

    /// <summary>An entry ends because it was released.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndReleased(ThreadShare share, TypeAccount account, long bytes, ResourceLocation location)
    {
        ref var cell = ref share.Of(account);
        Volatile.Write(ref cell.Released, cell.Released + 1);
        Change(share, ref cell, account, -1, -bytes, location);
    }

    /// <summary>An entry ends because its resource was collected.</summary>
    public void EndLeaked(ThreadShare share, TypeAccount account, long bytes, ResourceLocation location)
    {
        ref var cell = ref share.Of(account);
        Volatile.Write(ref cell.Leaked, cell.Leaked + 1);
        Change(share, ref cell, account, -1, -bytes, location);
    }

    /// <summary>Moves an entry's bytes; the type's total sees only the difference.</summary>
    public void MoveBytes(TypeAccount account, (long Bytes, ResourceLocation Location) from, (long Bytes, ResourceLocation Location) to)
    {
        var share = Shares.Mine();
        Change(share, ref share.Of(account), account, 0, to.Bytes - from.Bytes, ResourceLocation.Host);
        AddBytesAt(share, to.Location, to.Bytes);
        AddBytesAt(share, from.Location, -from.Bytes);
    }

    public long BytesAt(ResourceLocation location)
    {
        var locations = Volatile.Read(ref _locations);
        var shares = Shares.All;
        if (location != ResourceLocation.Host)
            return location.Code < locations.Length ? locations[location.Code].Sum(new Cells(shares, location)) : 0;

        var bytes = Peaks.SumOfBytes();
        for (var code = 1; code < locations.Length; code++)
            bytes -= locations[code].Sum(new Cells(shares, new ResourceLocation((ushort)code)));
        return Math.Max(0, bytes);
    }

    /// <summary>Sums over all types.</summary>
    public TrackerTotals Sums()
    {
        long live = 0, bytes = 0, registered = 0, released = 0, leaked = 0;
        foreach (var account in Volatile.Read(ref _byOrdinal))
        {
            var totals = account.Totals();
            live += totals.Live;
            bytes += totals.Bytes;
            registered += totals.Registered;
            released += totals.Released;
            leaked += totals.Leaked;
        }
        return new(live, bytes, registered, released, leaked);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Change(ThreadShare share, ref AccountCell cell, TypeAccount account, int live, long bytes, ResourceLocation location)
    {
        Peaks.Add(ref share.Core, live, bytes);
        if (bytes == 0)
            return;

        account.AddBytes(ref cell, bytes);
        AddBytesAt(share, location, bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddBytesAt(ThreadShare share, ResourceLocation location, long bytes)
    {
        if (location.Code != ResourceLocation.Host.Code)
            At(location).AddBytes(ref share.Of(location), bytes);
    }

    private TypeAccount FindOrAdd(string type)
    {
        if (_types.TryGetValue(type, out var account))
            return account;

        lock (_growth)
        {
            if (_types.TryGetValue(type, out account))
                return account;

            account = new TypeAccount(type, _byOrdinal.Length, Shares);
            // First among the accounts that are summed up: it may be used as soon as it is found.
            Volatile.Write(ref _byOrdinal, [.. _byOrdinal, account]);
            _types[type] = account;
            return account;
        }
    }

    private Gauge At(ResourceLocation location)
    {
        var locations = Volatile.Read(ref _locations);
        return location.Code < locations.Length ? locations[location.Code] : Grow(location.Code);
    }

    private Gauge Grow(int code)
    {
        lock (_growth)
        {
            if (code >= _locations.Length)
            {
                var grown = new Gauge[code + 1];
                for (var i = 0; i < grown.Length; i++)
                    grown[i] = i < _locations.Length ? _locations[i] : new Gauge();
                Volatile.Write(ref _locations, grown);
            }
            return _locations[code];
        }
    }

    private readonly struct Cells(ThreadShare[] all, ResourceLocation location) : IGaugeCells
    {
        public int Count => all.Length;

        public ref readonly GaugeCell At(int thread) => ref all[thread].Peek(location);

        public bool IsMarkOfNow(int thread) => true;
    }
}
