public sealed class Ring(int size) : IDisposable
{
    private readonly MemoryStream?[] _slots = new MemoryStream?[size];
    private int _next;

    public void Write(ReadOnlySpan<byte> data)
    {
        MemoryStream fresh = new(data.ToArray());
        int index = _next++ % _slots.Length;
        _slots[index]?.Dispose();
        _slots[index] = fresh;
    }

    public void Dispose()
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            _slots[i]?.Dispose();
            _slots[i] = null;
        }
    }
}
