using System.Buffers;
using System.Security.Cryptography;

namespace ResourceHygiene;

/// <summary>
/// Writes files so that at any moment, also after a crash, the path holds either the whole old or the whole new content:
/// into a new file in the same directory, to the disk, read back and compared, and then renamed over the old one. The new file
/// has the old one's permissions (elsewhere than on Windows).
/// </summary>
public static class AtomicFile
{
    private const int ChunkSize = 128 * 1024;

    /// <summary>Replaces a file by what is written. On any failure the old file stays as it is and nothing is left behind.</summary>
    /// <param name="path">The file, which need not exist; its directory must.</param>
    /// <param name="write">Writes the content. The stream cannot be read or repositioned.</param>
    /// <param name="deadline">When cancelled, writing and comparing stop.</param>
    /// <returns>The length written, in bytes.</returns>
    /// <exception cref="IOException">It cannot be written, or what is on the disk is not what was written.</exception>
    /// <exception cref="OperationCanceledException">The time was over.</exception>
    public static long Write(string path, Action<Stream> write, CancellationToken deadline = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        path = Path.GetFullPath(path);
        // In the same directory: a rename does not cross file systems.
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            var (length, hash) = WriteThrough(unfinished, write, deadline);
            Verify(unfinished, length, hash, deadline);
            deadline.ThrowIfCancellationRequested();
            CopyPermissions(path, unfinished);
            File.Move(unfinished, path, overwrite: true);
            DirectoryFlush.Try(Path.GetDirectoryName(path)!);
            return length;
        }
        finally
        {
            // After the rename there is none.
            File.Delete(unfinished);
        }
    }

    /// <summary>Replaces a file by some bytes; see <see cref="Write(string, Action{Stream}, CancellationToken)"/>.</summary>
    /// <param name="path">The file, which need not exist; its directory must.</param>
    /// <param name="content">The content.</param>
    /// <param name="deadline">When cancelled, writing and comparing stop.</param>
    /// <exception cref="IOException">It cannot be written, or what is on the disk is not what was written.</exception>
    /// <exception cref="OperationCanceledException">The time was over.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> content, CancellationToken deadline = default) =>
        Write(path, stream => stream.Write(content.Span), deadline);

    private static (long Length, byte[] Hash) WriteThrough(string path, Action<Stream> write, CancellationToken deadline)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        using var hashing = new HashingStream(file, deadline);
        write(hashing);
        file.Flush(flushToDisk: true);
        return (file.Length, hashing.Hash());
    }

    private static void CopyPermissions(string from, string to)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(from))
            File.SetUnixFileMode(to, File.GetUnixFileMode(from));
    }

    private static void Verify(string path, long length, byte[] hash, CancellationToken deadline)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        using var hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            while (file.Read(buffer) is var read and > 0)
            {
                deadline.ThrowIfCancellationRequested();
                hasher.AppendData(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (file.Length != length || !hasher.GetHashAndReset().AsSpan().SequenceEqual(hash))
            throw new IOException($"'{path}' does not hold what was written to it ({file.Length} of {length} bytes); the old file is kept.");
    }

    /// <summary>Passes on what is written and hashes it on the way.</summary>
    private sealed class HashingStream(Stream inner, CancellationToken deadline) : Stream
    {
        private readonly IncrementalHash _hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public byte[] Hash() => _hasher.GetHashAndReset();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            deadline.ThrowIfCancellationRequested();
            _hasher.AppendData(buffer);
            inner.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _hasher.Dispose();
            base.Dispose(disposing);
        }
    }
}
