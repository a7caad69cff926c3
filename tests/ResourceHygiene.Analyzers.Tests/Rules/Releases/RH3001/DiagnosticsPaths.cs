namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3001;

/// <summary>Whichever way is taken, the resource is released before.</summary>
public sealed class DiagnosticsPaths
{
    [Fact]
    public Task After_both_branches() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
        {
            resource.Dispose();
        }
        else
        {
            resource.Use();
            resource.Dispose();
        }

        {|RH3001:resource.Dispose()|};
        """);

    [Fact]
    public Task After_every_section_of_a_switch() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        switch (path)
        {
            case "a":
                resource.Dispose();
                break;
            default:
                resource.Use();
                resource.Dispose();
                break;
        }

        {|RH3001:resource.Dispose()|};
        """);

    [Fact]
    public Task Before_an_early_return() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
        {
            resource.Dispose();
            {|RH3001:resource.Dispose()|};
            return;
        }

        resource.Dispose();
        """);

    [Fact]
    public Task After_a_finally() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        try
        {
            resource.Use();
        }
        finally
        {
            resource.Dispose();
        }

        {|RH3001:resource.Dispose()|};
        """);

    [Fact]
    public Task Twice_in_a_handler() => ReleaseCode.InMethod(
        """
        try
        {
            given.ReadByte();
        }
        catch (IOException)
        {
            given.Dispose();
            {|RH3001:given.Dispose()|};
            throw;
        }
        """);

    [Fact]
    public Task After_a_using_statement() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        using (resource)
            resource.Use();
        {|RH3001:resource.Dispose()|};
        """);

    [Fact]
    public Task After_an_await_using_statement() => ReleaseCode.InAsyncMethod(
        """
        var resource = new AsyncResource();
        await using (resource)
            resource.Use();
        await {|RH3001:resource.DisposeAsync()|};
        """);

    [Fact]
    public Task Twice_inside_a_using() => ReleaseCode.InMethod(
        """
        using var resource = new Resource();
        resource.Dispose();
        {|RH3001:resource.Dispose()|};
        """);

    [Fact]
    public Task Under_the_same_condition() => ReleaseCode.InMethod(
        """
        if (flag)
            given.Dispose();
        Console.WriteLine(path);
        if (flag)
            {|RH3001:given.Dispose()|};
        """);

    [Fact]
    public Task Inside_a_round_of_a_loop() => ReleaseCode.InMethod(
        """
        foreach (char c in path)
        {
            var resource = new Resource();
            resource.Dispose();
            {|RH3001:resource.Dispose()|};
        }
        """);
}
