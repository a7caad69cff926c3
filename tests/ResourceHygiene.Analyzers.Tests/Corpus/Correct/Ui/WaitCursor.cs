public sealed class Cursor
{
    public static Cursor Current { get; set; } = new();
    public static Cursor Wait { get; } = new();
}

public readonly struct WaitCursor : IDisposable
{
    private readonly Cursor _before;

    private WaitCursor(Cursor before) => _before = before;

    public static WaitCursor Show()
    {
        Cursor before = Cursor.Current;
        Cursor.Current = Cursor.Wait;
        return new WaitCursor(before);
    }

    public void Dispose() => Cursor.Current = _before;
}

public static class Saving
{
    public static void Save(Action save)
    {
        using (WaitCursor.Show())
            save();
    }
}
