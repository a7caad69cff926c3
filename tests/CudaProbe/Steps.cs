using ResourceHygiene;
using ResourceHygiene.Cuda;

namespace CudaProbe;

/// <summary>
/// What is to be shown on a device, one step after another: that allocations and frees are seen from outside, that buffers hold what was put into them,
/// that a budget and a full device let go of what is tracked, and that nothing stays.
/// </summary>
internal sealed class Steps(CudaDevice device)
{
    private const long Mebibyte = 1 << 20;

    private readonly ResourceTracker _tracker = ResourceTracker.Shared;
    private readonly List<DeviceBuffer<byte>> _leftAlive = [];

    // A quarter of what is free, so that several fit and five do not.
    private readonly long _chunk = Math.Max(Mebibyte, device.GetInfo().FreeBytes / 4 / Mebibyte * Mebibyte);

    public int Failures { get; private set; }

    public void Run()
    {
        Step("memory is measured without a context", () =>
        {
            var info = device.GetInfo();
            Expect(info.TotalBytes > 0 && info.FreeBytes > 0, $"{info}");
            return $"{info}; this process {Text(device.BytesOfThisProcess)}";
        });
        Step("a buffer holds what was copied into it", RoundTrip);
        Step("a copy on the device is the same", CopyOnDevice);
        Step("a new buffer is zero", NewIsZero);
        Step("allocation and free are visible in memory info", Visible);
        Step("a buffer freed in a stream's order is back when the stream is", InStreamOrder);
        Step("a buffer is offloaded and comes back", OffloadAndBack);
        Step("a budget on the device makes room", Budget);
        Step("pressure on the device makes room", Pressure);
        Step("out of memory is recovered by letting go", OutOfMemory);
        Step("what is leased stays and the error names it", Leased);
        Step("a second thread with no context of its own can free", OtherThread);
        Step("a forgotten buffer is reported and freed", Forgotten);
        Step("the context is given back when nothing is left", ContextBack);
        for (var i = 0; i < 3; i++)
            _leftAlive.Add(Tracked($"left alive {i}", Mebibyte));
    }

    public void CheckExit(ReleaseReport report) => Step("nothing is left at exit", () =>
    {
        Expect(report is { Released: 3, Failed: 0, IsComplete: true }, report.ToString());
        Expect(device.AllocatedBytes == 0 && device.LiveBuffers == 0, $"{device.LiveBuffers} buffers live");
        Expect(_leftAlive.TrueForAll(static buffer => buffer.IsDisposed), "a buffer is not disposed");
        Expect(device.TryReleaseContext(), "the context is kept");
        return $"{report}; device {device.GetInfo()}; this process {Text(device.BytesOfThisProcess)}";
    });

    private string RoundTrip()
    {
        var content = new long[1 << 17];
        for (var i = 0; i < content.Length; i++)
            content[i] = unchecked(i * (long)0x9E3779B97F4A7C15);
        using var buffer = new DeviceBuffer<long>(device, content);
        Expect(buffer.ToArray().AsSpan().SequenceEqual(content), "the content differs");
        buffer.CopyFrom([1, 2, 3], at: 100);
        var part = new long[5];
        buffer.CopyTo(part, from: 99);
        Expect(part.AsSpan().SequenceEqual([content[99], 1, 2, 3, content[103]]), "a part differs");
        return buffer.ToString();
    }

    private string CopyOnDevice()
    {
        using var first = new DeviceBuffer<float>(device, [1, 2, 3, 4]);
        using var second = new DeviceBuffer<float>(device, 4);
        first.CopyTo(second);
        Expect(second.ToArray() is [1, 2, 3, 4], "the copy differs");
        second.Clear();
        Expect(second.ToArray() is [0, 0, 0, 0], "it was not cleared");
        return second.ToString();
    }

    private string NewIsZero()
    {
        using (var before = new DeviceBuffer<byte>(device, 8 * Mebibyte))
            before.CopyFrom(Enumerable.Repeat((byte)0xCD, (int)before.Length).ToArray());
        using var buffer = new DeviceBuffer<byte>(device, 8 * Mebibyte);
        using var view = buffer.OpenOnHost();
        Expect(!view.Span.ContainsAnyExcept((byte)0), "it is not zero");
        return buffer.ToString();
    }

    private string Visible()
    {
        // The context exists by now, so that only the buffer differs.
        var before = device.GetInfo();
        var buffer = new DeviceBuffer<byte>(device, _chunk);
        var during = device.GetInfo();
        buffer.Dispose();
        var after = device.GetInfo();
        Expect(before.FreeBytes - during.FreeBytes >= _chunk, $"free fell by {before.FreeBytes - during.FreeBytes} for {_chunk}");
        Expect(after.FreeBytes - during.FreeBytes >= _chunk, $"free rose by {after.FreeBytes - during.FreeBytes} for {_chunk}");
        return $"{_chunk} bytes: free {before.FreeBytes} -> {during.FreeBytes} -> {after.FreeBytes}";
    }

    private string InStreamOrder()
    {
        if (!device.SupportsStreamOrder)
            return "not supported by this device or driver";

        using var stream = device.CreateStream();
        var before = device.GetInfo();
        var buffer = new DeviceBuffer<byte>(stream, _chunk);
        buffer.CopyFrom([1, 2, 3]);
        Expect(buffer.ToArray().AsSpan(0, 4).SequenceEqual((ReadOnlySpan<byte>)[1, 2, 3, 0]), "the content differs");
        buffer.Track("in a stream", tracker: _tracker);
        buffer.DisposeAsync().AsTask().Wait();
        device.TrimCaches();
        var after = device.GetInfo();
        Expect(buffer.IsDisposed && after.FreeBytes >= before.FreeBytes - (_chunk / 2), $"free {before.FreeBytes} -> {after.FreeBytes}");
        return $"free {before.FreeBytes} -> {after.FreeBytes}";
    }

    private string OffloadAndBack()
    {
        using var buffer = new DeviceBuffer<byte>(device, [1, 2, 3]);
        var handle = buffer.Track("offloaded", tracker: _tracker);
        var result = Reaper.Shared.Offload(handle);
        Expect(result.Status == ReleaseStatus.Reduced && buffer.Memory.IsHost, result.ToString());
        Expect(_tracker.TryGetInfo(handle, out var info) && info.Location == ResourceLocation.Host, "the tracker does not know");
        buffer.MoveTo(device);
        Expect(buffer.ToArray() is [1, 2, 3] && buffer.Memory == device, "it did not come back whole");
        Expect(_tracker.TryGetInfo(handle, out info) && info.Location == device.Location, "the tracker does not know that it is back");
        return $"{result.BytesFreed} bytes";
    }

    private string Budget()
    {
        using var first = Tracked("first", Mebibyte);
        using var second = Tracked("second", Mebibyte, ReleasePriority.High);
        var budget = new ResourceBudget(ResourceCleaner.Shared, 2 * Mebibyte, device.Location);
        var report = budget.MakeRoom(Mebibyte);
        Expect(report.IsEnough && _tracker.BytesAt(device.Location) == Mebibyte && !second.Memory.IsHost, report.ToString());
        return report.Steps[0].ToString();
    }

    private string Pressure()
    {
        using var buffer = Tracked("cache", 64 * Mebibyte);
        // As full as can be: the limit is what is in use now.
        var gauge = new DeviceMemoryGauge(device, device.GetInfo().UsedBytes);
        using var monitor = new PressureMonitor(options: new() { Gauges = [gauge], EmergencyGrace = TimeSpan.Zero });
        var before = device.GetInfo();
        var actions = monitor.Check();
        Expect(actions.Length == 1 && (buffer.IsDisposed || buffer.Memory.IsHost), string.Join("; ", actions));
        Expect(device.GetInfo().FreeBytes - before.FreeBytes >= 64 * Mebibyte, "memory info does not show it");
        return actions[0].ToString();
    }

    private string OutOfMemory()
    {
        // Can be made again, so it is released and not offloaded: type and handler say so.
        var caches = new List<Cache>();
        for (var i = 0; i < 3; i++)
            caches.Add(new Cache(device, _chunk, $"cache {i}"));
        using var wanted = new DeviceBuffer<byte>(device, 2 * _chunk);
        var gone = caches.Count(static cache => cache.IsReleased);
        Expect(gone > 0, "nothing was let go");
        foreach (var cache in caches)
            cache.Dispose();
        return $"{gone} of 3 caches of {_chunk} bytes let go for {2 * _chunk}";
    }

    private string Leased()
    {
        using var kept = Tracked("in use", _chunk, ReleasePriority.Critical);
        Expect(kept.TryLease(out var lease), "no lease");
        using (lease)
        {
            try
            {
                using var tooLarge = new DeviceBuffer<byte>(device, device.TotalBytes);
                Expect(false, "as much as the whole device was allocated");
                return "";
            }
            catch (DeviceOutOfMemoryException full)
            {
                Expect(full.Message.Contains("'in use'", StringComparison.Ordinal) && !kept.IsDisposed, full.Message);
                return full.Message;
            }
        }
    }

    private string OtherThread()
    {
        var buffer = new DeviceBuffer<byte>(device, Mebibyte);
        var thread = new Thread(buffer.Dispose);
        thread.Start();
        thread.Join();
        Expect(buffer.IsDisposed && device.LiveBuffers == 0, $"{device.LiveBuffers} buffers live");
        return $"{device.AllocatedBytes} bytes allocated";
    }

    private string Forgotten()
    {
        Forget();
        for (var round = 0; round < 50; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (_tracker.CollectLeaks() is [var leak, ..])
            {
                // Freed on a thread of the pool, soon after.
                Expect(SpinWait.SpinUntil(() => device.LiveBuffers == 0, TimeSpan.FromSeconds(10)), "it was not freed");
                return leak.ToString();
            }
        }
        Expect(false, "no leak was reported");
        return "";
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private void Forget() => _ = Tracked("forgotten", Mebibyte);

    private string ContextBack()
    {
        Expect(device.LiveBuffers == 0, $"{device.LiveBuffers} buffers live");
        var before = device.GetInfo();
        Expect(device.TryReleaseContext(), "it is kept");
        return $"free {before.FreeBytes} -> {device.GetInfo().FreeBytes}";
    }

    private DeviceBuffer<byte> Tracked(string name, long bytes, ReleasePriority priority = ReleasePriority.Normal)
    {
        var buffer = new DeviceBuffer<byte>(device, bytes);
        buffer.Track(name, priority: priority, tracker: _tracker);
        return buffer;
    }

    private static string Text(long? bytes) => bytes is { } known ? $"holds {known} bytes" : "is not listed";

    private static void Expect(bool condition, string otherwise)
    {
        if (!condition)
            throw new InvalidOperationException(otherwise);
    }

    private void Step(string what, Func<string> step)
    {
        try
        {
            var result = step();
            Console.WriteLine($"ok      {what}: {result.ReplaceLineEndings(" | ")}");
        }
        catch (Exception failure)
        {
            Failures++;
            Console.WriteLine($"FAILED  {what}: {failure.Message.ReplaceLineEndings(" | ")} ({failure.GetType().Name})");
        }
    }
}
