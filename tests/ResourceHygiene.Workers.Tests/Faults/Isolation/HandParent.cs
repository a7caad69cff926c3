using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using WorkerProbe;

namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>
/// A parent that writes its frames by hand, as docs of the protocol describe them (32 bytes, little-endian, then the body), and so in orders that the
/// library's own parent reaches only when a thread of the worker stands still at the wrong moment.
/// </summary>
internal sealed class HandParent : IDisposable
{
    public const byte Hello = 1, Begin = 5, Request = 6, Reply = 7, Cancel = 9, End = 14;

    private const int HeaderSize = 32;

    private readonly Process _worker;

    public HandParent(TimeSpan patience)
    {
        var start = new ProcessStartInfo(ProbeProgram.Path, ProbeProgram.Arguments("worker", "serve"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["RESOURCE_HYGIENE_WORKER"] = FaultService.Service.Name },
        };
        _worker = Process.Start(start)!;
        Patience = patience;
    }

    private TimeSpan Patience { get; }

    /// <summary>One frame, to be written together with others.</summary>
    public static byte[] Frame(byte kind, long correlation, ushort command = 0, long value = 0, params string[] texts)
    {
        using var body = new MemoryStream();
        foreach (var text in texts)
        {
            body.Write(BitConverter.GetBytes(Encoding.UTF8.GetByteCount(text)));
            body.Write(Encoding.UTF8.GetBytes(text));
        }
        var frame = new byte[HeaderSize + body.Length];
        "RHWF"u8.CopyTo(frame);
        frame[4] = 1;
        frame[6] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(8), correlation);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(16), (int)body.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(22), command);
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(24), value);
        body.ToArray().CopyTo(frame, HeaderSize);
        return frame;
    }

    /// <summary>Writes all of them at once: the worker finds them one after another, without a pause.</summary>
    public void Write(params byte[][] frames)
    {
        _worker.StandardInput.BaseStream.Write(frames.SelectMany(static frame => frame).ToArray());
        _worker.StandardInput.BaseStream.Flush();
    }

    /// <summary>The next frame of the worker.</summary>
    public async Task<(byte Kind, long Correlation, string Body)> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var header = new byte[HeaderSize];
        await _worker.StandardOutput.BaseStream.ReadExactlyAsync(header, patience.Token);
        var body = new byte[BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(16))];
        await _worker.StandardOutput.BaseStream.ReadExactlyAsync(body, patience.Token);
        return (header[6], BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(8)), Encoding.UTF8.GetString(body));
    }

    /// <summary>Lets the worker go.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        Write(Frame(End, 0, value: (long)Patience.TotalMilliseconds));
        _worker.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        await _worker.WaitForExitAsync(patience.Token);
        return _worker.ExitCode;
    }

    public void Dispose()
    {
        if (!_worker.HasExited)
            _worker.Kill();
        _worker.WaitForExit();
        _worker.Dispose();
    }
}
