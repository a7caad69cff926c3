public sealed class Slots : IDisposable
{
    private readonly Dictionary<int, Stream> _slots = [];

    public void Put(int slot, Stream stream)
    {
        if (_slots.Remove(slot, out Stream? old))
            old.Dispose();
        _slots[slot] = stream;
    }

    public void Load(int slot, string path) => Put(slot, File.OpenRead(path));

    public void Dispose()
    {
        foreach (int slot in _slots.Keys.ToArray())
        {
            if (_slots.Remove(slot, out Stream? stream))
                stream.Dispose();
        }
    }
}
