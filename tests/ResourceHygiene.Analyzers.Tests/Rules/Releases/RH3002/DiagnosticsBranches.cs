namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3002;

/// <summary>One way to the release passes another release.</summary>
public sealed class DiagnosticsBranches
{
    [Fact]
    public Task After_an_if() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
            resource.Dispose();
        {|RH3002:resource.Dispose()|};
        """);

    [Fact]
    public Task After_one_section_of_a_switch() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        switch (path)
        {
            case "close":
                resource.Dispose();
                break;
            case "use":
                resource.Use();
                break;
            default:
                break;
        }

        {|RH3002:resource.Dispose()|};
        """);

    [Fact]
    public Task After_a_nested_if() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
        {
            if (path.Length == 0)
                resource.Dispose();
            else
                resource.Use();
        }

        {|RH3002:resource.Dispose()|};
        """);

    [Fact]
    public Task Under_two_conditions_that_are_not_related() => ReleaseCode.InMethod(
        """
        if (flag)
            given.Dispose();
        if (path.Length == 0)
            {|RH3002:given.Dispose()|};
        """);

    [Fact]
    public Task A_parameter() => ReleaseCode.InMethod(
        """
        if (given.ReadByte() < 0)
            given.Close();
        {|RH3002:given.Dispose()|};
        """);

    [Fact]
    public Task A_field() => ReleaseCode.InClass(
        """
        private FileStream _stream = File.OpenRead("a");

        void M(bool flag)
        {
            if (flag)
                _stream.Dispose();
            {|RH3002:_stream.Dispose()|};
        }
        """);

    [Fact]
    public Task Under_another_name() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        var same = resource;
        if (flag)
            same.Dispose();
        {|RH3002:resource.Dispose()|};
        """);

    [Fact]
    public Task One_of_two_was_chosen() => ReleaseCode.InClass(
        """
        void M(bool flag, Resource first, Resource second)
        {
            var chosen = flag ? first : second;
            chosen.Dispose();
            {|RH3002:first.Dispose()|};
        }
        """);

    [Fact]
    public Task Asynchronously() => ReleaseCode.InAsyncMethod(
        """
        var resource = new AsyncResource();
        if (flag)
            await resource.DisposeAsync();
        await {|RH3002:resource.DisposeAsync()|};
        """);

    [Fact]
    public Task By_a_local_function_on_one_path() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
            Finish();
        {|RH3002:resource.Dispose()|};

        void Finish() => resource.Dispose();
        """);
}
