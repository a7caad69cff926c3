namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Tuples, deconstruction and initializers carry resources without hiding them.</summary>
public sealed class DiagnosticsTuplesAndInitializers
{
    [Fact]
    public Task One_of_two_deconstructed_ones() => LeakCode.InMethod(
        """
        var (first, second) = (new Resource(), {|RH1002:new Resource()|});
        if (flag)
            second.Dispose();
        first.Dispose();
        """);

    [Fact]
    public Task Deconstructed_into_existing_variables() => LeakCode.InMethod(
        """
        Resource first;
        int number;
        (first, number) = ({|RH1002:new Resource()|}, 1);
        if (number == path.Length)
            first.Dispose();
        """);

    [Fact]
    public Task Returned_in_a_tuple_only_if() => LeakCode.InClass(
        """
        (Stream?, int) Open(string path)
        {
            var stream = {|RH1002:File.OpenRead(path)|};
            int first = stream.ReadByte();
            if (first < 0)
                return (null, first);
            return (stream, first);
        }
        """);

    [Fact]
    public Task Made_with_an_object_initializer() => LeakCode.InMethod(
        """
        var resource = {|RH1002:new Resource { Name = path }|};
        if (flag)
            resource.Dispose();
        """);

    [Fact]
    public Task Put_into_an_object_only_if() => LeakCode.InFile(
        """
        sealed class Job { public Stream? Input { get; init; } }
        class C
        {
            Job M(string path)
            {
                var stream = {|RH1002:File.OpenRead(path)|};
                if (stream.Length == 0)
                    return new Job();
                return new Job { Input = stream };
            }
        }
        """);
}
