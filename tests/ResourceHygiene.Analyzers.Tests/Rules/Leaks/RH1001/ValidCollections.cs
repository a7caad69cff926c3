namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>A collection that takes a resource takes the obligation; RH1006 will follow it there.</summary>
public sealed class ValidCollections
{
    [Fact]
    public Task Added_to_a_list() => LeakCode.InMethod(
        """
        var list = new List<Resource>();
        var resource = new Resource();
        list.Add(resource);
        list.Add(new Resource());
        """);

    [Fact]
    public Task Added_to_a_dictionary() => LeakCode.InMethod(
        """
        var byName = new Dictionary<string, Resource>();
        byName["a"] = new Resource();
        byName.Add("b", new Resource());
        byName.TryAdd("c", new Resource());
        """);

    [Fact]
    public Task In_a_collection_initializer() => LeakCode.InMethod(
        """
        var list = new List<Resource> { new Resource(), new Resource() };
        Console.WriteLine(list.Count);
        """);

    [Fact]
    public Task In_a_collection_expression() => LeakCode.InMethod(
        """
        Resource[] array = [new Resource(), new Resource()];
        List<Resource> list = [.. array, new Resource()];
        Console.WriteLine(list.Count);
        """);

    [Fact]
    public Task In_an_array() => LeakCode.InMethod(
        """
        var array = new[] { new Resource(), new Resource() };
        array[0] = new Resource();
        """);

    [Fact]
    public Task Enqueued_and_pushed() => LeakCode.InMethod(
        """
        var queue = new Queue<Resource>();
        queue.Enqueue(new Resource());
        var stack = new Stack<Resource>();
        stack.Push(new Resource());
        """);

    [Fact]
    public Task Written_to_a_channel() => LeakCode.InAsyncMethod(
        """
        var channel = System.Threading.Channels.Channel.CreateUnbounded<Resource>();
        await channel.Writer.WriteAsync(new Resource());
        """);

    [Fact]
    public Task Added_to_a_composite_by_extension() => LeakCode.InFile(
        """
        sealed class Composite : Resource { public List<IDisposable> Items { get; } = new(); }
        static class Extensions
        {
            public static T DisposeWith<T>(this T item, Composite composite) where T : IDisposable { composite.Items.Add(item); return item; }
        }
        class C
        {
            void M(Composite composite)
            {
                var resource = new Resource().DisposeWith(composite);
                resource.Use();
                new Resource().DisposeWith(composite);
            }
        }
        """);

    [Fact]
    public Task In_tuple_carriers() => LeakCode.InMethod(
        """
        var pair = Tuple.Create(new Resource(), 1);
        var valueTuple = (new Resource(), 2);
        var keyed = new KeyValuePair<string, Resource>("a", new Resource());
        Console.WriteLine($"{pair}{valueTuple}{keyed}");
        """);

    [Fact]
    public Task From_a_pool_that_is_asked_first() => LeakCode.InFile(
        """
        using System.Collections.Concurrent;
        class C
        {
            private readonly ConcurrentBag<Resource> _pool = new();

            void M()
            {
                if (!_pool.TryTake(out var resource))
                    resource = new Resource();
                _pool.Add(resource);
            }
        }
        """);
}
