using System.Text;

namespace ResourceHygiene.Tests;

/// <summary>Owners for what has no class of its own: native memory, a model's parts, an index, a cache of frames.</summary>
public sealed class OwnerTests : IDisposable
{
    private readonly Workbench _bench = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("rh-test-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void A_native_buffer_knows_its_size_and_is_freed_once_by_the_runtime()
    {
        var buffer = new NativeBuffer(1000, alignment: 4096);
        var handle = _bench.Add(buffer, ResourceTypes.NativeMemory);
        buffer.GetSpan()[999] = 7;

        Assert.Equal((1000L, 0L, (byte)7), (_bench.Info(handle).Bytes, buffer.Address % 4096, buffer.Memory.Span[999]));
        Assert.Equal((ReleaseStatus.Released, 1000L), _bench.Reaper.Release(handle) is var result ? (result.Status, result.BytesFreed) : default);

        buffer.Dispose();
        Assert.True(buffer.IsDisposed);
        Assert.Equal(0, buffer.SizeInBytes);
        Assert.Throws<ObjectDisposedException>(() => buffer.Address);
        Assert.Throws<ObjectDisposedException>(() => buffer.GetSpan().Length);
    }

    [Fact]
    public void A_native_buffer_is_zeroed_and_guards_its_bounds()
    {
        using var buffer = new NativeBuffer(100);

        Assert.Equal(new byte[100], buffer.GetSpan().ToArray());
        Assert.Equal(10, buffer.Slice(90, 10).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(91, 10).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(-1, 10).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(0, 101).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NativeBuffer(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NativeBuffer(1, alignment: 3));
    }

    [Fact]
    public void Parts_of_a_model_go_optimizer_outputs_the_rest_model()
    {
        var calls = new List<string>();
        var parts = new ModelParts();
        parts.Add(ModelPart.Model, new Part("model", calls));
        parts.Add(ModelPart.Outputs, new Part("output 1", calls));
        parts.Add(ModelPart.Outputs, new Part("output 2", calls));
        parts.Add(ModelPart.Optimizer, new Part("optimizer", calls));
        parts.Add(ModelPart.Other, new Part("tokenizer", calls));

        _bench.Reaper.Release(_bench.Add(parts, ResourceTypes.ModelWeights));
        parts.Dispose();

        Assert.Equal(["optimizer", "output 2", "output 1", "tokenizer", "model"], calls);
        using var late = new Part("late", calls);
        Assert.Throws<ObjectDisposedException>(() => parts.Add(ModelPart.Other, late));
    }

    [Fact]
    public void An_index_drops_its_oldest_segments_and_reports_only_what_they_occupied()
    {
        var index = new SegmentIndex<int>(keepNewest: 3);
        for (var i = 0; i < 10; i++)
            index.Add(i, 100);
        var handle = _bench.Add(index, ResourceTypes.SubtitleIndex);

        var result = _bench.Reaper.Trim(handle, 250);

        Assert.Equal((ReleaseStatus.Reduced, 300L, 700L), (result.Status, result.BytesFreed, _bench.Info(handle).Bytes));
        Assert.Equal((int[])[3, 4, 5, 6, 7, 8, 9], index.Segments);
        Assert.Equal(400, _bench.Reaper.Trim(handle, long.MaxValue).BytesFreed);
        Assert.Equal((int[])[7, 8, 9], index.Segments);
        Assert.Equal(ReleaseStatus.Kept, _bench.Reaper.Trim(handle, 1).Status);
        Assert.Equal(300, _bench.Reaper.Release(handle).BytesFreed);
        Assert.Throws<ObjectDisposedException>(() => index.Add(1, 1));
    }

    [Fact]
    public void A_render_cache_drops_what_was_least_recently_used()
    {
        using var cache = new RenderCache();
        foreach (var key in (string[])["a", "b", "c"])
            cache.Set(key, new byte[100]);
        Assert.True(cache.TryGet("a", out _));
        var handle = _bench.Add(cache, ResourceTypes.RenderCache);

        Assert.Equal(200, _bench.Reaper.Trim(handle, 101).BytesFreed);

        Assert.True(cache.TryGet("a", out _));
        Assert.Equal((1, 100L), (cache.Count, cache.SizeInBytes));
    }

    [Fact]
    public void A_render_cache_is_saved_before_the_runtime_lets_it_go_and_can_be_loaded()
    {
        var path = Path.Combine(_directory.FullName, "frames.rhc");
        var cache = new RenderCache(path);
        cache.Set("ä", Encoding.UTF8.GetBytes("frame"));
        cache.Set("b", new byte[3]);
        cache.Set("b", new byte[4]);

        Assert.Equal("saved first", _bench.Reaper.Release(_bench.Add(cache, ResourceTypes.RenderCache), ReleaseReason.Pressure).Message);

        Assert.Equal(0, cache.Count);
        using var loaded = RenderCache.Load(path);
        Assert.True(loaded.TryGet("ä", out var frame));
        Assert.Equal("frame", Encoding.UTF8.GetString(frame.Span));
        Assert.Equal((2, 9L), (loaded.Count, loaded.SizeInBytes));
    }

    [Fact]
    public void A_render_cache_that_cannot_be_saved_is_kept_with_its_frames_and_the_old_file()
    {
        var path = Path.Combine(_directory.FullName, "missing", "frames.rhc");
        var cache = new RenderCache(path);
        cache.Set("a", new byte[5]);
        var handle = _bench.Add(cache, ResourceTypes.RenderCache);

        Assert.Equal(ReleaseStatus.Kept, _bench.Reaper.Release(handle, ReleaseReason.Pressure).Status);
        Assert.Equal((1, 5L), (cache.Count, _bench.Info(handle).Bytes));

        Assert.Equal(ReleaseStatus.Released, _bench.Reaper.Release(handle, ReleaseReason.Critical).Status);
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void A_cache_whose_owner_dropped_it_does_not_replace_what_was_saved_by_nothing()
    {
        var path = Path.Combine(_directory.FullName, "frames.rhc");
        var cache = new RenderCache(path);
        cache.Set("frame 1", new byte[] { 1 });
        cache.Persist(default);
        var handle = _bench.Add(cache, ResourceTypes.RenderCache);
        cache.Dispose();

        Assert.Equal(ReleaseStatus.Released, _bench.Reaper.Release(handle, ReleaseReason.Pressure).Status);

        using var loaded = RenderCache.Load(path);
        Assert.Equal(1, loaded.Count);
    }

    [Fact]
    public void A_file_that_is_no_saved_cache_is_refused_by_name()
    {
        var path = Path.Combine(_directory.FullName, "a.txt");
        File.WriteAllText(path, "something else");
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => RenderCache.Load(path)).Message, StringComparison.Ordinal);

        File.WriteAllText(path, "x");
        Assert.Contains("ends too early", Assert.Throws<InvalidDataException>(() => RenderCache.Load(path)).Message, StringComparison.Ordinal);
        Assert.Equal(0, RenderCache.Load(path + ".none").Count);
    }

    [Fact]
    public void A_saved_cache_with_a_damaged_length_is_refused_without_asking_for_as_much_memory()
    {
        var path = Path.Combine(_directory.FullName, "frames.rhc");
        using var cache = new RenderCache(path);
        cache.Set("a", new byte[] { 1 });
        cache.Persist(default);
        var saved = File.ReadAllBytes(path);
        // The frame's length, before its only byte.
        BitConverter.TryWriteBytes(saved.AsSpan(saved.Length - 5), 1_000_000_000);
        File.WriteAllBytes(path, saved);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => RenderCache.Load(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    private sealed class Part(string name, List<string> calls) : IDisposable
    {
        public void Dispose() => calls.Add(name);
    }
}
