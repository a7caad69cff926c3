namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1006;

/// <summary>Private collections whose elements some part of the type releases or hands out, or that are nobody's to release.</summary>
public sealed class ValidFields
{
    [Theory]
    [InlineData("public void Dispose() { foreach (var one in _all) one.Dispose(); _all.Clear(); }")]
    [InlineData("public void Dispose() { this._all.ForEach(one => one.Dispose()); }")]
    [InlineData("public void Dispose() { for (int i = 0; i < _all.Count; i++) _all[i].Dispose(); }")]
    [InlineData("public void Close() { while (_all.Count > 0) { var last = _all[_all.Count - 1]; last.Dispose(); _all.RemoveAt(_all.Count - 1); } }")]
    [InlineData("public IReadOnlyList<Resource> All => _all;")]
    [InlineData("public IEnumerator<Resource> GetEnumerator() => _all.GetEnumerator();")]
    [InlineData("public Resource Get(int index) => _all[index];")]
    [InlineData("public void Hand(List<List<Resource>> all) => all.Add(_all);")]
    [InlineData("public void Swap() { var old = Interlocked.Exchange(ref _all, new()); foreach (var one in old) one.Dispose(); }")]
    [InlineData("public void Replace(List<Resource> other) => _all = other;")]
    [InlineData("public void Drop(Resource one) { if (_all.Remove(one)) one.Dispose(); }")]
    [InlineData("sealed class Cleaner { public void Clean(C c) { foreach (var one in c._all) one.Dispose(); } }")]
    [InlineData("private void Clean(List<Resource> all) { foreach (var one in all) one.Dispose(); } public void Dispose() => Clean(_all);")]
    public Task A_list(string member) => LeakCode.InClass(
        $$"""
        private List<Resource> _all = new();
        public void Add() => _all.Add(new Resource());
        {{member}}
        """);

    [Fact]
    public async Task Another_part_releases()
    {
        var test = LeakCode.Test(
            """
            partial class C
            {
                private readonly List<Resource> _all = new();
                public void Add() => _all.Add(new Resource());
            }
            """);
        test.Sources.Add("Other.cs", "partial class C : IDisposable { public void Dispose() { foreach (var one in _all) one.Dispose(); } }");
        await test.RunAsync();
    }

    [Fact]
    public Task Fields_that_others_see() => LeakCode.InClass(
        """
        internal readonly List<Resource> _internal = new();
        protected readonly List<Resource> _protected = new();
        public void Add() { _internal.Add(new Resource()); _protected.Add(new Resource()); }
        """);

    [Fact]
    public Task A_collection_for_the_life_of_the_process() => LeakCode.InClass(
        """
        private static readonly List<Resource> s_all = new();
        public static void Add() => s_all.Add(new Resource());
        """);

    [Fact]
    public Task A_collection_that_was_given() => LeakCode.InClass(
        """
        private readonly List<Resource> _all;
        public C(List<Resource> all) => _all = all;
        public void Add() => _all.Add(new Resource());
        """);

    [Fact]
    public Task A_pool() => LeakCode.InClass(
        """
        private readonly System.Collections.Concurrent.ConcurrentBag<Resource> _pool = new();
        public Resource Rent() => _pool.TryTake(out var resource) ? resource : new Resource();
        public void Return(Resource resource) => _pool.Add(resource);
        public void Warm() => _pool.Add(new Resource());
        """);

    [Fact]
    public Task A_collection_marked_as_borrowing() => LeakCode.InClass(
        """
        [Borrowed] private readonly List<Resource> _all = new();
        public void Add() => _all.Add(new Resource());
        """);

    [Theory]
    [InlineData("public Resource Get(string key) => _byName.GetOrAdd(key, name => new Resource());", "foreach (var one in _byName.Values) one.Dispose(); _byName.Clear();")]
    [InlineData("public Resource Get(string key) => _byName.GetOrAdd(key, name => new Resource());", "Console.WriteLine(_byName.Count);")]
    [InlineData("private readonly Resource _given = new(); public Resource Get(string key) => _byName.GetOrAdd(key, name => _given);", "_given.Dispose(); _byName.Clear();")]
    [InlineData("public void Use(string key) { var one = _byName.GetOrAdd(key, name => new Resource()); one.Dispose(); }", "_byName.Clear();")]
    [InlineData("public Resource? Take(string key) { _byName.GetOrAdd(key, name => new Resource()); return _byName.TryRemove(key, out var one) ? one : null; }", "_byName.Clear();")]
    public Task A_cache_that_is_emptied_or_whose_elements_are_somebody_elses(string member, string end) => LeakCode.InFile(
        $$"""
        using System.Collections.Concurrent;
        sealed class C : IDisposable
        {
            private readonly ConcurrentDictionary<string, Resource> _byName = new();
            {{member}}
            public void Dispose() { {{end}} }
        }
        """);
}
