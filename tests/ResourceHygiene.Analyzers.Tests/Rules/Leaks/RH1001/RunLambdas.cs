namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>A lambda that its taker only runs does to a captured resource what it says, and nothing else.</summary>
public sealed class RunLambdas
{
    [Theory]
    [InlineData("new[] { 1 }.ToList().ForEach(number => resource.Use());")]
    [InlineData("Array.ForEach(new[] { 1 }, number => resource.Use());")]
    [InlineData("Task.Run(() => resource.Use());")]
    [InlineData("Task.Run(() => { resource.Use(); }).ContinueWith(_ => resource.Name);")]
    [InlineData("Task.Factory.StartNew(() => resource.Use());")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => resource.Use());")]
    [InlineData("Parallel.For(0, 3, number => resource.Use());")]
    [InlineData("new Thread(() => resource.Use()).Start();")]
    [InlineData("Action use = () => resource.Use(); use(); use();")]
    [InlineData("var all = new[] { 1 }.Where(number => resource.Name != \"\").Select(number => number + 1).ToList();")]
    [InlineData("foreach (var number in new[] { 1 }.Where(number => resource.Name != \"\")) { }")]
    [InlineData("Task.WhenAll(new[] { 1 }.Select(async number => { await Task.Yield(); resource.Use(); })).Wait();")]
    [InlineData("Task.Run(() => Parallel.For(0, 3, number => resource.Use()));")]
    public Task Nothing_in_it_releases_the_resource(string use) => LeakCode.InMethod($"var resource = [|new Resource()|];\n{use}");

    [Fact]
    public Task A_method_of_the_program_that_only_calls_it() => LeakCode.InClass(
        """
        void M()
        {
            var resource = [|new Resource()|];
            Retry(() => resource.Use());
        }

        static void Retry(Action work)
        {
            ArgumentNullException.ThrowIfNull(work);
            for (var round = 0; round < 3; round++)
                Once(work);
        }

        static void Once(Action work) => work?.Invoke();
        """);

    [Theory]
    [InlineData("static void Run(Action work) => ((Action)work)();")]
    [InlineData("static void Run(Action work) => work.Invoke();")]
    public Task However_the_method_calls_it(string method) => LeakCode.InClass(
        $$"""
        void M()
        {
            var resource = [|new Resource()|];
            Run(() => resource.Use());
        }

        void N()
        {
            var resource = [|new Resource()|];
            Run(() => resource.Use());
        }

        {{method}}
        """);

    [Fact]
    public Task A_parameter_that_is_only_used_so_is_borrowed() => LeakCode.InClass(
        """
        void M()
        {
            var resource = [|new Resource()|];
            UseThrice(resource);
        }

        static void UseThrice(Resource resource) => Parallel.For(0, 3, number => resource.Use());
        """);

    [Theory]
    [InlineData("Task.Run(() => { using (resource) resource.Use(); });")]
    [InlineData("Task.Run(() => resource.Use()).ContinueWith(_ => resource.Dispose());")]
    [InlineData("new Thread(() => { resource.Use(); resource.Dispose(); }).Start();")]
    [InlineData("Parallel.For(0, 3, number => resource.Use()); resource.Dispose();")]
    [InlineData("var kept = new List<Resource>(); Task.Run(() => kept.Add(resource)); foreach (var one in kept) one.Dispose();")]
    [InlineData("var found = new[] { 1 }.Select(number => resource).First(); found.Dispose();")]
    [InlineData("var known = new System.Collections.Concurrent.ConcurrentDictionary<int, Resource>(); known.GetOrAdd(1, _ => resource); foreach (var one in known.Values) one.Dispose();")]
    [InlineData("var all = new[] { 1 }.Select(number => resource).ToList(); foreach (var one in all) one.Dispose();")]
    public Task It_is_released_or_handed_over_in_one(string use) => LeakCode.InMethod($"var resource = new Resource();\n{use}");

    [Theory]
    [InlineData("Action Kept() { var resource = new Resource(); return () => resource.Use(); }")]
    [InlineData("IEnumerable<string> Later() { var resource = new Resource(); return new[] { 1 }.Select(number => resource.Name); }")]
    [InlineData("readonly System.Collections.Concurrent.ConcurrentDictionary<int, Resource> _known = new(); void M() { var resource = new Resource(); _known.GetOrAdd(1, _ => resource); }")]
    [InlineData("List<Resource> M() { var resource = new Resource(); return new[] { 1 }.Select(number => resource).ToList(); }")]
    [InlineData("List<Resource>? _all; void M() { var resource = new Resource(); _all = new[] { 1 }.Select(number => resource).ToList(); }")]
    [InlineData("Action? _later; void M() { var resource = new Resource(); _later = () => resource.Use(); }")]
    [InlineData("void M(List<Action> later) { var resource = new Resource(); later.Add(() => resource.Use()); }")]
    [InlineData("void M(CancellationToken token) { var resource = new Resource(); using var end = token.Register(() => resource.Use()); }")]
    [InlineData("Action? _later; void M() { var resource = new Resource(); Keep(() => resource.Use()); } void Keep(Action work) { work(); _later = work; }")]
    [InlineData("void M() { var resource = new Resource(); Keep(() => resource.Use()); } protected virtual void Keep(Action work) => work();")]
    [InlineData("void M() { var resource = new Resource(); Keep(() => resource.Use()); } extern void Keep(Action work);")]
    [InlineData("void M() { var resource = new Resource(); var timer = new Timer(_ => resource.Use()); timer.Dispose(); }")]
    public Task What_keeps_the_lambda_may_keep_the_resource(string members) => LeakCode.InClass(members);
}
