using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace ResourceHygiene.Workers;

/// <summary>One piece of shared memory, mapped into this process; made here or opened from a description.</summary>
internal sealed unsafe class SegmentMemory : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Leftover? _name;
    private Lease _nameLease;

    private SegmentMemory(MemoryMappedFile? file, MemoryMappedViewAccessor view, long capacity, Leftover? name)
    {
        _file = file;
        _view = view;
        _name = name;
        var address = (byte*)null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref address);
        Address = address + view.PointerOffset;
        // The view lives as long as this object, by a reference. The handle's count would keep it for ever where this is dropped.
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        Capacity = capacity;
    }

    /// <summary>Where it begins in this process.</summary>
    public byte* Address { get; }

    /// <summary>Its size in bytes.</summary>
    public long Capacity { get; }

    /// <summary>This process' descriptor of it; -1 where it has a name.</summary>
    public int FileDescriptor { get; private init; } = -1;

    /// <summary>What tells it from others: see <see cref="SegmentDescriptor.Identity"/>.</summary>
    public UInt128 Identity { get; private init; }

    /// <summary>Where files are made if nothing else is said.</summary>
    public static string DefaultDirectory { get; } = OperatingSystem.IsLinux() && Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    /// <summary>To be asked before a segment is made: the system does not refuse what is larger than this process's files may be, it ends the process (SIGXFSZ).</summary>
    /// <exception cref="IOException">It is too large, whatever else is let go.</exception>
    public static void ThrowIfTooLarge(long capacity)
    {
        if (!OperatingSystem.IsWindows() && FileLimit.OfThisProcess() is var most && capacity > most)
            throw new IOException($"No file of this process may be larger than {ResourceText.Size(most)} ('ulimit -f'), which counts for shared memory as well; allow more.");
    }

    /// <summary>Makes a segment, filled with zeros. Ask <see cref="ThrowIfTooLarge"/> before.</summary>
    /// <exception cref="IOException">There is no room, or no descriptor left, or the system does not let us.</exception>
    [return: Owned]
    public static SegmentMemory Create(SegmentBacking backing, long capacity, string directory, LeftoverJournal? journal)
    {
        if (backing != SegmentBacking.File)
        {
            if (OperatingSystem.IsLinux() && TryCreateAnonymous(capacity) is { } memory)
                return memory;
            if (OperatingSystem.IsWindows())
                return CreateSection(capacity);
            if (backing == SegmentBacking.Memory)
                throw new IOException($"Shared memory without a name cannot be made on this system; let {nameof(SegmentPoolOptions)}.{nameof(SegmentPoolOptions.Backing)} be {nameof(SegmentBacking.Auto)} or {nameof(SegmentBacking.File)}.");
        }
        return CreateFile(capacity, directory, journal ?? LeftoverJournal.Shared);
    }

    /// <summary>Opens what a description names, and believes none of it: that it is this segment and no other file, that it is as large as said and stays so.</summary>
    /// <exception cref="InvalidDataException">Something else is there.</exception>
    /// <exception cref="IOException">Nothing is there, or it may not be opened.</exception>
    [return: Owned]
    public static SegmentMemory Open(in SegmentDescriptor descriptor, string directory)
    {
        try
        {
            if (descriptor.FileDescriptor >= 0)
            {
                return OperatingSystem.IsLinux()
                    ? OpenAnonymous(descriptor)
                    : throw new InvalidDataException($"The {descriptor} is given by a file descriptor, which only Linux can open in another process.");
            }
            return OperatingSystem.IsWindows() ? OpenSection(descriptor) : OpenFile(descriptor, directory);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new IOException($"The {descriptor} cannot be opened: {exception.Message}", exception);
        }
    }

    /// <summary>Maps pages that the other side has written, before they are read.</summary>
    public void MapPages(long offset, long length)
    {
        if (OperatingSystem.IsLinux())
        {
            var start = offset & ~(Environment.SystemPageSize - 1L);
            LinuxMemory.MapPages(Address + start, offset + length - start);
        }
    }

    /// <summary>Gives the memory back, also where another process still maps it.</summary>
    public void FreePages()
    {
        if (OperatingSystem.IsLinux())
            LinuxMemory.Free(Address, Capacity);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file?.Dispose();
        _nameLease.Dispose();
        _name?.Dispose();
    }

    [SupportedOSPlatform("linux")]
    private static SegmentMemory? TryCreateAnonymous(long capacity)
    {
        try
        {
            var handle = LinuxMemory.TryCreate(capacity);
            if (handle is null)
                return null;

            var (descriptor, identity) = ((int)handle.DangerousGetHandle(), LinuxMemory.IdentityOf(handle));
            var memory = View(Map(handle, capacity), capacity, identity, descriptor);
            LinuxMemory.PreferHugePages(memory.Address, capacity);
            return memory;
        }
        catch (IOException exception)
        {
            throw new IOException(
                $"{exception.Message.TrimEnd('.')}. This process has as many files open ('ulimit -n'), or as much memory or as large a file ('ulimit -v', 'ulimit -f'), "
                + "as it or its container may have; allow more, or dispose payloads earlier.",
                exception);
        }
    }

    [SupportedOSPlatform("linux")]
    private static SegmentMemory OpenAnonymous(in SegmentDescriptor descriptor)
    {
        var handle = OpenHandle($"/proc/{descriptor.OwnerProcessId}/fd/{descriptor.FileDescriptor}");
        try
        {
            // The owner may have closed it, and another file have its number by now.
            if (LinuxMemory.IdentityOf(handle) != descriptor.Identity)
                throw new InvalidDataException($"The {descriptor} is gone: another file has its descriptor.");
            // Else its owner could shorten it later, and the next look at it would end this process.
            if (!LinuxMemory.IsSealedAgainstShrinking(handle))
                throw new InvalidDataException($"The {descriptor} is refused: its size is not sealed, or it may not be written.");
        }
        catch
        {
            handle.Dispose();
            throw;
        }

        var memory = ViewOf(handle, descriptor);
        LinuxMemory.PreferHugePages(memory.Address, memory.Capacity);
        return memory;
    }

    private static SegmentMemory CreateFile(long capacity, string directory, LeftoverJournal journal)
    {
        var token = NewToken();
        var name = journal.Track(LeftoverKind.SharedMemory, Path.Combine(directory, NameOf(token)));
        try
        {
            using (var stream = new FileStream(name.Path, NewFile(capacity)))
            {
                name.Created();
                stream.SetLength(capacity);
            }
            var memory = View(Map(OpenHandle(name.Path), capacity), capacity, token, name: name);
            // Not let go before the segment, whoever tracks the one and the other.
            if (name.TryLease(out memory._nameLease))
                return memory;

            memory.Dispose();
            throw new IOException($"The name '{name.Path}' was let go while a segment was made under it.");
        }
        catch (Exception exception)
        {
            name.Dispose();
            if (exception is not IOException)
                throw;
            throw new IOException(
                $"{exception.Message.TrimEnd('.')}. Make room in '{directory}', dispose payloads earlier, or let {nameof(SegmentPoolOptions)}.{nameof(SegmentPoolOptions.Directory)} be another directory.", exception);
        }
    }

    private static FileStreamOptions NewFile(long capacity)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            // Room that is only promised would end the process that first writes there.
            PreallocationSize = capacity,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static SegmentMemory OpenFile(in SegmentDescriptor descriptor, string directory) =>
        ViewOf(OpenHandle(Path.Combine(directory, NameOf(descriptor.Identity))), descriptor);

    [SupportedOSPlatform("windows")]
    private static SegmentMemory CreateSection(long capacity)
    {
        var token = NewToken();
        return View(MemoryMappedFile.CreateNew(NameOf(token), capacity, MemoryMappedFileAccess.ReadWrite), capacity, token, keepsFile: true);
    }

    [SupportedOSPlatform("windows")]
    private static SegmentMemory OpenSection(in SegmentDescriptor descriptor) =>
        // A view of more than there is is refused by the system.
        View(MemoryMappedFile.OpenExisting(NameOf(descriptor.Identity), MemoryMappedFileRights.ReadWrite), descriptor.Capacity, descriptor.Identity);

    private static SafeFileHandle OpenHandle(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Maps what was opened for somebody else's description, and takes the handle over.</summary>
    private static SegmentMemory ViewOf(SafeFileHandle handle, in SegmentDescriptor descriptor)
    {
        using (handle)
        {
            var length = RandomAccess.GetLength(handle);
            if (length < descriptor.Capacity)
                throw new InvalidDataException($"The {descriptor} is refused: it has only {length} bytes.");

            // The mapping lives on without the descriptor: a process with a hundred of them keeps none open.
            var file = MemoryMappedFile.CreateFromFile(handle, mapName: null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
            return View(file, descriptor.Capacity, descriptor.Identity);
        }
    }

    /// <summary>Takes the handle over.</summary>
    private static MemoryMappedFile Map([TakesOwnership] SafeFileHandle handle, long capacity)
    {
        try
        {
            return MemoryMappedFile.CreateFromFile(handle, mapName: null, capacity, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Takes the file over. It stays open where others find it through this process: by its descriptor, or by a name that goes with the last who has it.</summary>
    private static SegmentMemory View(
        [TakesOwnership] MemoryMappedFile file, long capacity, UInt128 identity, int descriptor = -1, bool keepsFile = false, Leftover? name = null)
    {
        var isKept = false;
        try
        {
            var view = file.CreateViewAccessor(0, capacity);
            isKept = keepsFile || descriptor >= 0;
            return new(isKept ? file : null, view, capacity, name) { FileDescriptor = descriptor, Identity = identity };
        }
        finally
        {
            if (!isKept)
                file.Dispose();
        }
    }

    /// <summary>Not to be guessed: in a directory like /tmp somebody else could be first.</summary>
    private static UInt128 NewToken()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt128LittleEndian(bytes);
    }

    private static string NameOf(UInt128 token) => $"rh-segment-{token:x32}";
}
