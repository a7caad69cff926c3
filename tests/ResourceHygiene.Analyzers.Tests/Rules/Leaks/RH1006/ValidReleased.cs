namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1006;

/// <summary>Every way in which people release what is in a collection.</summary>
public sealed class ValidReleased
{
    [Theory]
    [InlineData("foreach (var resource in list) resource.Dispose();")]
    [InlineData("foreach (var resource in list) resource?.Dispose();")]
    [InlineData("foreach (var resource in list) { using (resource) resource.Use(); }")]
    [InlineData("foreach (IDisposable resource in list) resource.Dispose();")]
    [InlineData("foreach (var resource in list) (resource as IDisposable)?.Dispose();")]
    [InlineData("foreach (var resource in list) { if (resource is IDisposable disposable) disposable.Dispose(); }")]
    [InlineData("foreach (var resource in list) Release(resource);")]
    [InlineData("foreach (var resource in list.Where(one => one.Name != \"\")) resource.Dispose();")]
    [InlineData("foreach (var resource in Enumerable.Reverse(list)) resource.Dispose();")]
    [InlineData("foreach (var resource in list.ToArray()) resource.Dispose();")]
    [InlineData("foreach (var resource in list.AsEnumerable().Reverse()) resource.Dispose();")]
    [InlineData("foreach (var resource in list.OfType<IDisposable>()) resource.Dispose();")]
    [InlineData("for (int i = 0; i < list.Count; i++) list[i].Dispose();")]
    [InlineData("for (int i = list.Count - 1; i >= 0; i--) { var one = list[i]; one.Dispose(); }")]
    [InlineData("for (int i = 0; i < list.Count; i++) list[i]?.Dispose();")]
    [InlineData("list.ForEach(resource => resource.Dispose());")]
    [InlineData("list.ForEach(Release);")]
    [InlineData("list.RemoveAll(resource => { resource.Dispose(); return true; });")]
    [InlineData("Parallel.ForEach(list, resource => resource.Dispose());")]
    [InlineData("list[0].Dispose();")]
    [InlineData("list[^1].Dispose();")]
    [InlineData("list.First().Dispose();")]
    [InlineData("list.DisposeAll();")]
    [InlineData("Helpers.DisposeAll(list);")]
    [InlineData("Helpers.DisposeIndirectly(list);")]
    [InlineData("using var all = new Composite(list);")]
    [InlineData("var copy = list; foreach (var resource in copy) resource.Dispose();")]
    [InlineData("var copy = list.ToList(); copy.ForEach(resource => resource.Dispose());")]
    [InlineData("try { list[0].Use(); } finally { foreach (var resource in list) resource.Dispose(); }")]
    public Task A_list(string statements) => LeakCode.InFile(
        $$"""
        static class Helpers
        {
            public static void DisposeAll(this IEnumerable<IDisposable> all) { foreach (var one in all) one.Dispose(); }
            public static void DisposeIndirectly(IReadOnlyList<Resource> all) => all.DisposeAll();
        }
        sealed class Composite : IDisposable
        {
            private readonly IEnumerable<IDisposable> _all;
            public Composite(IEnumerable<IDisposable> all) => _all = all;
            public void Dispose() { foreach (var one in _all) one.Dispose(); }
        }
        class C
        {
            private static void Release(Resource resource) => resource.Dispose();
            void M()
            {
                var list = new List<Resource>();
                list.Add(new Resource());
                {{statements}}
            }
        }
        """);

    [Theory]
    [InlineData("foreach (var pair in map) pair.Value.Dispose();")]
    [InlineData("foreach (KeyValuePair<string, Resource> pair in map) { var one = pair.Value; one.Dispose(); }")]
    [InlineData("foreach (var (name, resource) in map) resource.Dispose();")]
    [InlineData("foreach (var resource in map.Values) resource.Dispose();")]
    [InlineData("foreach (string name in map.Keys) map[name].Dispose();")]
    [InlineData("if (map.Remove(\"a\", out var found)) found.Dispose();")]
    [InlineData("if (map.TryGetValue(\"a\", out var found)) found.Dispose();")]
    [InlineData("map.Values.ToList().ForEach(resource => resource.Dispose());")]
    public Task A_dictionary(string statements) => LeakCode.InMethod(
        $$"""
        var map = new Dictionary<string, Resource>();
        map["a"] = new Resource();
        {{statements}}
        """);

    [Theory]
    [InlineData("Queue<Resource>", "Enqueue", "while (all.Count > 0) all.Dequeue().Dispose();")]
    [InlineData("Queue<Resource>", "Enqueue", "while (all.TryDequeue(out var one)) one.Dispose();")]
    [InlineData("Stack<Resource>", "Push", "while (all.Count > 0) { using var one = all.Pop(); }")]
    [InlineData("Stack<Resource>", "Push", "while (all.TryPop(out Resource? one)) { one.Dispose(); }")]
    [InlineData("System.Collections.Concurrent.ConcurrentBag<Resource>", "Add", "while (all.TryTake(out var one)) one.Dispose();")]
    [InlineData("System.Collections.ArrayList", "Add", "foreach (Resource one in all) one.Dispose();")]
    [InlineData("LinkedList<Resource>", "AddLast", "for (var node = all.First; node != null; node = node.Next) node.Value.Dispose();")]
    public Task Other_collections(string type, string add, string statements) => LeakCode.InMethod(
        $$"""
        var all = new {{type}}();
        all.{{add}}(new Resource());
        {{statements}}
        """);

    [Fact]
    public Task Asynchronously() => LeakCode.InAsyncMethod(
        """
        var list = new List<AsyncResource>();
        list.Add(new AsyncResource());
        await Task.WhenAll(list.Select(resource => resource.DisposeAsync().AsTask()));
        """);

    [Fact]
    public Task Asynchronously_in_a_loop() => LeakCode.InAsyncMethod(
        """
        var list = new List<AsyncResource> { new AsyncResource() };
        foreach (var resource in list)
            await resource.DisposeAsync();
        """);

    [Fact]
    public Task By_the_variable_that_was_added() => LeakCode.InMethod(
        """
        var list = new List<Resource>();
        using var resource = new Resource();
        list.Add(resource);
        var other = new Resource();
        list.Add(other);
        other.Dispose();
        """);

    [Fact]
    public Task A_collection_of_the_readers_own_that_releases() => LeakCode.InFile(
        """
        class Bag : List<Resource>, IDisposable { public void Dispose() { foreach (var one in this) one.Dispose(); } }
        class Releasing : List<Resource> { public void ReleaseAll() { foreach (var one in this) one.Dispose(); } }
        class C
        {
            void M()
            {
                using var bag = new Bag();
                bag.Add(new Resource());
                var all = new Releasing();
                all.Add(new Resource());
                all.ReleaseAll();
            }
        }
        """);

    [Fact]
    public Task An_array() => LeakCode.InMethod(
        """
        var array = new[] { new Resource(), new Resource() };
        Array.ForEach(array, resource => resource.Dispose());
        var second = new Resource[2];
        second[0] = new Resource();
        foreach (var resource in second)
            resource?.Dispose();
        """);

    [Fact]
    public Task By_a_thread_that_holds_the_element() => LeakCode.InClass(
        """
        private readonly List<System.Net.Sockets.TcpListener> _all = new();
        public void Listen()
        {
            var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Any, 0);
            listener.Start();
            _all.Add(listener);
            new Thread(() => { Thread.Sleep(1); listener.Stop(); }).Start();
        }
        public int Count => _all.Count;
        """);
}
