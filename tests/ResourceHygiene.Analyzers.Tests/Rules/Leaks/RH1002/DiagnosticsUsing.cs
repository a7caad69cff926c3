namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>A using that not every path reaches.</summary>
public sealed class DiagnosticsUsing
{
    [Fact]
    public Task A_way_out_between_the_acquisition_and_the_using() => LeakCode.InMethod(
        """
        var stream = {|RH1002:File.OpenRead(path)|};
        if (flag)
            return;
        using (stream)
            stream.ReadByte();
        """);

    [Fact]
    public Task A_using_in_one_branch() => LeakCode.InMethod(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
        {
            using (resource)
                resource.Use();
        }
        else
        {
            resource.Use();
        }
        """);

    [Fact]
    public Task A_using_declaration_in_one_branch() => LeakCode.InMethod(
        """
        var resource = {|RH1002:new Resource()|};
        if (flag)
        {
            using var owner = resource;
            owner.Use();
        }
        """);

    [Fact]
    public Task An_await_using_in_one_branch() => LeakCode.InAsyncMethod(
        """
        var resource = {|RH1002:new AsyncResource()|};
        if (flag)
        {
            await using (resource.ConfigureAwait(false))
                resource.Use();
        }
        """);

    [Fact]
    public Task Inside_the_using_of_something_else() => LeakCode.InMethod(
        """
        using var outer = new Resource();
        var inner = {|RH1002:File.OpenRead(path)|};
        if (inner.Length == 0)
            return;
        inner.Dispose();
        """);
}
