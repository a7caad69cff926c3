using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text;

namespace ResourceHygiene.Workers.Benchmarks.Peers;

/// <summary>The children of the peers: this program once more, with what a peer would have as its worker.</summary>
internal static partial class PeerPrograms
{
    public const int MessageLength = 64;

    /// <summary>Starts one, with pipes on both sides.</summary>
    public static Process Start(string name) => Process.Start(ThisProgram("--peer", name))!;

    /// <summary>This program once more, with pipes on both sides.</summary>
    public static ProcessStartInfo ThisProgram(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(PeerPrograms).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }

    public static int Run(string name) => name switch
    {
        "ready" => Ready(),
        "echo" => Echo(),
        "sink" => Sink(),
        "fresh-segment" => FreshSegment(),
        _ => throw new ArgumentException($"No peer is called '{name}'."),
    };

    /// <summary>The least that any worker does: starts, says so, and ends with its parent.</summary>
    private static int Ready()
    {
        var message = new byte[MessageLength];
        Compiled.Now().WriteTo(message);
        WriteAll(1, message);
        ReadAll(0, new byte[MessageLength]);
        return 0;
    }

    /// <summary>Blocking system calls on pipes: the floor of a round trip without spinning.</summary>
    private static int Echo()
    {
        var message = new byte[MessageLength];
        while (ReadAll(0, message))
            WriteAll(1, message);
        return 0;
    }

    /// <summary>Takes a payload through its pipe, and acknowledges it.</summary>
    private static int Sink()
    {
        var payload = new byte[Payload.Length];
        while (ReadAll(0, payload))
            WriteAll(1, payload.AsSpan(0, MessageLength));
        return 0;
    }

    /// <summary>The preview worker's design: a segment is made for each payload, opened by its name, read, and given up.</summary>
    private static int FreshSegment()
    {
        var message = new byte[MessageLength];
        while (ReadAll(0, message))
        {
            var path = Encoding.UTF8.GetString(message).TrimEnd('\0');
            using (var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, Payload.Length))
            using (var view = file.CreateViewAccessor(0, Payload.Length))
            {
                message.AsSpan().Clear();
                BitConverter.TryWriteBytes(message, Payload.Sum(view));
            }
            WriteAll(1, message);
        }
        return 0;
    }

    /// <summary>Everything, with blocking reads; false where the other side is gone.</summary>
    public static unsafe bool ReadAll(int descriptor, Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            nint read;
            fixed (byte* start = buffer)
                read = Read(descriptor, start, (nuint)buffer.Length);
            if (read > 0)
                buffer = buffer[(int)read..];
            else if (read == 0 || Marshal.GetLastPInvokeError() != Interrupted)
                return false;
        }
        return true;
    }

    public static unsafe void WriteAll(int descriptor, ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            nint written;
            fixed (byte* start = buffer)
                written = Write(descriptor, start, (nuint)buffer.Length);
            if (written > 0)
                buffer = buffer[(int)written..];
            else if (Marshal.GetLastPInvokeError() != Interrupted)
                throw new IOException($"Not written: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    private const int Interrupted = 4;

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static unsafe partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint Write(int descriptor, byte* buffer, nuint count);
}
