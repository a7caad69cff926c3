namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>A branch that forgets what the other one releases.</summary>
public sealed class DiagnosticsBranches
{
    [Fact]
    public Task Released_only_if() => LeakCode.InMethod(
        """
        var resource = {|RH1002:new Resource()|};
        resource.Use();
        if (flag)
            resource.Dispose();
        """);

    [Fact]
    public Task Released_only_in_the_else_branch() => LeakCode.InMethod(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
            resource.Use();
        else
            resource.Dispose();
        """);

    [Fact]
    public Task The_last_link_of_a_chain_forgets() => LeakCode.InMethod(
        """
        var resource = {|RH1002:new Resource()|};
        if (path == "a")
            resource.Dispose();
        else if (path == "b")
            resource.Dispose();
        else
            resource.Use();
        """);

    [Fact]
    public Task A_nested_branch_forgets() => LeakCode.InMethod(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
        {
            if (path.Length > 3)
                resource.Dispose();
            else
                resource.Use();
        }
        else
        {
            resource.Dispose();
        }
        """);

    [Fact]
    public Task Both_halves_of_a_condition_must_hold() => LeakCode.InMethod(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag && path.Length > 0)
            resource.Dispose();
        """);

    [Fact]
    public Task Each_branch_releases_another_one() => LeakCode.InMethod(
        """
        var first = {|RH1002:new Resource()|};
        var second = {|RH1002:new Resource()|};
        if (flag)
            first.Dispose();
        else
            second.Dispose();
        """);

    [Fact]
    public Task Only_one_of_two_is_released_everywhere() => LeakCode.InMethod(
        """
        var first = new Resource();
        var second = {|RH1002:new Resource()|};
        if (flag)
            second.Dispose();
        first.Dispose();
        """);

    [Fact]
    public Task A_conditional_expression_of_releases() => LeakCode.InClass(
        """
        static bool Release(Resource resource) { resource.Dispose(); return true; }

        bool M(bool flag)
        {
            var resource = {|RH1002:new Resource()|};
            return flag ? Release(resource) : false;
        }
        """);

    [Fact]
    public Task Short_circuit_skips_the_release() => LeakCode.InClass(
        """
        static bool Release(Resource resource) { resource.Dispose(); return true; }

        bool M(bool flag)
        {
            var resource = {|RH1002:new Resource()|};
            return flag && Release(resource);
        }
        """);

    [Fact]
    public Task The_flag_changes_between_acquisition_and_release() => LeakCode.InMethod(
        """
        Resource? resource = null;
        if (flag)
            resource = {|RH1002:new Resource()|};
        flag = path.Length > 0;
        if (flag)
            resource?.Dispose();
        """);

    [Fact]
    public Task Two_acquisitions_of_which_one_is_forgotten() => LeakCode.InMethod(
        """
        Stream stream;
        if (flag)
        {
            stream = File.OpenRead(path);
            stream.Dispose();
        }
        else
        {
            stream = {|RH1002:File.Create(path)|};
            if (stream.CanSeek)
                stream.Dispose();
        }
        """);

    [Fact]
    public Task Copied_to_another_local_that_is_released_sometimes() => LeakCode.InMethod(
        """
        var first = {|RH1002:new Resource()|};
        var second = first;
        second.Use();
        if (flag)
            second.Dispose();
        """);
}
