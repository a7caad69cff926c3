namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1004;

/// <summary>A type owns what is in its collection, and takes something out that nobody gets.</summary>
public sealed class DroppedElements
{
    private const string Owner =
        """
        private readonly Dictionary<string, Resource> _map = new();
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Resource> _shared = new();
        private readonly List<Resource> _list = new();
        private readonly object _gate = new();
        public void Add(string name)
        {
            _map.Add(name, new Resource());
            _shared.TryAdd(name, new Resource());
            var one = new Resource { Name = name };
            one.Use();
            _list.Add(one);
        }
        public void Dispose()
        {
            foreach (var one in _map.Values) one.Dispose();
            foreach (var pair in _shared) pair.Value.Dispose();
            foreach (var one in _list) one.Dispose();
            _list.Clear();
        }


        """;

    [Theory]
    [InlineData("{|RH1004:_map.Remove(name)|};")]
    [InlineData("if ({|RH1004:_map.Remove(name)|}) Console.WriteLine(name);")]
    [InlineData("lock (_map) {|RH1004:_map.Remove(name)|};")]
    [InlineData("if (_map.ContainsKey(name)) {|RH1004:_map.Remove(name)|};")]
    [InlineData("{|RH1004:_map.Remove(name, out _)|};")]
    [InlineData("{|RH1004:_shared.TryRemove(name, out _)|};")]
    [InlineData("{|RH1004:_list.RemoveAt(0)|};")]
    [InlineData("while (_list.Count > 3) {|RH1004:_list.RemoveAt(0)|};")]
    [InlineData("{|RH1004:_list.RemoveRange(0, 2)|};")]
    [InlineData("{|RH1004:_list.Clear()|};")]
    [InlineData("{|RH1004:_map.Clear()|}; Console.WriteLine(name);")]
    [InlineData("{|RH1004:this._map.Clear()|};")]
    public Task Nobody_gets_it(string statements) => LeakCode.InClass(Owner + $"public void M(string name) {{ {statements} }}");

    [Theory]
    [InlineData("if (_map.TryGetValue(name, out var one)) { one.Dispose(); _map.Remove(name); }")]
    [InlineData("_map[name].Dispose(); _map.Remove(name);")]
    [InlineData("if (_map.Remove(name, out var one)) one.Dispose();")]
    [InlineData("if (_shared.TryRemove(name, out var one)) one.Dispose();")]
    [InlineData("_list[0].Dispose(); _list.RemoveAt(0);")]
    [InlineData("foreach (var one in _list) one.Dispose(); _list.Clear();")]
    [InlineData("foreach (var pair in _map.ToArray()) { pair.Value.Dispose(); _map.Remove(pair.Key); }")]
    [InlineData("_list.ForEach(one => one.Dispose()); _list.Clear();")]
    [InlineData("Dispose(); _list.Clear();")]
    [InlineData("ReleaseAll(); _map.Clear(); void ReleaseAll() { foreach (var one in _map.Values) one.Dispose(); }")]
    public Task It_is_released(string statements) => LeakCode.InClass(Owner + $"public void M(string name) {{ {statements} }}");

    [Theory]
    [InlineData("public void OnClosed(string name) { _map.Remove(name); }")]
    [InlineData("public void SessionEnded(string name) { _shared.TryRemove(name, out _); }")]
    [InlineData("public void M(Task task, string name) { task.ContinueWith(done => { _shared.TryRemove(name, out _); }); }")]
    [InlineData("public void M(Resource gone) { _map.Remove(gone.Name); }")]
    [InlineData("public void M(Resource gone) { _list.Remove(gone); }")]
    [InlineData("public void M(List<string> names) { names.ForEach(Forget); } private void Forget(string name) { _map.Remove(name); }")]
    [InlineData("public void M(string name) { _map[name].Dispose(); Forget(name); } private void Forget(string name) { _map.Remove(name); }")]
    [InlineData("private void Close(string name) { _map.Remove(name); }")]
    public Task Released_before_by_whoever_says_that_it_is_over(string member) => LeakCode.InClass(Owner + member);

    [Theory]
    [InlineData("private readonly Dictionary<string, Resource> _all = new(); public void Add(string name, Resource one) => _all[name] = one; public void Dispose() { foreach (var one in _all.Values) one.Dispose(); }")]
    [InlineData("private readonly Dictionary<string, Resource> _all = new(); public void Add(string name) => _all[name] = new Resource(); public Resource Get(string name) => _all[name]; public void Dispose() { foreach (var one in _all.Values) one.Dispose(); }")]
    [InlineData("private readonly Dictionary<string, Resource> _all = new(); public void Add(string name) { var one = new Resource(); _all[name] = one; s_others.Add(one); } private static readonly List<Resource> s_others = new(); public void Dispose() { foreach (var one in _all.Values) one.Dispose(); }")]
    [InlineData("private readonly Dictionary<string, object> _all = new(); public void Add(string name) => _all[name] = new object();")]
    public Task Of_a_collection_that_does_not_own_them(string members) => LeakCode.InClass(members + " public void M(string name) { _all.Remove(name); _all.Clear(); }");

    [Fact]
    public Task In_a_static_collection() => LeakCode.InClass(
        """
        private static readonly Dictionary<string, Resource> s_all = new();
        public static void Add(string name) => s_all[name] = new Resource();
        public static void Forget(string name) => {|RH1004:s_all.Remove(name)|};
        public static void Shutdown() { foreach (var one in s_all.Values) one.Dispose(); s_all.Clear(); }
        """);

    [Fact]
    public Task In_a_static_collection_that_nothing_ever_releases() => LeakCode.InClass(
        """
        private static readonly Dictionary<string, Resource> s_all = new();
        public static void Add(string name) => s_all[name] = new Resource();
        public static void Forget(string name) => s_all.Remove(name);
        """);

    [Theory]
    [InlineData("Dispose(); _all.Clear();", "protected virtual void Dispose(bool disposing) { foreach (var one in _all) one.Dispose(); } public void Dispose() => Dispose(true);")]
    [InlineData("_all.Clear();", "private void ReleaseAll() { foreach (var one in _all) one.Dispose(); } public void Dispose() { ReleaseAll(); M(); }")]
    [InlineData("_all.Clear();", "private void ReleaseAll() { foreach (var one in _all) one.Dispose(); } public void Finish() { ReleaseAll(); Step(); } private void Step() => M();")]
    [InlineData("Run(ReleaseAll); _all.Clear();", "private void ReleaseAll() { foreach (var one in _all) one.Dispose(); } private static void Run(Action action) => action();")]
    [InlineData("_all.Clear();", "public void ReleaseAll() { foreach (var one in _all) one.Dispose(); }")]
    [InlineData("{|RH1004:_all.Clear()|};", "public void ReleaseAll() { foreach (var one in _all) one.Dispose(); _all.Clear(); }")]
    [InlineData("Show(); {|RH1004:_all.Clear()|};", "public void Dispose() { foreach (var one in _all) one.Dispose(); } private void Show() => Count(); private void Count() => Console.WriteLine(_all.Count);")]
    [InlineData("{|RH1004:_all.Clear()|};", "public void Dispose() { foreach (var one in _all) one.Dispose(); } public void Start() { Add(); Step(); } private void Step() => M();")]
    public Task Through_other_methods(string statements, string members) =>
        LeakCode.InClass($"private readonly List<Resource> _all = new(); public void Add() => _all.Add(new Resource()); public void M() {{ {statements} }} {members}");

    [Theory]
    [InlineData("public void Dispose() { _file.Dispose(); Sessions.Forget(_id); }", "s_all.TryRemove(id, out _)")]
    [InlineData("public void Dispose() { _file.Dispose(); Sessions.Gone(_id); }", "s_all.TryRemove(id, out _)")]
    [InlineData("public void Dispose() { _file.Dispose(); }", "{|RH1004:s_all.TryRemove(id, out _)|}")]
    public Task The_element_takes_itself_out(string disposer, string removal) => LeakCode.InFile(
        $$"""
        class Session : IDisposable
        {
            private readonly FileStream _file = File.OpenRead("a");
            private readonly int _id;
            public Session(int id) { _id = id; }
            {{disposer}}
        }
        static class Sessions
        {
            private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, Session> s_all = new();
            public static void Open(int id) => s_all[id] = new Session(id);
            internal static void Forget(int id) => {{removal}};
            internal static void Gone(int id) => Forget(id);
            public static void Shutdown() { foreach (var one in s_all.Values) one.Dispose(); s_all.Clear(); }
        }
        """);

    [Theory]
    [InlineData("_all[id] = new Session { Hub = this };", "_all.Remove(id)")]
    [InlineData("var one = new Session(); one.Hub = this; _all[id] = one;", "_all.Remove(id)")]
    [InlineData("var one = new Session(); one.Attach(this); _all[id] = one;", "_all.Remove(id)")]
    [InlineData("_all[id] = Session.Start(this);", "_all.Remove(id)")]
    [InlineData("_all[id] = Make();", "_all.Remove(id)")]
    [InlineData("_all[id] = new Session { Id = _count };", "{|RH1004:_all.Remove(id)|}")]
    [InlineData("var one = new Session(); one.Id = _count; _all[id] = one;", "{|RH1004:_all.Remove(id)|}")]
    [InlineData("_all[id] = Session.Start(null);", "{|RH1004:_all.Remove(id)|}")]
    public Task The_element_knows_its_owner(string added, string removal) => LeakCode.InFile(
        $$"""
        class Session : IDisposable
        {
            public object? Hub { get; set; }
            public int Id { get; set; }
            public void Attach(object hub) => Hub = hub;
            public static Session Start(object? hub) => new Session { Hub = hub };
            public void Dispose() => Console.WriteLine(Id);
        }
        sealed class Server : IDisposable
        {
            private readonly Dictionary<int, Session> _all = new();
            private readonly int _count = 1;
            private Session Make() => Session.Start(this);
            public void Open(int id) { {{added}} }
            public void Forget(int id) => {{removal}};
            public void Dispose() { foreach (var one in _all.Values) one.Dispose(); Console.WriteLine(_count); }
        }
        """);

    [Theory]
    [InlineData("IDisposable", "Factory.Open()", "_all.Remove(id)")]
    [InlineData("IDisposable", "new Resource()", "{|RH1004:_all.Remove(id)|}")]
    public Task Of_an_interface(string type, string made, string removal) => LeakCode.InFile(
        $$"""
        static class Factory { public static IDisposable Open() => new Resource(); }
        sealed class Server : IDisposable
        {
            private readonly Dictionary<int, {{type}}> _all = new();
            public void Open(int id) => _all[id] = {{made}};
            public void Forget(int id) => {{removal}};
            public void Dispose() { foreach (var one in _all.Values) one.Dispose(); }
        }
        """);
}
