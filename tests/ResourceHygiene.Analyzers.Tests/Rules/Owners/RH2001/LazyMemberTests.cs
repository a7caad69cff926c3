namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2001;

/// <summary>A disposable type makes something when it is first asked for, in a <c>Lazy&lt;T&gt;</c>.</summary>
public sealed class LazyMemberTests
{
    [Fact]
    public Task Never_released() => OwnerCode.InOwner(
        """
        private readonly Lazy<Resource> [|_resource|] = new(() => new Resource());
        public void Work() => _resource.Value.Use();
        public void Dispose() { }
        """);

    [Fact]
    public Task Handed_out_by_a_property_and_never_released() => OwnerCode.InOwner(
        """
        private readonly Lazy<FileStream> [|_file|];
        public Owner(string path) { _file = new Lazy<FileStream>(() => { var file = File.OpenRead(path); file.Position = 3; return file; }, isThreadSafe: true); }
        public FileStream File2 => _file.Value;
        public void Dispose() { }
        """);

    [Fact]
    public Task Only_asked_whether_it_is_there() => OwnerCode.InOwner(
        """
        private readonly Lazy<Resource> [|_resource|] = new Lazy<Resource>(static () => new Resource());
        public bool HasResource => _resource.IsValueCreated;
        public void Dispose() { }
        """);

    [Fact]
    public Task Released_if_it_was_made() => OwnerCode.InOwner(
        """
        private readonly Lazy<Resource> _resource = new(() => new Resource());
        public Resource Resource => _resource.Value;
        public void Dispose()
        {
            if (_resource.IsValueCreated)
                _resource.Value.Dispose();
        }
        """);

    [Fact]
    public Task Released_through_a_local() => OwnerCode.InOwner(
        """
        private readonly Lazy<Resource> _resource = new(() => new Resource());
        public void Dispose()
        {
            if (!_resource.IsValueCreated)
                return;
            var made = _resource.Value;
            made.Dispose();
        }
        """);

    [Fact]
    public Task Released_by_a_helper_that_gets_it() => OwnerCode.InOwner(
        """
        private readonly Lazy<Resource> _resource = new(() => new Resource());
        public void Dispose() => Release(_resource);
        private static void Release<T>(Lazy<T> lazy) where T : IDisposable
        {
            if (lazy.IsValueCreated)
                lazy.Value.Dispose();
        }
        """);

    [Fact]
    public Task Made_by_somebody_else() => OwnerCode.InOwner(
        """
        private readonly Lazy<Resource> _given;
        private readonly Lazy<Resource> _shared = new(() => Shared);
        private static Resource Shared { get; } = new();
        public Owner(Lazy<Resource> given, Func<Resource> factory) { _given = given; _made = new Lazy<Resource>(factory); }
        private readonly Lazy<Resource> _made;
        public void Work() { _given.Value.Use(); _shared.Value.Use(); _made.Value.Use(); }
        public void Dispose() { }
        """);

    [Fact]
    public Task Handed_by_its_factory_to_somebody_who_releases_it() => OwnerCode.InOwner(
        """
        private readonly List<Resource> _items = new();
        private readonly Lazy<Resource> _added;
        private readonly Lazy<Resource> _kept;
        public Owner(Action<Resource> keep)
        {
            _added = new Lazy<Resource>(() => { var made = new Resource(); AddItem(made); return made; });
            _kept = new Lazy<Resource>(() => { var made = new Resource(); keep(made); return made; });
        }

        private void AddItem(Resource item) => _items.Add(item);
        public void Dispose() => _items.ForEach(item => item.Dispose());
        """);

    [Fact]
    public Task In_a_type_that_is_not_disposable() => OwnerCode.InFile(
        """
        sealed class Holder
        {
            private readonly Lazy<FileStream> _file = new(() => File.OpenRead("a"));
            public int Read() => _file.Value.ReadByte();
        }
        """);
}
