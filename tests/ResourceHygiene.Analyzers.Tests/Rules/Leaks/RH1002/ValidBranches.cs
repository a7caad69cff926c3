namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Every branch keeps its promise.</summary>
public sealed class ValidBranches
{
    [Fact]
    public Task Both_branches_release() => LeakCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
        {
            resource.Use();
            resource.Dispose();
        }
        else
        {
            resource.Dispose();
        }
        """);

    [Fact]
    public Task Released_after_the_branches_meet() => LeakCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
            resource.Use();
        else
            Console.WriteLine(resource.Name);
        resource.Dispose();
        """);

    [Fact]
    public Task One_branch_releases_the_other_returns_it() => LeakCode.InClass(
        """
        Stream? Open(string path, bool isWanted)
        {
            var stream = File.OpenRead(path);
            if (isWanted)
                return stream;
            stream.Dispose();
            return null;
        }
        """);

    [Fact]
    public Task Acquired_and_released_within_one_branch() => LeakCode.InMethod(
        """
        if (flag)
        {
            var resource = new Resource();
            resource.Use();
            resource.Dispose();
        }
        """);

    [Fact]
    public Task Chosen_by_a_branch_and_released_behind_it() => LeakCode.InMethod(
        """
        Stream stream;
        if (flag)
            stream = File.OpenRead(path);
        else
            stream = File.Create(path);
        stream.ReadByte();
        stream.Dispose();
        """);

    [Fact]
    public Task Released_through_either_of_two_names() => LeakCode.InMethod(
        """
        var first = new Resource();
        var second = first;
        if (flag)
            first.Dispose();
        else
            second.Dispose();
        """);

    [Fact]
    public Task A_helper_that_releases_is_called_on_the_other_branch() => LeakCode.InClass(
        """
        static void Shut(Resource resource) { resource.Use(); resource.Dispose(); }

        void M(bool flag)
        {
            var resource = new Resource();
            if (flag)
                Shut(resource);
            else
                resource.Dispose();
        }
        """);

    [Fact]
    public Task Own_or_borrowed_by_the_same_condition() => LeakCode.InMethod(
        """
        var stream = flag ? File.OpenRead(path) : given;
        stream.ReadByte();
        if (flag)
            stream.Dispose();
        """);
}
