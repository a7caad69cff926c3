namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6001;

/// <summary>Nobody waits for the task before the scope ends.</summary>
public sealed class DiagnosticsDropped
{
    [Fact]
    public Task In_a_synchronous_method() => AsyncCode.InMethod(
        """
        using var client = new Client();
        {|RH6001:client.GetAsync(path)|};
        """);

    [Fact]
    public Task Discarded() => AsyncCode.InMethod(
        """
        using var client = new Client();
        _ = {|RH6001:client.GetAsync(path)|};
        """);

    [Fact]
    public Task Discarded_in_an_async_method() => AsyncCode.InAsyncMethod(
        """
        await Task.Yield();
        using var client = new Client();
        _ = {|RH6001:client.GetAsync(path)|};
        """);

    [Fact]
    public Task In_a_local_that_nobody_reads() => AsyncCode.InMethod(
        """
        using var client = new Client();
        var task = {|RH6001:client.GetAsync(path)|};
        """);

    [Fact]
    public Task Run_elsewhere() => AsyncCode.InMethod(
        """
        using var client = new Client();
        {|RH6001:Task.Run(() => client.Use())|};
        """);

    [Fact]
    public Task Written_to_a_stream() => AsyncCode.InMethod(
        """
        using var file = File.Create(path);
        _ = {|RH6001:file.WriteAsync(new byte[8], 0, 8)|};
        """);

    [Fact]
    public Task Before_a_release_in_the_same_row() => AsyncCode.InMethod(
        """
        var client = new Client();
        _ = {|RH6001:client.GetAsync(path)|};
        client.Dispose();
        """);

    [Fact]
    public Task Of_a_conditional_call() => AsyncCode.InMethod(
        """
        using var client = flag ? new Client() : null;
        client?{|RH6001:.GetAsync(path)|};
        """);
}
