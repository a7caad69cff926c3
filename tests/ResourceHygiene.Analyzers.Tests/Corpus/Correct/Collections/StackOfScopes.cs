public sealed class Scope(Scope? parent) : IDisposable
{
    public Scope? Parent { get; private set; } = parent;
    public void Dispose() => Parent = null;
}

public sealed class ScopeStack : IDisposable
{
    private readonly Stack<Scope> _scopes = new();

    public Scope Push()
    {
        Scope scope = new(_scopes.Count == 0 ? null : _scopes.Peek());
        _scopes.Push(scope);
        return scope;
    }

    public void Pop() => _scopes.Pop().Dispose();

    public void Dispose()
    {
        while (_scopes.Count > 0)
            Pop();
    }
}
