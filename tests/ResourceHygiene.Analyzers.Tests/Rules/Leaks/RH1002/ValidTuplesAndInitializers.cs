namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>What a tuple, an object or a list takes along goes where it goes.</summary>
public sealed class ValidTuplesAndInitializers
{
    [Fact]
    public Task Both_deconstructed_ones_are_released() => LeakCode.InMethod(
        """
        var (first, second) = (new Resource(), new Resource());
        if (flag)
            first.Use();
        first.Dispose();
        second.Dispose();
        """);

    [Fact]
    public Task A_tuple_of_resources_is_released_by_element() => LeakCode.InMethod(
        """
        (Resource Left, Resource Right) pair = (new Resource(), new Resource());
        if (flag)
            pair.Left.Use();
        pair.Left.Dispose();
        pair.Right.Dispose();
        """);

    [Fact]
    public Task Swapped() => LeakCode.InMethod(
        """
        var small = new Resource { Name = "a" };
        var large = new Resource { Name = path };
        if (large.Name.Length < small.Name.Length)
            (small, large) = (large, small);
        large.Dispose();
        small.Dispose();
        """);

    [Fact]
    public Task A_factory_that_returns_a_pair() => LeakCode.InClass(
        """
        static (Stream, int) Open(string path) => (File.OpenRead(path), 3);

        void M(string path, bool flag)
        {
            var (stream, number) = Open(path);
            if (number == 3)
                stream.Dispose();
        }
        """);

    [Fact]
    public Task An_object_takes_it_along() => LeakCode.InFile(
        """
        sealed class Job { public Stream? Input { get; init; } public List<Stream> All { get; } = new(); }
        class C
        {
            Job? M(string path)
            {
                var stream = File.OpenRead(path);
                if (stream.Length == 0)
                {
                    stream.Dispose();
                    return null;
                }

                return new Job { Input = stream, All = { stream } };
            }
        }
        """);

    [Fact]
    public Task Returned_in_a_collection_expression() => LeakCode.InClass(
        """
        IReadOnlyList<Stream> M(string left, string right)
        {
            var first = File.OpenRead(left);
            if (left == right)
                return [first];
            var second = File.OpenRead(right);
            return [first, second];
        }
        """);

    [Fact]
    public Task A_record_takes_it_along() => LeakCode.InFile(
        """
        sealed record Result(Stream? Content, int Code);
        class C
        {
            Result M(string path)
            {
                var stream = File.OpenRead(path);
                if (stream.Length > 0)
                    return new Result(stream, 200);
                stream.Dispose();
                return new Result(null, 404);
            }
        }
        """);
}
