public ref struct Indent
{
    private readonly IList<int> _levels;

    public Indent(IList<int> levels)
    {
        _levels = levels;
        levels.Add(levels.Count);
    }

    public readonly void Dispose() => _levels.RemoveAt(_levels.Count - 1);
}

public sealed class Printer
{
    private readonly List<int> _levels = [];

    public Indent Deeper() => new(_levels);

    public string Print(string text)
    {
        using Indent indent = Deeper();
        using (Deeper())
            return new string(' ', _levels.Count) + text;
    }
}
