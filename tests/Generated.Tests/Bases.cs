// Bases as one meets them, not as they should be.
#pragma warning disable CA1816

namespace ResourceHygiene.Generated.Tests;

/// <summary>A base by the pattern that the guidelines show, with a finalizer.</summary>
public class Device(Journal journal) : IDisposable
{
    ~Device() => Dispose(false);

    public Journal Journal { get; } = journal;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Journal.Add("device");
    }
}

/// <summary>A base whose Dispose is itself virtual.</summary>
public class Tool(Journal journal) : IDisposable
{
    public Journal Journal { get; } = journal;

    public virtual void Dispose() => Journal.Add("tool");
}

/// <summary>A base whose DisposeAsync ends in its Dispose, as that of a stream does.</summary>
public class Pipe(Journal journal) : IDisposable, IAsyncDisposable
{
    public Journal Journal { get; } = journal;

    public void Dispose() => Dispose(true);

    public virtual ValueTask DisposeAsync()
    {
        Journal.Add("pipe, asynchronously");
        Dispose();
        return default;
    }

    protected virtual void Dispose(bool disposing) => Journal.Add($"pipe {disposing}");
}

/// <summary>A base by the asynchronous pattern that the guidelines show.</summary>
public class Channel(Journal journal) : IDisposable, IAsyncDisposable
{
    public Journal Journal { get; } = journal;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeAsyncCore();
        Dispose(false);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Journal.Add("channel");
    }

    protected virtual async ValueTask DisposeAsyncCore()
    {
        await Task.Yield();
        Journal.Add("channel, asynchronously");
    }
}

/// <summary>Something that is only released asynchronously: notes when that is over, and waits for a gate if it has one.</summary>
public sealed class AsyncPart(Journal journal, string name, Task? gate = null, Exception? failure = null) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        if (gate is not null)
            await gate;
        journal.Add(name);
        if (failure is not null)
            throw failure;
    }
}
