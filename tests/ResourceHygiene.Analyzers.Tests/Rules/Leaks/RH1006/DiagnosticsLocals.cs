namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1006;

/// <summary>A local collection gets resources, and nothing ever takes them out again.</summary>
public sealed class DiagnosticsLocals
{
    [Fact]
    public Task A_list_that_resources_are_added_to() => LeakCode.InMethod(
        """
        var list = {|RH1006:new List<Resource>()|};
        list.Add(new Resource());
        Console.WriteLine(list.Count);
        """);

    [Fact]
    public Task In_a_loop() => LeakCode.InMethod(
        """
        List<Stream> open = {|RH1006:new()|};
        for (int i = 0; i < 3; i++)
            open.Add(File.OpenRead(path + i));
        """);

    [Fact]
    public Task Through_a_variable() => LeakCode.InMethod(
        """
        var list = {|RH1006:new List<Resource>()|};
        var resource = new Resource();
        resource.Use();
        list.Add(resource);
        """);

    [Fact]
    public Task Through_the_interface_of_a_list() => LeakCode.InMethod(
        """
        IList<Resource> list = {|RH1006:new List<Resource>()|};
        list.Add(new Resource());
        """);

    [Fact]
    public Task In_a_collection_initializer() => LeakCode.InMethod(
        "var list = {|RH1006:new List<Resource> { new Resource(), new Resource() }|};");

    [Fact]
    public Task In_a_collection_expression() => LeakCode.InMethod(
        """
        List<Resource> list = {|RH1006:[new Resource(), new Resource()]|};
        Console.WriteLine(list.Count);
        """);

    [Fact]
    public Task In_an_array() => LeakCode.InMethod(
        """
        var array = {|RH1006:new[] { new Resource(), new Resource() }|};
        array[0].Use();
        """);

    [Fact]
    public Task In_the_elements_of_an_array() => LeakCode.InMethod(
        """
        var array = {|RH1006:new Resource[3]|};
        for (int i = 0; i < array.Length; i++)
            array[i] = new Resource();
        """);

    [Fact]
    public Task As_value_of_a_dictionary() => LeakCode.InMethod(
        """
        var byName = {|RH1006:new Dictionary<string, Resource>()|};
        byName["a"] = new Resource();
        byName.Add("b", new Resource());
        byName.TryAdd("c", new Resource());
        Console.WriteLine(byName.ContainsKey("a"));
        """);

    [Fact]
    public Task As_key_of_a_dictionary() => LeakCode.InMethod(
        """
        var sizes = {|RH1006:new Dictionary<Resource, int>()|};
        sizes.Add(new Resource(), 1);
        """);

    [Fact]
    public Task In_an_indexed_initializer() => LeakCode.InMethod(
        """
        var byName = {|RH1006:new Dictionary<string, Resource>()|};
        byName[path] = flag ? new Resource() : new Resource { Name = path };
        """);

    [Theory]
    [InlineData("Queue<Resource>", "Enqueue")]
    [InlineData("Stack<Resource>", "Push")]
    [InlineData("HashSet<Resource>", "Add")]
    [InlineData("LinkedList<Resource>", "AddLast")]
    [InlineData("SortedSet<Resource>", "Add")]
    [InlineData("System.Collections.Concurrent.ConcurrentBag<Resource>", "Add")]
    [InlineData("System.Collections.Concurrent.ConcurrentQueue<Resource>", "Enqueue")]
    [InlineData("System.Collections.Concurrent.ConcurrentStack<Resource>", "Push")]
    [InlineData("System.Collections.ObjectModel.Collection<Resource>", "Add")]
    [InlineData("System.Collections.ArrayList", "Add")]
    [InlineData("List<object>", "Add")]
    public Task Other_collections(string type, string add) => LeakCode.InMethod(
        $$"""
        var all = {|RH1006:new {{type}}()|};
        all.{{add}}(new Resource());
        Console.WriteLine(all.Count);
        """);

    [Fact]
    public Task In_the_builder_of_an_immutable_array() => LeakCode.InMethod(
        """
        var builder = {|RH1006:System.Collections.Immutable.ImmutableArray.CreateBuilder<Resource>()|};
        builder.Add(new Resource());
        var all = builder.ToImmutable();
        all[0].Use();
        """);

    [Fact]
    public Task Elements_are_used_in_a_loop() => LeakCode.InMethod(
        """
        var list = {|RH1006:new List<Resource> { new Resource() }|};
        foreach (var resource in list)
            resource.Use();
        for (int i = 0; i < list.Count; i++)
            list[i].Use();
        list.ForEach(resource => resource.Use());
        """);

    [Fact]
    public Task Values_of_a_dictionary_are_used() => LeakCode.InMethod(
        """
        var byName = {|RH1006:new Dictionary<string, Resource>()|};
        byName["a"] = new Resource();
        foreach (var pair in byName)
            pair.Value.Use();
        foreach (var (name, resource) in byName)
            resource.Use();
        foreach (var resource in byName.Values)
            resource.Use();
        """);

    [Fact]
    public Task An_element_that_is_looked_up_is_only_used() => LeakCode.InMethod(
        """
        var byName = {|RH1006:new Dictionary<string, Resource>()|};
        byName["a"] = new Resource();
        if (byName.TryGetValue("a", out var found))
            found.Use();
        """);

    [Fact]
    public Task Passed_to_a_method_that_only_reads() => LeakCode.InClass(
        """
        private static int Sum(List<Resource> all) { int sum = 0; foreach (var one in all) sum += one.Name.Length; return sum; }
        int M()
        {
            var list = {|RH1006:new List<Resource>()|};
            list.Add(new Resource());
            return Sum(list);
        }
        """);

    [Fact]
    public Task Read_with_LINQ() => LeakCode.InMethod(
        """
        var list = {|RH1006:new List<Resource> { new Resource() }|};
        bool any = list.Any(resource => resource.Name == path);
        foreach (var resource in list.Where(resource => resource.Name.Length > 3))
            resource.Use();
        """);

    [Fact]
    public Task Cleared_is_not_released() => LeakCode.InMethod(
        """
        var list = {|RH1006:new List<Resource>()|};
        list.Add(new Resource());
        list.Clear();
        """);

    [Fact]
    public Task A_wrapper_in_a_list() => LeakCode.InMethod(
        """
        var readers = {|RH1006:new List<TextReader>()|};
        readers.Add(new StreamReader(File.OpenRead(path)));
        """);

    [Fact]
    public Task What_was_awaited() => LeakCode.InClass(
        """
        private static async Task<Resource> CreateAsync() { await Task.Yield(); return new Resource(); }
        async Task M()
        {
            var list = {|RH1006:new List<Resource>()|};
            list.Add(await CreateAsync());
            list.Add(await CreateAsync().ConfigureAwait(false));
        }
        """);

    [Fact]
    public Task A_list_of_its_own_kind() => LeakCode.InFile(
        """
        class Resources : List<Resource> { public void Use() { foreach (var one in this) one.Use(); } }
        class C { void M() { var all = {|RH1006:new Resources()|}; all.Add(new Resource()); } }
        """);

    [Fact]
    public Task Added_in_a_lambda() => LeakCode.InMethod(
        """
        var all = {|RH1006:new List<Resource>()|};
        Action add = () => all.Add(new Resource());
        add();
        """);
}
