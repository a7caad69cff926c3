using System.Collections.Concurrent;

namespace ResourceHygiene.Generated.Tests;

/// <summary>What happened, in order.</summary>
public sealed class Journal
{
    private readonly ConcurrentQueue<string> _entries = new();

    public string[] Entries => [.. _entries];

    public void Add(string entry) => _entries.Enqueue(entry);

    /// <summary>A disposable that notes its release under a name.</summary>
    public Part Part(string name, Exception? failure = null) => new(this, name, failure);
}

/// <summary>Something to own: notes its release, and fails if told to.</summary>
public sealed class Part(Journal journal, string name, Exception? failure = null) : IDisposable
{
    public void Dispose()
    {
        journal.Add(name);
        if (failure is not null)
            throw failure;
    }
}

/// <summary>The same as a value type.</summary>
public struct ValuePart(Journal journal, string name) : IDisposable
{
    private int _releases;

    public int Releases => _releases;

    public void Dispose()
    {
        _releases++;
        journal?.Add(name);
    }
}

/// <summary>The same, released through another method.</summary>
[MustRelease(nameof(Free))]
public sealed class NativePart(Journal journal, string name)
{
    public void Free() => journal.Add(name);
}

/// <summary>The same, disposable only through the interface.</summary>
public sealed class HiddenPart(Journal journal, string name) : IDisposable
{
    void IDisposable.Dispose() => journal.Add(name);
}
