public sealed class ActionDisposable(Action dispose) : IDisposable
{
    private Action? _dispose = dispose;

    public static IDisposable Create(Action dispose) => new ActionDisposable(dispose);

    public void Dispose() => Interlocked.Exchange(ref _dispose, null)?.Invoke();
}

public sealed class Folders
{
    public IDisposable Enter(string folder)
    {
        string before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = folder;
        return ActionDisposable.Create(() => Environment.CurrentDirectory = before);
    }

    public string[] List(string folder)
    {
        using IDisposable _ = Enter(folder);
        return Directory.GetFiles(".");
    }
}
