namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3001;

/// <summary>The same variable, another resource.</summary>
public sealed class ValidReassigned
{
    [Fact]
    public Task Acquired_again() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        resource.Dispose();
        resource = new Resource();
        resource.Use();
        resource.Dispose();
        """);

    [Fact]
    public Task Set_to_null() => ReleaseCode.InMethod(
        """
        Resource? resource = new Resource();
        resource.Use();
        resource.Dispose();
        resource = null;
        Console.WriteLine(path);
        resource?.Dispose();
        """);

    [Fact]
    public Task Acquired_in_each_round() => ReleaseCode.InMethod(
        """
        Resource? resource = null;
        for (int i = 0; i < path.Length; i++)
        {
            resource?.Dispose();
            resource = new Resource();
            resource.Use();
        }

        resource?.Dispose();
        """);

    [Fact]
    public Task Filled_by_an_out_argument() => ReleaseCode.InClass(
        """
        static extern void Open([Owned] out Resource resource);

        void M()
        {
            Open(out var resource);
            resource.Dispose();
            Open(out resource);
            resource.Dispose();
        }
        """);

    [Fact]
    public Task Replaced_through_a_reference() => ReleaseCode.InClass(
        """
        static extern void Reopen(ref Resource resource);

        void M(Resource resource)
        {
            resource.Dispose();
            Reopen(ref resource);
            resource.Dispose();
        }
        """);

    [Fact]
    public Task Swapped() => ReleaseCode.InMethod(
        """
        var first = new Resource();
        var second = new Resource();
        first.Dispose();
        (first, second) = (second, first);
        first.Use();
        first.Dispose();
        """);

    [Fact]
    public Task Swapped_over_a_third() => ReleaseCode.InClass(
        """
        void M(Resource first, Resource second)
        {
            first.Dispose();
            var third = first;
            first = second;
            second = third;
            first.Dispose();
        }
        """);

    [Fact]
    public Task A_copy_of_what_the_variable_held_before() => ReleaseCode.InMethod(
        """
        var current = new Resource();
        var old = current;
        current = new Resource();
        old.Dispose();
        current.Use();
        current.Dispose();
        """);

    [Fact]
    public Task Created_lazily_after_the_release() => ReleaseCode.InMethod(
        """
        Resource? resource = new Resource();
        resource.Dispose();
        resource = null;
        resource ??= new Resource();
        resource.Use();
        resource.Dispose();
        """);

    [Fact]
    public Task A_walk_along_a_list() => ReleaseCode.InFile(
        """
        class Node : Resource { public Node? Next; }
        class C
        {
            void M(Node? node)
            {
                while (node is not null)
                {
                    var next = node.Next;
                    node.Dispose();
                    node = next;
                }
            }
        }
        """);

    [Fact]
    public Task Two_of_the_same_kind() => ReleaseCode.InMethod(
        """
        var first = new Resource();
        var second = new Resource();
        first.Dispose();
        second.Dispose();
        """);
}
