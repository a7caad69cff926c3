using System.Runtime.InteropServices;

public sealed unsafe class NativeArray : IDisposable
{
    private int* _items;

    public NativeArray(int length)
    {
        _items = (int*)NativeMemory.AllocZeroed((nuint)length, sizeof(int));
        Length = length;
    }

    ~NativeArray() => Free();

    public int Length { get; private set; }

    public int this[int index]
    {
        get => (uint)index < (uint)Length ? _items[index] : throw new ArgumentOutOfRangeException(nameof(index));
        set => new Span<int>(_items, Length)[index] = value;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(_items);
        _items = null;
        Length = 0;
    }
}
