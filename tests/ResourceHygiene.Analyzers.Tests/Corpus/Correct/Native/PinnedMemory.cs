using System.Buffers;

public static unsafe class Pinning
{
    public static int Sum(ReadOnlyMemory<byte> memory)
    {
        using MemoryHandle pin = memory.Pin();
        byte* first = (byte*)pin.Pointer;
        int sum = 0;
        for (int i = 0; i < memory.Length; i++)
            sum += first[i];
        return sum;
    }
}
