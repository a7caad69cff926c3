namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>A collection that takes a resource takes the obligation; RH1006 follows it there.</summary>
public sealed class ValidCollections
{
    [Fact]
    public Task Added_to_a_list() => LeakCode.InMethod(
        """
        var list = {|RH1006:new List<Resource>()|};
        var resource = new Resource();
        list.Add(resource);
        list.Add(new Resource());
        """);

    [Fact]
    public Task Added_to_a_dictionary() => LeakCode.InMethod(
        """
        var byName = {|RH1006:new Dictionary<string, Resource>()|};
        byName["a"] = new Resource();
        byName.Add("b", new Resource());
        byName.TryAdd("c", new Resource());
        """);

    [Fact]
    public Task In_a_collection_initializer() => LeakCode.InMethod(
        """
        var list = {|RH1006:new List<Resource> { new Resource(), new Resource() }|};
        Console.WriteLine(list.Count);
        """);

    [Fact]
    public Task In_a_collection_expression() => LeakCode.InMethod(
        """
        Resource[] array = [new Resource(), new Resource()];
        List<Resource> list = {|RH1006:[.. array, new Resource()]|};
        Console.WriteLine(list.Count);
        """);

    [Fact]
    public Task In_an_array() => LeakCode.InMethod(
        """
        var array = {|RH1006:new[] { new Resource(), new Resource() }|};
        array[0] = new Resource();
        """);

    [Fact]
    public Task Enqueued_and_pushed() => LeakCode.InMethod(
        """
        var queue = {|RH1006:new Queue<Resource>()|};
        queue.Enqueue(new Resource());
        var stack = {|RH1006:new Stack<Resource>()|};
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

    [Fact]
    public Task A_lent_thing_in_a_collection_of_its_own_kind() => LeakCode.InMethod(
        """
        var certificates = new System.Security.Cryptography.X509Certificates.X509Certificate2Collection();
        var certificate = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(path);
        certificates.Add(certificate);
        certificates.Insert(0, System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(path));
        Console.WriteLine(certificates.Count);
        """);
}
