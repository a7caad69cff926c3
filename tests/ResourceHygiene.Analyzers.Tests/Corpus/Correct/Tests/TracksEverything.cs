public abstract class TestBase : IDisposable
{
    private readonly Stack<IDisposable> _made = new();

    protected T Track<T>(T made)
        where T : IDisposable
    {
        _made.Push(made);
        return made;
    }

    public void Dispose()
    {
        while (_made.TryPop(out IDisposable? made))
            made.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class CopyTests : TestBase
{
    public void Copies()
    {
        FileStream source = Track(File.OpenRead("a"));
        Stream target = Track(new MemoryStream());
        source.CopyTo(target);
    }
}
