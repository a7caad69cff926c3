namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>The end of a using is a release like any other.</summary>
public sealed class DiagnosticsUsingEnd
{
    [Fact]
    public Task Of_a_variable_declared_before() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        using (resource)
            resource.Use();
        {|RH3003:resource|}.Use();
        """);

    [Fact]
    public Task Of_a_variable_assigned_in_the_using() => ReleaseCode.InMethod(
        """
        Resource resource;
        using (resource = new Resource())
            resource.Use();
        {|RH3003:resource|}.Use();
        """);

    [Fact]
    public Task Kept_under_another_name() => ReleaseCode.InMethod(
        """
        FileStream kept;
        using (var stream = File.OpenRead(path))
            kept = stream;
        Console.WriteLine({|RH3003:kept|}.Length);
        """);

    [Fact]
    public Task Of_a_declaration_in_a_block() => ReleaseCode.InMethod(
        """
        Resource kept;
        {
            using var resource = new Resource();
            kept = resource;
        }

        {|RH3003:kept|}.Use();
        """);

    [Fact]
    public Task Of_a_parameter() => ReleaseCode.InMethod(
        """
        using (given)
            given.ReadByte();
        {|RH3003:given|}.ReadByte();
        """);

    [Fact]
    public Task Of_an_await_using() => ReleaseCode.InAsyncMethod(
        """
        var resource = new AsyncResource();
        await using (resource)
            resource.Use();
        {|RH3003:resource|}.Use();
        """);

    [Fact]
    public Task Of_an_await_using_with_configure_await() => ReleaseCode.InAsyncMethod(
        """
        var resource = new AsyncResource();
        await using (resource.ConfigureAwait(false))
            resource.Use();
        {|RH3003:resource|}.Use();
        """);

    [Fact]
    public Task Used_in_the_using_after_an_explicit_release() => ReleaseCode.InMethod(
        """
        using var reader = new StreamReader(path);
        reader.Dispose();
        Console.WriteLine({|RH3003:reader|}.ReadLine());
        """);
}
