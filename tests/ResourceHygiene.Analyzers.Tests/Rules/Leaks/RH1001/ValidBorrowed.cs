namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>What somebody else owns is not ours to release.</summary>
public sealed class ValidBorrowed
{
    [Fact]
    public Task A_parameter() => LeakCode.InClass("void M(Stream stream) => stream.ReadByte();");

    [Fact]
    public Task A_property_of_another_object() => LeakCode.InMethod(
        """
        var stream = Console.OpenStandardInput().CanRead ? given : Stream.Null;
        var output = Console.Out;
        output.Write(stream.CanRead);
        """);

    [Fact]
    public Task Something_found() => LeakCode.InFile(
        """
        interface IRegistry { Resource GetResource(); Resource? Find(string name); Resource this[int index] { get; } }
        class C
        {
            void M(IRegistry registry)
            {
                var first = registry.GetResource();
                var second = registry.Find("a");
                var third = registry[0];
                first.Use(); second?.Use(); third.Use();
            }
        }
        """);

    [Fact]
    public Task A_factory_annotated_as_borrowed() => LeakCode.InClass(
        """
        [return: Borrowed]
        static extern Resource CreateShared();

        void M()
        {
            var resource = CreateShared();
            resource.Use();
        }
        """);

    [Fact]
    public Task A_source_method_that_returns_a_cached_object() => LeakCode.InClass(
        """
        private readonly Dictionary<string, Resource> _cache = new();

        Resource CreateOrGet(string name)
        {
            if (_cache.TryGetValue(name, out var found))
                return found;
            var created = new Resource();
            _cache.Add(name, created);
            return created;
        }

        void M()
        {
            var resource = CreateOrGet("a");
            resource.Use();
        }
        """);

    [Fact]
    public Task A_source_method_that_returns_its_field() => LeakCode.InClass(
        """
        private Resource? _resource;
        Resource OpenShared() => _resource ??= new Resource();

        void M()
        {
            var resource = OpenShared();
            resource.Use();
        }
        """);

    [Fact]
    public Task A_dependency_injection_container() => LeakCode.InMethod(
        """
        IServiceProvider services = null!;
        var resource = (Resource)services.GetService(typeof(Resource))!;
        resource.Use();
        """);

    [Fact]
    public Task A_value_from_try_get() => LeakCode.InMethod(
        """
        var map = new Dictionary<string, Resource>();
        if (map.TryGetValue(path, out var resource))
            resource.Use();
        """);

    [Fact]
    public Task A_request_of_a_response() => LeakCode.InAsyncMethod(
        """
        using var client = new HttpClient();
        using var response = await client.GetAsync(path);
        var request = response.RequestMessage;
        var content = response.Content;
        Console.WriteLine($"{request}{content}");
        """);

    [Fact]
    public Task An_enumerator() => LeakCode.InMethod(
        """
        var enumerator = new List<int> { 1 }.GetEnumerator();
        while (enumerator.MoveNext())
            Console.WriteLine(enumerator.Current);
        """);
}
