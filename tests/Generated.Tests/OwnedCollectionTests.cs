using System.Collections;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace ResourceHygiene.Generated.Tests;

public partial class OwnedCollectionTests
{
    private sealed class Lists(IEnumerable<Part> parts) : Collection<Part>(parts.ToList());

    private sealed class Chain : IReadOnlyCollection<Part>
    {
        private readonly LinkedList<Part> _parts;

        public Chain(IEnumerable<Part> parts) => _parts = new(parts);

        public int Count => _parts.Count;

        IEnumerator<Part> IEnumerable<Part>.GetEnumerator() => _parts.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => _parts.GetEnumerator();
    }

    [TrackedResource(Type = "test_collections")]
    private sealed partial class Album
    {
        [Owned] private readonly Part?[]? _array;
        [Owned] private readonly Part[,] _square;
        [Owned] private readonly Part[][] _jagged;
        [Owned] private readonly ImmutableArray<Part> _immutable;
        [Owned] private readonly ImmutableArray<Part> _default = default;
        [Owned] private readonly List<Part> _list;
        [Owned] private readonly Queue<Part> _queue;
        [Owned] private readonly Dictionary<string, Part> _dictionary;
        [Owned] private readonly IReadOnlyDictionary<int, List<Part>> _lists;
        [Owned] private readonly Lists _own;
        [Owned] private readonly Chain _chain;
        [Owned] private readonly ValuePart[] _values;
        [Owned] private readonly IEnumerable<Part> _known;
        [Owned] private readonly byte[] _memory = new byte[3];

        public Album(Journal journal)
        {
            Part[] Parts(string name, int count) => [.. Enumerable.Range(0, count).Select(i => journal.Part($"{name}{i}"))];

            _array = [journal.Part("array0"), null, journal.Part("array2")];
            _square = new[,] { { journal.Part("square0") }, { journal.Part("square1") } };
            _jagged = [Parts("jagged", 1), Parts("jagged", 2)];
            _immutable = [.. Parts("immutable", 2)];
            _list = [.. Parts("list", 2)];
            _queue = new(Parts("queue", 2));
            _dictionary = new() { ["a"] = journal.Part("dictionary") };
            _lists = new SortedDictionary<int, List<Part>> { [1] = [.. Parts("lists", 2)] };
            _own = new(Parts("own", 2));
            _chain = new(Parts("chain", 2));
            _values = [new(journal, "value0"), new(journal, "value1")];
            _known = new[] { journal.Part("known") };
            Track();
        }

        public ResourceHandle Handle => TrackedHandle;

        public int[] ReleasesOfValues => [.. _values.Select(static value => value.Releases)];
    }

    [Fact]
    public void Every_element_is_released_once_lists_from_the_last_to_the_first()
    {
        var journal = new Journal();
        var album = new Album(journal);

        album.Dispose();
        album.Dispose();

        Assert.Equal(
            [
                "known", "value1", "value0", "chain0", "chain1", "own1", "own0", "lists1", "lists0", "dictionary", "queue0", "queue1",
                "list1", "list0", "immutable1", "immutable0", "jagged1", "jagged0", "jagged0", "square0", "square1", "array2", "array0",
            ],
            journal.Entries);
        Assert.Equal([1, 1], album.ReleasesOfValues);
    }

    [TrackedResource(Type = "test_failing")]
    private sealed partial class Failing
    {
        [Owned] private readonly List<Part> _list;
        [Owned] private readonly Dictionary<int, Part> _dictionary;

        public Failing(Journal journal)
        {
            _list = [journal.Part("first"), journal.Part("second", new IOException("second")), journal.Part("third")];
            _dictionary = new() { [1] = journal.Part("one", new IOException("one")), [2] = journal.Part("two") };
            Track();
        }
    }

    [Fact]
    public void Element_that_fails_stops_none_of_the_others_and_all_failures_are_thrown()
    {
        var journal = new Journal();

        var thrown = Assert.Throws<AggregateException>(new Failing(journal).Dispose);

        Assert.Equal(["one", "two", "third", "second", "first"], journal.Entries);
        Assert.Equal(["one", "second"], thrown.InnerExceptions.Select(static e => e.Message));
    }

    /// <summary>Takes itself out of the collection that holds it, as children often do.</summary>
    private sealed class Child(Journal journal, string name, Action<Child> leave) : IDisposable
    {
        public void Dispose()
        {
            journal.Add(name);
            leave(this);
        }
    }

    [TrackedResource(Type = "test_leaving")]
    private sealed partial class Parent
    {
        [Owned] private readonly List<Child> _list = [];
        [Owned] private readonly LinkedList<Child> _linked = [];
        [Owned] private readonly HashSet<Child> _set = [];
        [Owned] private readonly Dictionary<string, Child> _dictionary = [];
        [Owned] private readonly ICollection<Child> _interface;

        public Parent(Journal journal, ICollection<Child> children)
        {
            _interface = children;
            foreach (string name in new[] { "a", "b", "c" })
            {
                _list.Add(new(journal, "list " + name, child => _list.Remove(child)));
                _linked.AddLast(new Child(journal, "linked " + name, child => _linked.Remove(child)));
                _set.Add(new(journal, "set " + name, child => _set.Remove(child)));
                _dictionary.Add(name, new(journal, "dictionary " + name, _ => _dictionary.Remove(name)));
                _interface.Add(new(journal, "interface " + name, child => _interface.Remove(child)));
            }

            Track();
        }
    }

    [Fact]
    public void Elements_may_take_themselves_out_while_they_are_released()
    {
        var journal = new Journal();

        new Parent(journal, new List<Child>()).Dispose();

        Assert.Equal(15, journal.Entries.Distinct().Count());
        Assert.Equal(15, journal.Entries.Length);
    }

    [TrackedResource(Type = "test_lazy")]
    private sealed partial class Late
    {
        [Owned] private readonly Lazy<Part> _part;
        [Owned] private readonly Lazy<List<Part>> _parts;

        public Late(Journal journal, bool use)
        {
            _part = new(() => journal.Part("part"));
            _parts = new(() => [journal.Part("parts")]);
            if (use)
                _ = (_part.Value, _parts.Value);
            Track();
        }
    }

    [Theory]
    [InlineData(true, new[] { "parts", "part" })]
    [InlineData(false, new string[0])]
    public void Lazy_value_is_released_only_if_it_was_made(bool use, string[] expected)
    {
        var journal = new Journal();

        new Late(journal, use).Dispose();

        Assert.Equal(expected, journal.Entries);
    }

    private sealed class AsyncPart(Journal journal, string name) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            journal.Add(name);
        }
    }

    [TrackedResource(Type = "test_async_collections")]
    private sealed partial class Session
    {
        [Owned] private readonly List<AsyncPart> _list;
        [Owned] private readonly Dictionary<int, AsyncPart[]> _arrays;
        [Owned] private readonly Part[] _parts;

        public Session(Journal journal)
        {
            _list = [new(journal, "list0"), new(journal, "list1")];
            _arrays = new() { [0] = [new(journal, "array0"), new(journal, "array1")] };
            _parts = [journal.Part("part")];
            Track();
        }
    }

    [Fact]
    public async Task Elements_that_can_only_be_released_asynchronously_are_awaited_one_after_the_other()
    {
        var journal = new Journal();
        await new Session(journal).DisposeAsync();
        Assert.Equal(["part", "array1", "array0", "list1", "list0"], journal.Entries);

        var waited = new Journal();
        new Session(waited).Dispose();
        Assert.Equal(journal.Entries, waited.Entries);
    }

    private sealed class PartsByNumber(params Part[] parts) : KeyedCollection<int, Part>
    {
        private int _next = 100;

        public PartsByNumber Filled()
        {
            foreach (Part part in parts)
                Add(part);
            return this;
        }

        protected override int GetKeyForItem(Part item) => _next++;
    }

    [TrackedResource(Type = "test_keyed")]
    private sealed partial class Shelf
    {
        [Owned] private readonly KeyedCollection<int, Part> _parts;

        public Shelf(KeyedCollection<int, Part> parts)
        {
            _parts = parts;
            Track();
        }
    }

    [Fact]
    public void Number_that_is_a_key_is_not_taken_for_an_index()
    {
        var journal = new Journal();

        new Shelf(new PartsByNumber(journal.Part("first"), journal.Part("second")).Filled()).Dispose();

        Assert.Equal(["second", "first"], journal.Entries);
    }
}
