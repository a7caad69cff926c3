namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1006;

/// <summary>The collection leaves, so whoever gets it owns what is in it; or it was never this code's.</summary>
public sealed class ValidLeaves
{
    [Theory]
    [InlineData("return list;")]
    [InlineData("return list.ToArray();")]
    [InlineData("return list.AsReadOnly();")]
    [InlineData("return new List<Resource>(list);")]
    [InlineData("return flag ? list : null;")]
    [InlineData("return (list, 1);")]
    [InlineData("return list[0];")]
    [InlineData("return list.First();")]
    [InlineData("return list.Select(resource => resource);")]
    [InlineData("_kept = list; return null;")]
    [InlineData("Published = list; return null;")]
    [InlineData("_kept.AddRange(list); return null;")]
    [InlineData("Given.Add(list); return null;")]
    [InlineData("Keep(list); return null;")]
    [InlineData("Console.WriteLine(list); return null;")]
    [InlineData("return new Func<Resource>(() => list[0]);")]
    [InlineData("Resource[] all = [.. list]; return all;")]
    [InlineData("foreach (var resource in list) _kept.Add(resource); return null;")]
    [InlineData("list.Remove(list[0]); return null;")]
    [InlineData("var array = new Resource[1]; list.CopyTo(array); return array;")]
    public Task A_list(string statements) => LeakCode.InClass(
        $$"""
        private List<Resource> _kept = new();
        public IReadOnlyList<Resource>? Published { get; private set; }
        public List<List<Resource>> Given { get; } = new();
        public List<Resource> Kept => _kept;
        private void Keep(List<Resource> list) => _kept = list;
        object? M(bool flag)
        {
            var list = new List<Resource>();
            list.Add(new Resource());
            {{statements}}
        }
        """);

    [Fact]
    public Task Elements_are_yielded() => LeakCode.InClass(
        """
        IEnumerable<Resource> M()
        {
            var list = new List<Resource> { new Resource() };
            foreach (var resource in list)
                yield return resource;
        }
        """);

    [Fact]
    public Task Somebody_elses_collection() => LeakCode.InClass(
        """
        void M(List<Resource> given, Func<List<Resource>> make)
        {
            given.Add(new Resource());
            var made = make();
            made.Add(new Resource());
            var copied = given;
            copied.Add(new Resource());
        }
        """);

    [Fact]
    public Task Borrowed_elements() => LeakCode.InMethod(
        """
        var list = new List<Stream>();
        list.Add(given);
        """);

    [Fact]
    public Task Tasks_and_harmless_elements() => LeakCode.InMethod(
        """
        var tasks = new List<Task> { Task.Run(() => 1) };
        var writers = new List<StringWriter>();
        writers.Add(new StringWriter());
        """);

    [Fact]
    public Task Elements_that_also_belong_to_something_else() => LeakCode.InClass(
        """
        private Resource? _current;
        public Resource? Current => _current;
        void M()
        {
            var list = new List<Resource>();
            var resource = new Resource();
            _current = resource;
            list.Add(resource);
        }
        """);

    [Fact]
    public Task Inner_lists() => LeakCode.InMethod(
        """
        var outer = new List<List<Resource>>();
        outer.Add(new List<Resource> { new Resource() });
        foreach (var inner in outer)
            foreach (var resource in inner)
                resource.Dispose();
        """);

    [Fact]
    public Task Code_that_does_not_compile() => LeakCode.InMethod(
        """
        var list = new List<Resource>();
        list.Add(new Resource());
        list.{|CS1061:Missing|}();
        """);
}
