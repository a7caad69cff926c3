namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1004;

/// <summary>Tokens of registrations that nobody keeps: harmless where the list goes with the object that registers.</summary>
public sealed class OwnRegistrations
{
    private const string Lists =
        """
        interface IToken : IDisposable { void Leave(); }
        interface IListener { }

        class Listeners<T> where T : class
        {
            private readonly Dictionary<long, T> _entries = new();
            private long _last;
            public IToken Connect(T listener)
            {
                if (listener == null)
                    throw new ArgumentNullException(nameof(listener));
                _entries.Add(++_last, listener);
                return new Entry(_last, this);
            }

            public IToken Lend(T listener) => new Entry(1, this);
            public IToken ConnectFile(T listener) => new Attached(this);
            public IToken ConnectNothing(T listener) => new Loose();
            public IToken ConnectOnce(T listener) => new Once(1, this);
            public IToken ConnectPlace(T listener) => new Place(this);
            public IToken ConnectCounted(T listener) => new Counted(this);
            public IToken ConnectDescriptor(T listener) => new Described(this, 5);
            public IToken ConnectCall(T listener) => new Called(this, () => { });

            private class Once : IToken
            {
                private readonly Listeners<T> _list;
                private readonly long _id;
                private int _isLeft;
                public Once(long id, Listeners<T> list) { _id = id; _list = list; }
                public void Leave() { if (Interlocked.Exchange(ref _isLeft, 1) == 0) _list._entries.Remove(_id); }
                public void Dispose() => this.Leave();
            }

            private readonly SemaphoreSlim _slots = new(5, 5);
            private int _free;

            private class Place(Listeners<T> list) : IToken
            {
                public void Leave() { list._entries.Remove(1); list._slots.Release(); }
                public void Dispose() => Leave();
            }

            private class Counted(Listeners<T> list) : IToken
            {
                public void Leave() { list._entries.Remove(1); Interlocked.Increment(ref list._free); }
                public void Dispose() => Leave();
            }

            private class Described(Listeners<T> list, int descriptor) : IToken
            {
                public void Leave() { list._entries.Remove(1); CloseHandle(descriptor); }
                public void Dispose() => Leave();
            }

            private class Called(Listeners<T> list, Action end) : IToken
            {
                public void Leave() { list._entries.Remove(1); end(); }
                public void Dispose() => Leave();
            }

            private static extern void CloseHandle(int descriptor);

            private class Entry : IToken
            {
                private readonly Listeners<T> _list;
                private readonly long _id;
                public Entry(long id, Listeners<T> list) { _id = id; _list = list; }
                public void Leave() => _list._entries.Remove(_id);
                public void Dispose() => Leave();
            }

            private class Attached(Listeners<T> list) : IToken
            {
                private readonly FileStream _log = File.OpenRead("a");
                public void Leave() => list.ToString();
                public void Dispose() => _log.Dispose();
            }

            private class Loose : IToken
            {
                public void Leave() { }
                public void Dispose() => Console.WriteLine(this);
            }
        }

        class Hub<T> where T : class
        {
            private readonly List<T> _shared;
            private readonly List<T> _own = new();
            public Hub(List<T> shared) => _shared = shared;
            public IToken ConnectToOwn(T listener) => new Entry(_own, listener);
            public IToken ConnectToShared(T listener) => new Entry(_shared, listener);
            public IToken ConnectToBoth(T listener) => new Entry(_own, listener, _shared);

            private class Entry(List<T> list, T listener, List<T>? other = null) : IToken
            {
                public void Leave() { list.Remove(listener); other?.Remove(listener); }
                public void Dispose() => Leave();
            }
        }

        class Source
        {
            private readonly Listeners<IListener> _own = new();
            private readonly Listeners<IListener> _given;
            private static readonly Listeners<IListener> s_all = new();
            public Source(Listeners<IListener> given) => _given = given;
            public IToken ConnectListener(IListener listener) => _own.Connect(listener);
            public IToken ConnectElsewhere(IListener listener) => _given.Connect(listener);
            public IToken ConnectToAll(IListener listener) => s_all.Connect(listener);
        }


        """;

    [Theory]
    [InlineData("_own.Connect(this);")]
    [InlineData("_own.ConnectOnce(this);")]
    [InlineData("_hub.ConnectToOwn(this);")]
    [InlineData("_source.ConnectListener(this);")]
    [InlineData("Another.ConnectListener(this);")]
    public Task Of_a_list_that_was_made_here(string statement) => LeakCode.InFile(Lists +
        $$"""
        class C : IListener
        {
            private readonly Listeners<IListener> _own;
            private readonly Hub<IListener> _hub = new(new List<IListener>());
            private readonly Source _source = new(new Listeners<IListener>());
            private Source Another { get; } = new(new Listeners<IListener>());
            public C()
            {
                _own = new();
                {{statement}}
            }
        }
        """);

    [Fact]
    public Task Of_a_list_of_a_base_class() => LeakCode.InFile(Lists +
        """
        class Worker : Source, IListener
        {
            public Worker() : base(new Listeners<IListener>()) => ConnectListener(this);
            void M(IListener other) { base.ConnectListener(other); }
        }
        """);

    [Theory]
    [InlineData("{|RH1004:given.Connect(this)|};")]
    [InlineData("{|RH1004:_given.Connect(this)|};")]
    [InlineData("{|RH1004:s_all.Connect(this)|};")]
    [InlineData("{|RH1004:_source.ConnectElsewhere(this)|};")]
    [InlineData("{|RH1004:_source.ConnectToAll(this)|};")]
    [InlineData("{|RH1004:_own.Lend(this)|};")]
    [InlineData("{|RH1004:_own.ConnectFile(this)|};")]
    [InlineData("{|RH1004:_own.ConnectNothing(this)|};")]
    [InlineData("{|RH1004:_own.ConnectPlace(this)|};")]
    [InlineData("{|RH1004:_own.ConnectCounted(this)|};")]
    [InlineData("{|RH1004:_own.ConnectDescriptor(this)|};")]
    [InlineData("{|RH1004:_own.ConnectCall(this)|};")]
    [InlineData("{|RH1004:_hub.ConnectToShared(this)|};")]
    [InlineData("{|RH1004:_hub.ConnectToBoth(this)|};")]
    [InlineData("{|RH1004:_open.Connect(this)|};")]
    [InlineData("{|RH1004:Settable.Connect(this)|};")]
    [InlineData("{|RH1004:_paired.Connect(this)|};")]
    public Task Of_what_outlives_or_is_no_registration(string statement) => LeakCode.InFile(Lists +
        $$"""
        class C : IListener
        {
            private readonly Listeners<IListener> _own = new();
            private readonly Listeners<IListener> _given;
            private static readonly Listeners<IListener> s_all = new();
            private readonly Source _source = new(new Listeners<IListener>());
            private readonly Hub<IListener> _hub = new(new List<IListener>());
            protected internal Listeners<IListener> _open = new();
            public Listeners<IListener> Settable { get; init; } = new();
            private Listeners<IListener> _paired = new();
            private int _count;
            public C(Listeners<IListener> given) { _given = given; (_paired, _count) = (given, 1); Console.WriteLine(_own); }
            void M(Listeners<IListener> given) { {{statement}} }
        }
        """);
}
