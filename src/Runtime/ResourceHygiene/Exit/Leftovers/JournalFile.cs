using System.IO.MemoryMappedFiles;

namespace ResourceHygiene;

/// <summary>
/// The journal of one live process: a file that is locked as long as the process lives, mapped into memory, so that a record
/// outlives even SIGKILL once it is written and costs no call. Every member may be called from any thread.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    public const string Extension = ".rhj";

    private const int FirstSlots = 64;

    private readonly object _gate = new();
    private readonly FileStream _file;
    private readonly Dictionary<int, Stack<long>> _free = [];
    private MemoryMappedFile? _map;
    private MemoryMappedViewAccessor? _view;
    private long _length;
    private long _end = JournalFormat.SlotSize;
    private ulong _sequence;
    private bool _disposed;

    private JournalFile(FileStream file, in ProcessIdentity owner)
    {
        _file = file;
        try
        {
            Grow(FirstSlots * JournalFormat.SlotSize);
            _view!.WriteArray(0, JournalFormat.EncodeOwner(owner), 0, JournalFormat.SlotSize);
        }
        catch
        {
            Unmap();
            throw;
        }
    }

    public string Path => _file.Name;

    /// <summary>Makes this process's next journal in a directory.</summary>
    /// <exception cref="IOException">There is no room, or the directory cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be used.</exception>
    public static JournalFile Create(string directory)
    {
        var owner = ProcessIdentity.Current;
        for (var number = 0; ; number++)
        {
            var path = System.IO.Path.Combine(directory, $"{owner.BootId}-{owner.Id}-{owner.StartTime}-{number}{Extension}");
            if (File.Exists(path))
                continue;

            FileStream? file = null;
            try
            {
                file = new FileStream(path, LockedFile.Options(FileMode.CreateNew));
                // A sweep that came between the creation and the lock took it for a dead owner's; none can any more.
                if (File.Exists(path))
                    return new JournalFile(file, owner);
                file.Dispose();
            }
            catch (IOException) when (number < 10_000 && file is null && Directory.Exists(directory))
            {
                // Another journal of this process, or that sweep, has the name.
            }
            catch
            {
                if (file is not null)
                {
                    file.Dispose();
                    File.Delete(path);
                }
                throw;
            }
        }
    }

    /// <summary>Records something before it is created.</summary>
    /// <returns>Where the record lies.</returns>
    /// <exception cref="IOException">There is no room.</exception>
    public RecordPlace Append(LeftoverKind kind, string name)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var sequence = _sequence++;
            var record = JournalFormat.Encode(kind, name, sequence);
            var offset = Rent(record.Length);
            _view!.WriteArray(offset, record, 0, record.Length);
            // Only what is whole may count, whenever the process is killed.
            Thread.MemoryBarrier();
            _view.Write(offset + JournalFormat.StateOffset, JournalFormat.Live);
            return new(offset, sequence);
        }
    }

    /// <summary>Adds which file it became.</summary>
    public void Identify(RecordPlace place, in FileIdentity file)
    {
        lock (_gate)
        {
            if (!Has(place))
                return;

            _view!.Write(place.Offset + JournalFormat.DeviceOffset, file.Device);
            Thread.MemoryBarrier();
            _view.Write(place.Offset + JournalFormat.NumberOffset, file.Number);
        }
    }

    /// <summary>Takes a record back: the thing is gone. Does nothing where that has been done.</summary>
    public void Remove(RecordPlace place)
    {
        lock (_gate)
        {
            if (!Has(place))
                return;

            _view!.Write(place.Offset + JournalFormat.StateOffset, JournalFormat.Free);
            var size = _view.ReadUInt16(place.Offset + JournalFormat.SlotsOffset) * JournalFormat.SlotSize;
            if (!_free.TryGetValue(size, out var stack))
                _free.Add(size, stack = []);
            stack.Push(place.Offset);
        }
    }

    /// <summary>What is live now.</summary>
    public List<JournalRecord> Read()
    {
        lock (_gate)
        {
            if (_disposed)
                return [];

            var bytes = new byte[_end];
            _view!.ReadArray(0, bytes, 0, bytes.Length);
            return JournalFormat.DecodeRecords(bytes, static _ => { });
        }
    }

    /// <summary>Unlocks the file, and deletes it where nothing is live any more; else it is left to the next sweep.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;

            var isEmpty = Read().Count == 0;
            _disposed = true;
            Unmap();
            if (isEmpty)
                LockedFile.DisposeAndDelete(_file);
            else
                _file.Dispose();
        }
    }

    private bool Has(RecordPlace place) =>
        !_disposed
        && _view!.ReadByte(place.Offset + JournalFormat.StateOffset) == JournalFormat.Live
        && _view.ReadUInt64(place.Offset + JournalFormat.SequenceOffset) == place.Sequence;

    private long Rent(int size)
    {
        if (_free.TryGetValue(size, out var stack) && stack.TryPop(out var free))
            return free;

        if (_end + size > _length)
            Grow(Math.Max(_length * 2, _end + size));
        var offset = _end;
        _end += size;
        return offset;
    }

    /// <summary>Writes real zeros first: writing to a mapped hole on a full disk would end the process.</summary>
    private void Grow(long length)
    {
        try
        {
            RandomAccess.Write(_file.SafeFileHandle, new byte[length - _length], _length);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            // A limit for the size of files, which .NET takes for a mistake of the caller's.
            throw new IOException(exception.Message, exception);
        }

        Unmap();
        _map = MemoryMappedFile.CreateFromFile(_file, null, length, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, length);
        _length = length;
    }

    private void Unmap()
    {
        _view?.Dispose();
        _map?.Dispose();
    }
}

/// <summary>Where a record lies, and which: the place is used again once it is free.</summary>
internal readonly record struct RecordPlace(long Offset, ulong Sequence);
