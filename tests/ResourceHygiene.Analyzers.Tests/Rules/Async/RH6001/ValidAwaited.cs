namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6001;

/// <summary>The task is done before the resource is released.</summary>
public sealed class ValidAwaited
{
    [Fact]
    public Task Returned_with_await() => AsyncCode.InAsyncMethod(
        """
        using var client = new Client();
        await client.GetAsync(path);
        """);

    [Fact]
    public Task Returned_with_await_of_its_value() => AsyncCode.InClass(
        """
        async Task<string> M(string key)
        {
            using var client = new Client();
            return await client.GetAsync(key);
        }
        """);

    [Fact]
    public Task Awaited_without_context() => AsyncCode.InAsyncMethod(
        """
        using var client = new Client();
        await client.GetAsync(path).ConfigureAwait(false);
        """);

    [Fact]
    public Task Awaited_through_a_local() => AsyncCode.InAsyncMethod(
        """
        using var client = new Client();
        var task = client.GetAsync(path);
        client.Use();
        await task;
        """);

    [Fact]
    public Task All_awaited() => AsyncCode.InAsyncMethod(
        """
        using var client = new Client();
        var first = client.GetAsync("a");
        var second = client.GetAsync("b");
        await Task.WhenAll(first, second);
        """);

    [Fact]
    public Task A_list_that_is_awaited() => AsyncCode.InClass(
        """
        async Task M(string[] keys)
        {
            using var client = new Client();
            var tasks = new List<Task>();
            foreach (string key in keys)
                tasks.Add(client.GetAsync(key));
            await Task.WhenAll(tasks);
        }
        """);

    [Fact]
    public Task A_query_that_is_awaited() => AsyncCode.InClass(
        """
        async Task M(string[] keys)
        {
            using var client = new Client();
            await Task.WhenAll(keys.Select(key => client.GetAsync(key)));
        }
        """);

    [Fact]
    public Task A_query_in_a_local_that_is_awaited() => AsyncCode.InClass(
        """
        async Task M(string[] keys)
        {
            using var client = new Client();
            var tasks = keys.Select(key => client.GetAsync(key)).ToArray();
            await Task.WhenAll(tasks);
        }
        """);

    [Fact]
    public Task Waited_for() => AsyncCode.InMethod(
        """
        using var client = new Client();
        client.GetAsync(path).Wait();
        """);

    [Fact]
    public Task Its_result_taken() => AsyncCode.InClass(
        """
        string M(string key)
        {
            using var client = new Client();
            return client.GetAsync(key).Result;
        }
        """);

    [Fact]
    public Task Its_awaiter_asked() => AsyncCode.InClass(
        """
        string M(string key)
        {
            using var client = new Client();
            return client.GetAsync(key).GetAwaiter().GetResult();
        }
        """);

    [Fact]
    public Task Its_result_wrapped() => AsyncCode.InClass(
        """
        Task<string> M(string key)
        {
            using var client = new Client();
            return Task.FromResult(client.GetAsync(key).Result);
        }
        """);

    [Fact]
    public Task A_task_that_is_asked_for_in_a_loop() => AsyncCode.InAsyncMethod(
        """
        using var client = new Client();
        var task = client.GetAsync(path);
        while (!task.IsCompleted)
            await Task.Delay(10);
        """);

    [Fact]
    public Task Awaited_in_the_field_that_keeps_it() => AsyncCode.InClass(
        """
        private Task _pending = Task.CompletedTask;

        async Task M(string key)
        {
            using var client = new Client();
            _pending = client.GetAsync(key);
            await _pending;
        }
        """);

    [Fact]
    public Task A_server_that_is_stopped() => AsyncCode.InAsyncMethod(
        """
        using var client = new Client();
        _ = client.RunAsync();
        await Task.Delay(1000);
        await client.StopAsync();
        """);

    [Fact]
    public Task A_thread_pool_task_that_is_signalled() => AsyncCode.InMethod(
        """
        using var client = new Client();
        using var done = new ManualResetEvent(false);
        Task.Run(() => { client.Use(); done.Set(); });
        done.WaitOne();
        """);

    [Fact]
    public Task A_pump_that_ends_with_the_other_side() => AsyncCode.InAsyncMethod(
        """
        using var client = new Client();
        _ = Task.Run(() => client.Use());
        await Task.Delay(1);
        """);

    [Fact]
    public Task Awaited_in_a_try_with_finally() => AsyncCode.InAsyncMethod(
        """
        var client = new Client();
        try
        {
            await client.GetAsync(path);
        }
        finally
        {
            client.Dispose();
        }
        """);

    [Fact]
    public Task Awaited_before_the_release_in_the_row() => AsyncCode.InAsyncMethod(
        """
        var client = new Client();
        var task = client.GetAsync(path);
        await task;
        client.Dispose();
        """);

    [Fact]
    public Task Whatever_comes_first_of_several() => AsyncCode.InAsyncMethod(
        """
        using var client = new Client();
        var work = client.GetAsync(path);
        if (await Task.WhenAny(work, Task.Delay(100)) != work)
            return;
        """);

    [Fact]
    public Task A_response_that_runs_beside_the_request() => AsyncCode.InAsyncMethod(
        """
        using var server = new Client();
        using var client = new Client();
        var request = client.GetAsync(path);
        _ = server.SendAsync(path);
        await request;
        """);

    [Fact]
    public Task A_reaction_that_runs_beside_a_wait() => AsyncCode.InMethod(
        """
        using var client = new Client();
        using var gate = new SemaphoreSlim(0);
        Task.Delay(10).ContinueWith(_ => client.Use());
        Run(gate.Wait);

        static void Run(Action action) => action();
        """);

    [Fact]
    public Task Ended_by_a_release_in_the_same_row() => AsyncCode.InAsyncMethod(
        """
        var client = new Client();
        var task = client.GetAsync(path);
        client.Dispose();
        await task;
        """);

    [Fact]
    public Task Returned_from_a_using_whose_release_does_nothing() => AsyncCode.InClass(
        """
        sealed class Handler : IDisposable
        {
            public Task<int> ReadAsync() => Task.FromResult(1);
            public void Dispose() { }
        }
        Task<int> M()
        {
            using var handler = new Handler();
            return handler.ReadAsync();
        }
        """);
}
