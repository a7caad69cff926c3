using System.Runtime.CompilerServices;

namespace ResourceHygiene;

/// <summary>One thread's part of a <see cref="Gauge"/>; written by that thread alone.</summary>
internal struct GaugeCell
{
    /// <summary>What the thread has added and not yet published.</summary>
    public long Pending;

    /// <summary>The most that <see cref="Pending"/> was since it was last published, or since the segment began.</summary>
    public long High;
}

/// <summary>
/// A number that goes up and down on many threads, and the most it was. Threads keep small changes to themselves and publish
/// them once they amount to a step; the sum of what is published and pending is exact when nobody is changing it. The peak is
/// exact where one thread makes all changes; each other thread that makes some can make it wrong by less than a step, as
/// nobody can tell which small changes of different threads were at the same time.
/// </summary>
internal sealed class Gauge
{
    public const long ByteStep = 256 * 1024;
    public const long CountStep = 32;

    private long _published;
    private long _peak;

    /// <summary>Notes a change of bytes. For the thread whose cell it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddBytes(ref GaugeCell cell, long difference) => Add(ref cell, difference, ByteStep);

    /// <summary>Notes a change of a count. For the thread whose cell it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddCount(ref GaugeCell cell, long difference) => Add(ref cell, difference, CountStep);

    /// <summary>The sum, from 0.</summary>
    public long Sum<TCells>(in TCells cells)
        where TCells : struct, IGaugeCells
    {
        // First what is published: a thread takes back its pending part before it publishes it, so that nothing counts twice.
        var sum = Volatile.Read(ref _published);
        for (var i = 0; i < cells.Count; i++)
            sum += Volatile.Read(in cells.At(i).Pending);
        return Math.Max(0, sum);
    }

    /// <summary>The most that the sum was.</summary>
    public long Peak<TCells>(in TCells cells)
        where TCells : struct, IGaugeCells
    {
        var sum = Volatile.Read(ref _published);
        var rise = 0L;
        for (var i = 0; i < cells.Count; i++)
        {
            ref readonly var cell = ref cells.At(i);
            var pending = Volatile.Read(in cell.Pending);
            sum += pending;
            // Marks of different threads are from different moments, so only one of them counts.
            if (cells.IsMarkOfNow(i))
                rise = Math.Max(rise, Volatile.Read(in cell.High) - pending);
        }

        Raise(sum + rise);
        return Volatile.Read(ref _peak);
    }

    /// <summary>Begins anew from the present sum; the peak until now.</summary>
    public long Restart<TCells>(in TCells cells)
        where TCells : struct, IGaugeCells =>
        Math.Max(Peak(cells), Interlocked.Exchange(ref _peak, Sum(cells)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(ref GaugeCell cell, long difference, long step)
    {
        var pending = cell.Pending + difference;
        Volatile.Write(ref cell.Pending, pending);
        if (pending > cell.High)
            Volatile.Write(ref cell.High, pending);
        if ((ulong)(pending + step) >= (ulong)(2 * step))
            Publish(ref cell);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Publish(ref GaugeCell cell)
    {
        var (pending, high) = (cell.Pending, cell.High);
        Volatile.Write(ref cell.High, 0);
        Volatile.Write(ref cell.Pending, 0);
        Raise(Interlocked.Add(ref _published, pending) - pending + high);
    }

    private void Raise(long value)
    {
        var peak = Volatile.Read(ref _peak);
        while (value > peak)
        {
            var seen = Interlocked.CompareExchange(ref _peak, value, peak);
            if (seen == peak)
                break;
            peak = seen;
        }
    }
}

/// <summary>The cells of one gauge, wherever they lie.</summary>
internal interface IGaugeCells
{
    int Count { get; }

    ref readonly GaugeCell At(int thread);

    /// <summary>Whether the cell's mark belongs to the present segment.</summary>
    bool IsMarkOfNow(int thread);
}
