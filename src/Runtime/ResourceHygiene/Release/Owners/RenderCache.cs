using System.Text;

namespace ResourceHygiene;

/// <summary>
/// Rendered frames, or other blocks of bytes that can be made again, by key. A trim drops the least recently used ones; where
/// it was given a path, the frames are saved there before the runtime lets the cache go, and can be loaded again. Every member
/// may be called from any thread.
/// </summary>
public sealed class RenderCache : ITrimmable, IPersistable, ISizedResource, IReleasable, IDisposable
{
    private const int FormatVersion = 0x31434852;

    private readonly object _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, ReadOnlyMemory<byte> Frame)>> _frames = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, ReadOnlyMemory<byte> Frame)> _leastRecent = new();
    private readonly string? _path;
    private long _bytes;
    private bool _isReleased;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="path">Where the frames are saved; <see langword="null"/> where they need not be.</param>
    public RenderCache(string? path = null) => _path = path is null ? null : Path.GetFullPath(path);

    /// <summary>How many frames there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _frames.Count;
        }
    }

    /// <summary>The sizes of all frames together, in bytes.</summary>
    public long SizeInBytes
    {
        get
        {
            lock (_gate)
                return _bytes;
        }
    }

    /// <summary>Loads what another cache saved at a path.</summary>
    /// <param name="path">The path; also where this cache is saved.</param>
    /// <returns>The cache; empty where there is no such file.</returns>
    /// <exception cref="InvalidDataException">The file is no saved cache.</exception>
    public static RenderCache Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var frames = Read(Path.GetFullPath(path));
        var cache = new RenderCache(path);
        foreach (var (key, frame) in frames)
            cache.Set(key, frame);
        return cache;
    }

    /// <summary>Adds a frame, or replaces the one with this key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="frame">The frame, which must not change afterwards.</param>
    /// <exception cref="ObjectDisposedException">The cache was released.</exception>
    public void Set(string key, ReadOnlyMemory<byte> frame)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isReleased, this);
            if (_frames.TryGetValue(key, out var old))
                Drop(old);
            _frames[key] = _leastRecent.AddLast((key, frame));
            _bytes += frame.Length;
        }
    }

    /// <summary>Finds a frame, which counts as a use.</summary>
    /// <param name="key">The key.</param>
    /// <param name="frame">The frame.</param>
    /// <returns>Whether it is there.</returns>
    public bool TryGet(string key, out ReadOnlyMemory<byte> frame)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_gate)
        {
            if (!_frames.TryGetValue(key, out var node))
            {
                frame = default;
                return false;
            }

            _leastRecent.Remove(node);
            _leastRecent.AddLast(node);
            frame = node.Value.Frame;
            return true;
        }
    }

    /// <summary>Drops the least recently used frames until as many bytes are free as wanted.</summary>
    /// <param name="request">How much is wanted.</param>
    /// <returns>What the dropped frames occupied, in bytes.</returns>
    public long Trim(TrimRequest request)
    {
        lock (_gate)
        {
            var before = _bytes;
            while (before - _bytes < request.BytesWanted && _leastRecent.First is { } oldest)
                Drop(oldest);
            return before - _bytes;
        }
    }

    /// <summary>Saves all frames with <see cref="AtomicFile"/>; does nothing without a path.</summary>
    /// <param name="context">Until when.</param>
    /// <exception cref="IOException">They cannot be saved; what was saved before is still there.</exception>
    public void Persist(ReleaseContext context)
    {
        if (_path is null)
            return;

        // Copied: frames do not change, and writing must not hold up who reads.
        (string Key, ReadOnlyMemory<byte> Frame)[] frames;
        lock (_gate)
        {
            // The owner dropped the frames without saving them: what was saved before must not go, too.
            if (_isReleased)
                return;

            frames = [.. _leastRecent];
        }
        AtomicFile.Write(
            _path,
            stream =>
            {
                using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
                writer.Write(FormatVersion);
                writer.Write(frames.Length);
                foreach (var (key, frame) in frames)
                {
                    writer.Write(key);
                    writer.Write(frame.Length);
                    writer.Write(frame.Span);
                }
            },
            context.Deadline);
    }

    /// <summary>Drops all frames, once, without saving them; none can be added afterwards.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isReleased = true;
            _frames.Clear();
            _leastRecent.Clear();
            _bytes = 0;
        }
    }

    /// <inheritdoc/>
    ReleaseOutcome IReleasable.Release(in ReleaseContext context)
    {
        var freed = SizeInBytes;
        Dispose();
        return ReleaseOutcome.Released(freed);
    }

    private void Drop(LinkedListNode<(string Key, ReadOnlyMemory<byte> Frame)> node)
    {
        _leastRecent.Remove(node);
        _frames.Remove(node.Value.Key);
        _bytes -= node.Value.Frame.Length;
    }

    private static List<(string Key, byte[] Frame)> Read(string path)
    {
        var frames = new List<(string Key, byte[] Frame)>();
        if (!File.Exists(path))
            return frames;

        using var reader = new BinaryReader(File.OpenRead(path), Encoding.UTF8);
        try
        {
            if (reader.ReadInt32() != FormatVersion)
                throw new InvalidDataException($"'{path}' is no saved render cache.");

            for (var left = reader.ReadInt32(); left > 0; left--)
            {
                var key = reader.ReadString();
                var length = reader.ReadInt32();
                // Asked first: memory for a length that is wrong may not be there.
                if (length < 0 || length > reader.BaseStream.Length - reader.BaseStream.Position)
                    throw new EndOfStreamException();
                frames.Add((key, reader.ReadBytes(length)));
            }
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException($"'{path}' is a saved render cache that ends too early.", exception);
        }
        return frames;
    }
}
