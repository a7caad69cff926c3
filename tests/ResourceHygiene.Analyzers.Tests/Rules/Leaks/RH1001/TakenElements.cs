namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>An element is taken out of a collection that the type owns: whoever takes it owes its release.</summary>
public sealed class TakenElements
{
    private const string Owner =
        """
        private readonly Queue<Resource> _queue = new();
        private readonly Stack<Resource> _stack = new();
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Resource> _map = new();
        public void Add(string name)
        {
            _queue.Enqueue(new Resource());
            var one = new Resource();
            one.Use();
            _stack.Push(one);
            _map[name] = new Resource { Name = name };
        }
        public void Dispose()
        {
            foreach (var one in _queue) one.Dispose();
            while (_stack.TryPop(out var top)) top.Dispose();
            foreach (var pair in _map) pair.Value.Dispose();
        }


        """;

    [Theory]
    [InlineData("var one = [|_queue.Dequeue()|]; one.Use();")]
    [InlineData("while (_queue.Count > 9) {|RH1004:_queue.Dequeue()|};")]
    [InlineData("{|RH1004:_stack.Pop()|}.Use();")]
    [InlineData("if (_queue.TryDequeue([|out var one|])) one.Use();")]
    [InlineData("if (_queue.TryDequeue({|RH1004:out _|})) Console.WriteLine();")]
    [InlineData("if (_map.TryRemove(name, [|out var one|])) one.Use();")]
    [InlineData("{|RH1004:_map.TryRemove(name, out _)|};")]
    [InlineData("var one = {|RH1002:_queue.Dequeue()|}; if (name.Length == 0) return; one.Dispose();")]
    public Task Nobody_releases_it(string statements) => LeakCode.InClass(Owner + $"void M(string name) {{ {statements} }}");

    [Theory]
    [InlineData("var one = _queue.Dequeue(); one.Dispose();")]
    [InlineData("using var one = _queue.Dequeue();")]
    [InlineData("if (_queue.TryDequeue(out var one)) one.Dispose();")]
    [InlineData("if (_map.TryRemove(name, out var one)) { one.Use(); one.Dispose(); }")]
    [InlineData("_map.Remove(name, out _);")]
    [InlineData("var one = _queue.Peek(); one.Use();")]
    [InlineData("var one = _map[name]; _map.TryRemove(name, out var same); same?.Use(); one.Dispose();")]
    public Task It_is_released(string statements) => LeakCode.InClass(Owner + $"void M(string name) {{ {statements} }}");

    [Theory]
    [InlineData("void OnClosed(string name) { if (_map.TryRemove(name, out var one)) Console.WriteLine(one.Name); }")]
    [InlineData("void SessionEnded(string name) { if (_map.TryRemove(name, out var one)) Console.WriteLine(one.Name); }")]
    [InlineData("void M(Resource ended) { if (_map.TryRemove(ended.Name, out var one)) Console.WriteLine(one.Name); }")]
    [InlineData("void M(object ended) { if (_map.TryRemove(((Resource)ended).Name, out var one)) Console.WriteLine(one.Name); }")]
    [InlineData("void M(Task task, string name) { task.ContinueWith(_ => { if (_map.TryRemove(name, out var one)) Console.WriteLine(one.Name); }); }")]
    public Task What_takes_itself_off_the_list_may_be_released_already(string member) => LeakCode.InClass(Owner + member);

    [Theory]
    [InlineData("public void Return(Resource one) => _all.Enqueue(one);")]
    [InlineData("public Resource Rent() => _all.Dequeue();")]
    [InlineData("public Resource? Rent() => _all.TryDequeue(out var one) ? one : null;")]
    [InlineData("public Queue<Resource> All => _all;")]
    [InlineData("private readonly List<Resource> _others = new(); public void Both() { var one = new Resource(); _others.Add(one); _all.Enqueue(one); }")]
    public Task Elements_that_others_hold(string member) => LeakCode.InClass(
        $$"""
        private readonly Queue<Resource> _all = new();
        public void Add() => _all.Enqueue(new Resource());
        {{member}}
        public void Trim() { var one = _all.Dequeue(); one.Use(); }
        public void Dispose() { foreach (var one in _all) one.Dispose(); }
        """);

    [Fact]
    public Task Emptied_after_all_of_it_was_released() => LeakCode.InClass(
        """
        private readonly Queue<Resource> _all = new();
        public void Add() => _all.Enqueue(new Resource());
        public void Dispose()
        {
            foreach (var one in _all)
                one.Dispose();
            while (_all.Count > 0)
                _all.Dequeue();
        }
        """);

    [Fact]
    public Task Removed_from_a_dictionary() => LeakCode.InClass(
        """
        private readonly Dictionary<string, Resource> _map = new();
        public void Add(string name) => _map.Add(name, new Resource());
        public void Forget(string name) => _map.Remove(name, [|out var one|]);
        public void Dispose() { foreach (var one in _map.Values) one.Dispose(); }
        """);

    [Fact]
    public Task A_collection_that_nothing_releases_is_reported_as_a_whole_or_not_at_all() => LeakCode.InClass(
        """
        private readonly Queue<Resource> _all = new();
        public void Add() => _all.Enqueue({|RH1006:new Resource()|});
        public void Next() => _all.Peek().Use();
        """);
}
