using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ResourceHygiene.Workers;

/// <summary>
/// Items on their way from many who post to who takes: a limited number, in the order in which they were posted. Items of one kind may
/// supersede each other: the older one leaves and the newer one waits at the end, in a single step. So none overtakes one that was posted before it.
/// </summary>
/// <remarks>
/// Each item posted comes out exactly once: taken, removed, or handed back to whoever posted the one that superseded it. So what belongs to an
/// item, as its payloads, is never lost and never returned twice. Never waits; every member may be called from any thread.
/// </remarks>
/// <typeparam name="T">The items, each a thing of its own.</typeparam>
public sealed class Mailbox<T>
    where T : class
{
    private readonly object _gate = new();
    private readonly LinkedList<T> _items = new();
    private readonly Dictionary<T, LinkedListNode<T>> _places = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, LinkedListNode<T>> _latest = [];
    private readonly int _capacity;
    private readonly Func<T, object?>? _kindOf;

    /// <summary>Makes an empty box.</summary>
    /// <param name="capacity">How many items may wait.</param>
    /// <param name="kindOf">
    /// The kind within which the newest item wins; <see langword="null"/> for an item that nothing supersedes. Always the same of one
    /// item, and no more than a look at it: it may be called under a lock.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is negative.</exception>
    public Mailbox(int capacity, Func<T, object?>? kindOf = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _capacity = capacity;
        _kindOf = kindOf;
    }

    /// <summary>How many items wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _items.Count;
        }
    }

    /// <summary>Posts an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="returned">
    /// What is the poster's to complete now: the older item that this one superseded, or the item itself where there was no room for it.
    /// </param>
    /// <exception cref="ArgumentException">The item waits already.</exception>
    public PostOutcome Post(T item, out T? returned)
    {
        ArgumentNullException.ThrowIfNull(item);
        var kind = _kindOf?.Invoke(item);
        lock (_gate)
        {
            returned = item;
            if (_places.ContainsKey(item))
                throw new ArgumentException("The item waits in the box already.", nameof(item));
            if (kind is not null && _latest.TryGetValue(kind, out var place))
            {
                returned = place.Value;
                Remove(place);
            }
            else if (_items.Count == _capacity)
            {
                return PostOutcome.Full;
            }
            else
            {
                returned = null;
            }

            var last = _items.AddLast(item);
            _places.Add(item, last);
            if (kind is not null)
                _latest.Add(kind, last);
            return returned is null ? PostOutcome.Accepted : PostOutcome.Superseded;
        }
    }

    /// <summary>Gives back an item that was taken: its turn comes next, whatever was posted meanwhile, and nothing supersedes it.</summary>
    /// <param name="item">The item.</param>
    public void PutBack(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        lock (_gate)
            _places.Add(item, _items.AddFirst(item));
    }

    /// <summary>Takes the item whose turn it is.</summary>
    /// <param name="item">The item, which is the caller's from now on.</param>
    public bool TryTake([NotNullWhen(true)] out T? item)
    {
        lock (_gate)
        {
            item = _items.First?.Value;
            if (item is not null)
                Remove(_items.First!);
            return item is not null;
        }
    }

    /// <summary>Takes an item out of turn, as one whose caller gave up.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether it was still there, and is the caller's now.</returns>
    public bool TryRemove(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        lock (_gate)
        {
            if (!_places.TryGetValue(item, out var place))
                return false;

            Remove(place);
            return true;
        }
    }

    /// <summary>Takes all items, in their order.</summary>
    public ImmutableArray<T> TakeAll()
    {
        lock (_gate)
        {
            ImmutableArray<T> left = [.. _items];
            _items.Clear();
            _places.Clear();
            _latest.Clear();
            return left;
        }
    }

    private void Remove(LinkedListNode<T> place)
    {
        _items.Remove(place);
        _places.Remove(place.Value);
        if (_kindOf?.Invoke(place.Value) is { } kind && _latest.TryGetValue(kind, out var latest) && latest == place)
            _latest.Remove(kind);
    }
}

/// <summary>What became of an item that was posted.</summary>
public enum PostOutcome
{
    /// <summary>It waits.</summary>
    Accepted,

    /// <summary>It waits, and an older one does no longer.</summary>
    Superseded,

    /// <summary>There is no room; nothing changed.</summary>
    Full,
}
