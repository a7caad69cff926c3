namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>Asynchronous releases.</summary>
public sealed class DiagnosticsAsync
{
    [Fact]
    public Task Awaited() => ReleaseCode.InAsyncMethod(
        """
        var resource = new AsyncResource();
        await resource.DisposeAsync();
        {|RH3003:resource|}.Use();
        """);

    [Fact]
    public Task Awaited_with_configure_await() => ReleaseCode.InAsyncMethod(
        """
        var stream = File.OpenRead(path);
        await stream.DisposeAsync().ConfigureAwait(false);
        Console.WriteLine({|RH3003:stream|}.Length);
        """);

    [Fact]
    public Task Awaited_later() => ReleaseCode.InAsyncMethod(
        """
        var resource = new AsyncResource();
        var closing = resource.DisposeAsync();
        await closing;
        {|RH3003:resource|}.Use();
        """);

    [Fact]
    public Task Read_from_asynchronously() => ReleaseCode.InAsyncMethod(
        """
        var reader = new StreamReader(path);
        reader.Dispose();
        Console.WriteLine(await {|RH3003:reader|}.ReadLineAsync());
        """);

    [Fact]
    public Task Before_an_await() => ReleaseCode.InAsyncMethod(
        """
        var stream = File.OpenRead(path);
        stream.Dispose();
        await Task.Yield();
        Console.WriteLine({|RH3003:stream|}.Length);
        """);
}
