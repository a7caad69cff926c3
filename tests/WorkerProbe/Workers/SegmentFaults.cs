using System.Buffers.Binary;
using ResourceHygiene.Workers;

namespace WorkerProbe;

/// <summary>What a worker can do wrong with the shared memory it was given, by name. Each is to be the first call of its worker.</summary>
internal static class SegmentFaults
{
    private const byte Reply = 7;
    private const byte Fault = 8;
    private const byte Rent = 12;

    public static void Do(string fault, WorkerCall workerCall)
    {
        switch (fault)
        {
            case "segment-out-of-range":
                var room = Given(workerCall);
                Answer(room with { Offset = room.Capacity - 10, Length = 11 });
                return;
            case "segment-larger-than-it-is":
                var small = Given(workerCall);
                Answer(small with { Capacity = small.Capacity * 2, Length = small.Capacity * 2 });
                return;
            case "segment-of-an-earlier-rent":
                var old = Given(workerCall);
                Answer(old with { Generation = old.Generation + 1 });
                return;
            case "segment-never-given":
                Answer(Given(workerCall) with { SegmentId = long.MaxValue });
                return;
            case "segment-twice":
                var twice = Given(workerCall);
                Answer(twice, twice);
                return;
            case "segment-that-was-sent":
                Answer(workerCall.OpenPayload<byte>(0).Describe());
                return;
            case "segment-of-nonsense":
                Send(Reply, 0, new byte[SegmentDescriptor.Size], 1);
                return;
            case "segment-of-negative-size-wanted":
                Send(Rent, -1, [], 0);
                return;
            case "segment-of-all-memory-wanted":
                Send(Rent, long.MaxValue, [], 0);
                return;
            case "segments-without-end":
                for (var number = 0; number < 1000; number++)
                    Send(Rent, 1, [], 0);
                return;
            case "error-cut-off":
                Send(Fault, 0, [], 0);
                return;
            default:
                throw new ArgumentException($"The probe knows no fault '{fault}'.");
        }
    }

    private static SegmentDescriptor Given(WorkerCall workerCall) => workerCall.Context.Rent<byte>(100).Describe();

    private static void Answer(params SegmentDescriptor[] payloads)
    {
        var bytes = new byte[payloads.Length * SegmentDescriptor.Size];
        for (var index = 0; index < payloads.Length; index++)
            payloads[index].Write(bytes.AsSpan(index * SegmentDescriptor.Size));
        Send(Reply, 0, bytes, payloads.Length);
    }

    /// <summary>A frame as the library writes it, of the first call.</summary>
    private static void Send(byte kind, long value, byte[] payloads, int count)
    {
        var frame = new byte[32 + payloads.Length];
        "RHWF"u8.CopyTo(frame);
        frame[4] = 1;
        frame[6] = kind;
        frame[8] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(20), (ushort)count);
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(24), value);
        payloads.CopyTo(frame, 32);
        Conversation.Write(frame);
    }
}
