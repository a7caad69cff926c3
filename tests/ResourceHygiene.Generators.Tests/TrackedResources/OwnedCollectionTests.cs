using ResourceHygiene.Generators.TrackedResources;
using ResourceHygiene.Testing;
using Verify = ResourceHygiene.Testing.GeneratorVerifier<ResourceHygiene.Generators.TrackedResources.TrackedResourceGenerator>;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>What is generated for <c>[Owned]</c> on members that hold many.</summary>
public class OwnedCollectionTests
{
    [Fact]
    public Task Arrays_of_all_shapes() => Verify.VerifyAsync(Owner(
        """
        [Owned] private readonly Stream?[]? _flat = null;
        [Owned] private readonly Stream[,] _square = new Stream[0, 0];
        [Owned] private readonly Stream[][] _jagged = [];
        [Owned] private readonly ImmutableArray<Stream> _immutable = [];
        [Owned] private readonly ImmutableArray<Stream>? _perhaps = null;
        """));

    [Fact]
    public Task Lists_are_released_from_the_last_element_to_the_first() => Verify.VerifyAsync(Owner(
        """
        [Owned] private readonly List<Stream> _list = [];
        [Owned] public IList<Stream>? Interface { get; set; }
        [Owned] public IReadOnlyList<Stream> ReadOnly { get; private set; } = [];
        [Owned] private readonly ImmutableList<Stream> _immutable = [];
        [Owned] private readonly System.Collections.ObjectModel.Collection<Stream> _collection = [];
        """));

    [Fact]
    public Task Sets_and_queues_are_copied_where_removing_would_end_the_enumeration() => Verify.VerifyAsync(Owner(
        """
        [Owned] private readonly HashSet<Stream> _set = [];
        [Owned] private readonly Queue<Stream> _queue = new();
        [Owned] private readonly LinkedList<Stream> _linked = new();
        [Owned] private readonly ICollection<Stream> _interface = [];
        [Owned] private readonly ConcurrentBag<Stream> _bag = [];
        """));

    [Fact]
    public Task Values_of_dictionaries() => Verify.VerifyAsync(Owner(
        """
        [Owned] private readonly Dictionary<string, Stream> _dictionary = [];
        [Owned] private readonly IReadOnlyDictionary<string, Stream?>? _interface = null;
        [Owned] private readonly ConcurrentDictionary<Stream, Stream> _concurrent = new();
        [Owned] private readonly SortedList<int, List<Stream>> _lists = [];
        [Owned] private readonly ILookup<string, Stream>? _lookup = null;
        """));

    [Fact]
    public Task Elements_are_released_through_whatever_releases_their_type() => Verify.VerifyAsync(
        """
        using System;
        using System.Collections.Generic;
        using ResourceHygiene;

        public struct Pin : IDisposable { public void Dispose() { } }
        public sealed class Hidden : IDisposable { void IDisposable.Dispose() { } }
        [MustRelease(nameof(Free))] public sealed class Native { public void Free() { } }

        [TrackedResource(Type = "part")]
        public sealed partial class Part { public Part() => Track(); }

        [TrackedResource(Type = "owner")]
        public sealed partial class Owner<T> where T : IDisposable
        {
            [Owned] private readonly Pin[] _pins = [];
            [Owned] private readonly Pin?[] _perhaps = [];
            [Owned] private readonly Hidden[] _hidden = [];
            [Owned] private readonly Native[] _natives = [];
            [Owned] private readonly List<Part> _parts = [];
            [Owned] private readonly T[] _any = [];
            public Owner() => Track();
        }
        """);

    [Fact]
    public Task Collections_of_the_users_own_are_reached_through_their_interfaces() => Verify.VerifyAsync(
        """
        using System.Collections;
        using System.Collections.Generic;
        using System.IO;
        using ResourceHygiene;

        public sealed class Streams : List<Stream>;

        public sealed class Bag : IReadOnlyCollection<Stream>
        {
            int IReadOnlyCollection<Stream>.Count => 0;
            IEnumerator<Stream> IEnumerable<Stream>.GetEnumerator() { yield break; }
            IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<Stream>)this).GetEnumerator();
        }

        [TrackedResource(Type = "owner")]
        public sealed partial class Owner
        {
            [Owned] private readonly Streams _streams = [];
            [Owned] private readonly Bag _bag = new();
            public Owner() => Track();
        }
        """);

    [Fact]
    public Task Lazy_is_released_if_it_was_made() => Verify.VerifyAsync(Owner(
        """
        [Owned] private readonly Lazy<Stream> _stream = new(() => Stream.Null);
        [Owned] private readonly Lazy<List<Stream>>? _streams = null;
        """));

    [Fact]
    public Task Enumerable_whose_type_shows_what_it_holds() => Verify.VerifyAsync(Owner(
        """
        [Owned] private readonly IEnumerable<Stream> _literal = [Stream.Null];
        [Owned] private IEnumerable<Stream>? _listed;
        [Owned] public IEnumerable<Stream> Chosen { get; } = Environment.HasShutdownStarted ? new Stream[3] : new List<Stream>();
        public void Fill(IEnumerable<Stream> source) => this._listed = source.ToList();
        """));

    [Fact]
    public Task Memory_is_owned_without_anything_to_run() => Verify.VerifyAsync(Owner(
        """
        [Owned] private readonly float[] _samples = new float[8];
        [Owned] private readonly List<(int, long)> _pairs = [];
        """));

    [Fact]
    public Task Elements_that_can_only_be_released_asynchronously_are_awaited() => Verify.VerifyAsync(Owner(
        """
        [Owned] private readonly List<IAsyncDisposable> _list = [];
        [Owned] private readonly Dictionary<int, IAsyncDisposable[]> _arrays = [];
        [Owned] private readonly Stream[] _streams = [];
        """));

    [Theory]
    [InlineData("[Owned] private readonly IEnumerable<Stream> _query;  public Owner(IEnumerable<Stream> s) { _query = s; Track(); }")]
    [InlineData("[Owned] private IEnumerable<Stream> _query = []; public void Set(string[] s) => _query = s.Select(File.OpenRead);")]
    [InlineData("[Owned] private IEnumerable<Stream> _query = []; public void Set(IEnumerable<Stream> s) => (_query, _) = (s, 1);")]
    [InlineData("[Owned] public IEnumerable<Stream> Query { get; set; } = [];")]
    [InlineData("[Owned] private readonly ArrayList _any = new();")]
    [InlineData("[Owned] private readonly List<string> _strings = [];")]
    [InlineData("[Owned] private readonly Dictionary<Stream, string> _keys = [];")]
    [InlineData("[Owned] private readonly Tree _tree = new(); private sealed class Tree : List<Tree>;")]
    public void Nothing_is_generated_for(string member) => Verify.VerifyNothing(
        "using System.Collections; using System.Collections.Generic; using System.IO; using System.Linq; using ResourceHygiene; "
        + $"[TrackedResource(Type = \"x\")] public sealed partial class Owner {{ {member.Replace("Track();", "", StringComparison.Ordinal)} }}");

    [Fact]
    public void Element_type_that_stops_being_disposable_takes_the_generated_part_away() => new GeneratorTest<TrackedResourceGenerator>
    {
        Sources =
        {
            "[ResourceHygiene.TrackedResource(Type = \"x\")] public sealed partial class Owner { [ResourceHygiene.Owned] private readonly Part[] _parts = []; }",
            "public sealed class Part : System.IDisposable { public void Dispose() { } }",
        },
    }.ShouldRegenerate("public sealed class Part { }", sourceIndex: 1);

    [Fact]
    public void Query_assigned_in_another_part_takes_the_generated_part_away() => new GeneratorTest<TrackedResourceGenerator>
    {
        Sources =
        {
            "using System.Collections.Generic; using System.IO; [ResourceHygiene.TrackedResource(Type = \"x\")] public sealed partial class Owner { [ResourceHygiene.Owned] private IEnumerable<Stream> _s = []; }",
            "public sealed partial class Owner { }",
        },
    }.ShouldRegenerate("public sealed partial class Owner { void Set(System.Collections.Generic.IEnumerable<System.IO.Stream> s) => _s = s; }", sourceIndex: 1);

    private static string Owner(string members) =>
        $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.IO;
        using System.Linq;
        using ResourceHygiene;

        namespace Media;

        [TrackedResource(Type = "owner")]
        public sealed partial class Owner
        {
            {{members}}
            public Owner() => Track();
        }
        """;
}
