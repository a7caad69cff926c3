using System.Globalization;
using System.Text;
using ResourceHygiene.Cuda.Native;

namespace ResourceHygiene.Cuda;

/// <summary>
/// How room is found, the least destructive first: what is free; what was freed and is kept for later; tracked resources, as many as are missing,
/// then as many as were asked for, then those that types keep back. Goes on only while something was freed.
/// </summary>
internal static class Allocation
{
    private const int MostRounds = 8;
    private const int HoldersNamed = 5;

    [ThreadStatic]
    private static bool t_isMakingRoom;

    /// <summary>The address of a new block.</summary>
    /// <exception cref="DeviceOutOfMemoryException">There is no room.</exception>
    /// <exception cref="CudaException">The driver refused for another reason.</exception>
    public static nint Make(DeviceMemory memory, nuint bytes, nint stream)
    {
        var code = memory.TryAllocate(bytes, stream, out var address);
        if (code == CudaResult.OutOfMemory)
        {
            memory.TrimCaches();
            code = memory.TryAllocate(bytes, stream, out address);
        }

        long letGo = 0;
        // A handler that allocates while room is made for somebody else gets what is there: it would let go in a circle.
        if (code == CudaResult.OutOfMemory && memory.Cleaner is { } cleaner && !t_isMakingRoom)
        {
            t_isMakingRoom = true;
            try
            {
                code = MakeRoom(memory, cleaner, bytes, stream, ref address, ref letGo);
            }
            finally
            {
                t_isMakingRoom = false;
            }
        }

        if (code == CudaResult.Success)
            return address;
        throw code == CudaResult.OutOfMemory
            ? OutOfMemory(memory, bytes, letGo)
            : memory.FailureOf(code, $"Allocating {ResourceText.Size((long)bytes)}");
    }

    private static int MakeRoom(DeviceMemory memory, ResourceCleaner cleaner, nuint bytes, nint stream, ref nint address, ref long letGo)
    {
        var isCritical = false;
        for (var round = 0; round < MostRounds; round++)
        {
            // Only what is missing at first. If that does not do, what is free lies in pieces, and all of it must be made free anew.
            var missing = round == 0 ? Math.Max(1, (long)bytes - FreeIn(memory)) : (long)bytes;
            var report = cleaner.Reclaim(new ReclaimGoal(missing, memory.Location, ReleaseReason.Pressure) { Critical = isCritical });
            letGo += report.BytesFreed;
            if (report.BytesFreed == 0)
            {
                if (isCritical)
                    break;
                isCritical = true;
                continue;
            }

            memory.TrimCaches();
            var code = memory.TryAllocate(bytes, stream, out address);
            if (code != CudaResult.OutOfMemory)
                return code;
        }
        return CudaResult.OutOfMemory;
    }

    private static long FreeIn(DeviceMemory memory)
    {
        try
        {
            return memory.GetInfo().FreeBytes;
        }
        catch (CudaException)
        {
            // Not known: then as if nothing were.
            return 0;
        }
    }

    private static DeviceOutOfMemoryException OutOfMemory(DeviceMemory memory, nuint bytes, long letGo)
    {
        var failure = memory.FailureOf(CudaResult.OutOfMemory, "Allocating");
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{memory.Title} has no room for {ResourceText.Size((long)bytes)}");
        DeviceMemoryInfo info = default;
        try
        {
            info = memory.GetInfo();
            text.Append(CultureInfo.InvariantCulture, $": {info}");
        }
        catch (CudaException unknown)
        {
            text.Append(CultureInfo.InvariantCulture, $" (how full it is cannot be measured: {unknown.ErrorName})");
        }

        text.Append(letGo > 0 ? $", after {ResourceText.Size(letGo)} were let go." : ".");
        text.Append(CultureInfo.InvariantCulture, $" Buffers of this process hold {ResourceText.Size(memory.AllocatedBytes)}");
        text.Append(memory.Cleaner is { } cleaner ? Holders(cleaner.Tracker, memory.Location) : "; nothing could be let go, as the memory has no cleaner.");
        return new DeviceOutOfMemoryException(text.ToString(), failure.ErrorName, memory.Location, (long)bytes, info);
    }

    private static string Holders(ResourceTracker tracker, ResourceLocation location)
    {
        var holders = tracker.Snapshot().Where(resource => resource.Location == location && resource.Bytes > 0)
            .OrderByDescending(static resource => resource.Bytes).ToList();
        if (holders is [])
            return "; none of it is tracked, so nothing could be let go: track buffers that can be made again.";

        var named = holders.Take(HoldersNamed).Select(static holder =>
            $"{holder.Title} {ResourceText.Size(holder.Bytes)}{(holder.Leases > 0 ? " (leased)" : holder.DependsOn.IsDefaultOrEmpty ? "" : " (needs others)")}");
        var rest = holders.Count > HoldersNamed ? string.Create(CultureInfo.InvariantCulture, $" and {holders.Count - HoldersNamed} more") : "";
        return $"; tracked there: {string.Join(", ", named)}{rest}.";
    }
}
