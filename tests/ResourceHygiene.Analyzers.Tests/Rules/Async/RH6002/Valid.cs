namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6002;

/// <summary>What is awaited, and tasks that are meant to be disposed.</summary>
public sealed class Valid
{
    [Fact]
    public Task Awaited() => AsyncCode.InAsyncMethod(
        """
        using var client = await Work.OpenAsync();
        client.Use();
        """);

    [Fact]
    public Task Awaited_in_a_statement() => AsyncCode.InAsyncMethod(
        """
        using (var client = await Work.OpenAsync().ConfigureAwait(false))
            client.Use();
        """);

    [Fact]
    public Task Its_result() => AsyncCode.InMethod(
        """
        using var client = Work.OpenAsync().Result;
        client.Use();
        """);

    [Fact]
    public Task Its_awaiter_asked() => AsyncCode.InMethod(
        """
        using var client = Work.OpenAsync().GetAwaiter().GetResult();
        client.Use();
        """);

    [Fact]
    public Task A_task_that_is_awaited_and_then_disposed() => AsyncCode.InAsyncMethod(
        """
        using Task pump = Task.Delay(10);
        await pump;
        """);

    [Fact]
    public Task A_task_of_a_resource_that_is_awaited() => AsyncCode.InAsyncMethod(
        """
        using var opening = Work.OpenAsync();
        using var client = await opening;
        client.Use();
        """);

    [Fact]
    public Task A_new_one() => AsyncCode.InMethod(
        """
        using var client = new Client();
        client.Use();
        """);

    [Fact]
    public Task A_task_like_object() => AsyncCode.InMethod(
        """
        using var gate = new SemaphoreSlim(1);
        gate.Wait();
        """);

    [Fact]
    public Task Something_disposable_that_a_task_yields_later() => AsyncCode.InAsyncMethod(
        """
        var opening = Work.OpenAsync();
        using var client = await opening;
        client.Use();
        """);

    [Fact]
    public Task A_null() => AsyncCode.InMethod(
        """
        using (null)
        {
        }
        """);
}
