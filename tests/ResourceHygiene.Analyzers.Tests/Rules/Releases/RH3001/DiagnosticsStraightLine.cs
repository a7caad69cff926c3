namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3001;

/// <summary>One release after the other, with nothing in between that could make it right. Only a suggestion, as IDisposable allows it.</summary>
public sealed class DiagnosticsStraightLine
{
    [Fact]
    public Task Disposed_twice() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        resource.Use();
        resource.Dispose();
        {|RH3001:resource.Dispose()|};
        """);

    [Fact]
    public Task Something_else_in_between() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        resource.Dispose();
        Console.WriteLine(path);
        {|RH3001:resource.Dispose()|};
        """);

    [Fact]
    public Task Closed_and_then_disposed() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        stream.ReadByte();
        stream.Close();
        {|RH3001:stream.Dispose()|};
        """);

    [Fact]
    public Task Disposed_and_then_closed() => ReleaseCode.InMethod(
        """
        var writer = new StreamWriter(path);
        writer.WriteLine("text");
        writer.Dispose();
        {|RH3001:writer.Close()|};
        """);

    [Fact]
    public Task Disposed_and_then_disposed_asynchronously() => ReleaseCode.InAsyncMethod(
        """
        var stream = File.OpenRead(path);
        stream.Dispose();
        await {|RH3001:stream.DisposeAsync()|};
        """);

    [Fact]
    public Task Disposed_asynchronously_twice() => ReleaseCode.InAsyncMethod(
        """
        var resource = new AsyncResource();
        await resource.DisposeAsync();
        await {|RH3001:resource.DisposeAsync()|};
        """);

    [Fact]
    public Task A_parameter() => ReleaseCode.InMethod(
        """
        given.Dispose();
        {|RH3001:given.Dispose()|};
        """);

    [Fact]
    public Task A_parameter_of_a_type_parameter() => ReleaseCode.InClass(
        """
        void M<T>(T item) where T : class, IDisposable
        {
            item.Dispose();
            {|RH3001:item.Dispose()|};
        }
        """);

    [Fact]
    public Task An_out_variable() => ReleaseCode.InClass(
        """
        static extern void Open([Owned] out Resource resource);

        void M()
        {
            Open(out var resource);
            resource.Dispose();
            {|RH3001:resource.Dispose()|};
        }
        """);

    [Fact]
    public Task With_a_null_check_that_can_only_succeed() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        resource.Dispose();
        if (resource != null)
            {|RH3001:resource.Dispose()|};
        """);

    [Fact]
    public Task After_conditional_access_that_can_only_succeed() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        resource?.Dispose();
        {|RH3001:resource!.Dispose()|};
        """);

    [Fact]
    public Task In_a_program() => ReleaseCode.InProgram(
        """
        var resource = new Resource();
        resource.Use();
        resource.Dispose();
        {|RH3001:resource.Dispose()|};
        """);

    [Fact]
    public Task In_a_lambda() => ReleaseCode.InMethod(
        """
        Action work = () =>
        {
            var resource = new Resource();
            resource.Dispose();
            {|RH3001:resource.Dispose()|};
        };
        work();
        """);

    [Fact]
    public Task In_a_local_function() => ReleaseCode.InMethod(
        """
        Work();

        static void Work()
        {
            var resource = new Resource();
            resource.Dispose();
            {|RH3001:resource.Dispose()|};
        }
        """);
}
