using System.Globalization;
using ResourceHygiene;

/// <summary>A process whose heap is full calls for an emergency.</summary>
internal static class ShortOfMemory
{
    private const int Buffers = 200;

    /// <summary>
    /// To be started with a hard limit of the heap. Prints what the emergency did. The smallest piece that no longer fits should
    /// be some kilobytes: where less is left, the runtime itself may end the process while it raises the exception.
    /// </summary>
    public static int Run(int smallest)
    {
        var tracker = new ResourceTracker();
        var cleaner = new ResourceCleaner(tracker);
        var cleaned = 0;
        using var registration = cleaner.Register(new Cleaner { Name = "counts", Clean = _ => cleaned++ });
        var buffers = new List<Buffer>();
        for (var i = 0; i < Buffers; i++)
        {
            buffers.Add(new Buffer());
            tracker.Register(buffers[i], new() { Type = ResourceTypes.TempBuffers, Bytes = Buffer.Size });
        }

        var filling = Fill(smallest);
        var report = cleaner.Emergency(TimeSpan.FromSeconds(20));
        GC.KeepAlive(filling);
        var isFull = filling is not null;
        filling = null;

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"full {isFull}, {report.Status}: {report.Cleaned} cleaned, {report.Failed} failed, {buffers.Count(static buffer => buffer.Releases == 1)} released once, {tracker.Totals.Live} live, cleaner ran {cleaned} times"));
        return 0;
    }

    /// <summary>A chain of smaller and smaller pieces until not even the smallest fits.</summary>
    private static Piece? Fill(int smallest)
    {
        Piece? chain = null;
        for (var size = 1 << 20; size >= smallest; size /= 4)
        {
            try
            {
                while (true)
                    chain = new Piece(chain, new byte[size]);
            }
            catch (OutOfMemoryException) when (size > 0)
            {
                // On with smaller ones.
                continue;
            }
        }
        return chain;
    }

    private sealed record Piece(Piece? Next, byte[] Bytes);

    private sealed class Buffer : IReleasable
    {
        public const int Size = 50_000;

        private byte[]? _bytes = new byte[Size];

        public int Releases { get; private set; }

        public ReleaseOutcome Release(in ReleaseContext context)
        {
            Releases++;
            _bytes = null;
            return ReleaseOutcome.Released(Size);
        }
    }
}
