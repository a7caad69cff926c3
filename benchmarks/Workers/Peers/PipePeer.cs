using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text;

namespace ResourceHygiene.Workers.Benchmarks.Peers;

/// <summary>A child behind two pipes, asked with blocking system calls: what any worker could be at best, and the seed's design.</summary>
internal sealed class PipePeer : IDisposable
{
    private readonly Process _process;
    private readonly int _input;
    private readonly int _output;
    private readonly byte[] _message = new byte[PeerPrograms.MessageLength];
    private long _segments;

    public PipePeer(string name)
    {
        _process = PeerPrograms.Start(name);
        _input = DescriptorOf(_process.StandardInput.BaseStream);
        _output = DescriptorOf(_process.StandardOutput.BaseStream);
    }

    public void RoundTrips(int operations)
    {
        for (var i = 0; i < operations; i++)
            Ask(_message);
    }

    /// <summary>The payload itself goes through the pipe.</summary>
    public void Send(ReadOnlySpan<byte> payload)
    {
        PeerPrograms.WriteAll(_input, payload);
        Await();
    }

    /// <summary>A segment with a name, made, filled, opened by the other side, and deleted: one a payload.</summary>
    public void SendInFreshSegment(ReadOnlySpan<byte> payload)
    {
        var path = $"/dev/shm/rh-bench-{Environment.ProcessId}-{_segments++}";
        try
        {
            using var file = MemoryMappedFile.CreateFromFile(path, FileMode.CreateNew, null, payload.Length);
            using var view = file.CreateViewAccessor();
            Payload.Fill(view, payload);
            _message.AsSpan().Clear();
            Encoding.UTF8.GetBytes(path, _message);
            Ask(_message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Ask(ReadOnlySpan<byte> message)
    {
        PeerPrograms.WriteAll(_input, message);
        Await();
    }

    private void Await()
    {
        if (!PeerPrograms.ReadAll(_output, _message))
            throw new IOException("The peer's child is gone.");
    }

    private static int DescriptorOf(Stream stream)
    {
        var handle = stream switch
        {
            FileStream file => (SafeHandle)file.SafeFileHandle,
            System.IO.Pipes.PipeStream pipe => pipe.SafePipeHandle,
            _ => throw new NotSupportedException($"A child's stream is a {stream.GetType()}."),
        };
        return (int)handle.DangerousGetHandle();
    }
}
