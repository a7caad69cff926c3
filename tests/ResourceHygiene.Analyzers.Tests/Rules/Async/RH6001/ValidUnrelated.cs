namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6001;

/// <summary>The task does not work with the resource, or is complete.</summary>
public sealed class ValidUnrelated
{
    [Fact]
    public Task Completed() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        client.Use();
        return Task.CompletedTask;
        """);

    [Fact]
    public Task From_a_result_that_was_read_before() => AsyncCode.InClass(
        """
        Task<string> M(string key)
        {
            using var client = new Client();
            return Task.FromResult(client.Get(key));
        }
        """);

    [Fact]
    public Task Of_a_text_that_was_read_from_it() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        return Work.WithText(client.Get(path));
        """);

    [Fact]
    public Task Of_a_name_that_was_read_from_it() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        return Work.WithText(client.Name);
        """);

    [Fact]
    public Task Of_something_else() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        client.Use();
        return Task.Delay(10);
        """);

    [Fact]
    public Task Of_another_resource() => AsyncCode.InClass(
        """
        Task M(Client other)
        {
            using var client = new Client();
            client.Use();
            return other.GetAsync("a");
        }
        """);

    [Fact]
    public Task By_a_method_that_takes_it_over() => AsyncCode.InClass(
        """
        Task M(Client client)
        {
            try
            {
                return Work.Own(client);
            }
            finally
            {
                client?.Dispose();
            }
        }
        """);

    [Fact]
    public Task Of_a_stream_in_memory() => AsyncCode.InTaskMethod(
        """
        using var memory = new MemoryStream();
        return memory.WriteAsync(new byte[8], 0, 8);
        """);

    [Fact]
    public Task Before_the_using() => AsyncCode.InTaskMethod(
        """
        var client = new Client();
        if (flag)
            return client.GetAsync(path);
        using (client)
            client.Use();
        return Task.CompletedTask;
        """);

    [Fact]
    public Task Under_a_lock_that_has_no_part_in_it() => AsyncCode.InClass(
        """
        private readonly Client _client = new();
        private readonly Gate _gate = new();

        Task M()
        {
            using (_gate.Enter())
                return _client.RunAsync();
        }

        sealed class Gate { public extern IDisposable Enter(); }
        """);

    [Fact]
    public Task Under_a_lock_that_has_a_name() => AsyncCode.InClass(
        """
        private readonly Client _client = new();
        private readonly Gate _gate = new();

        Task M()
        {
            using var entered = _gate.Enter();
            return _client.RunAsync();
        }

        sealed class Gate { public extern IDisposable Enter(); }
        """);

    [Fact]
    public Task With_the_token_of_a_source_that_only_it_cancels() => AsyncCode.InClass(
        """
        Task M()
        {
            using var source = new CancellationTokenSource();
            return Task.Delay(10, source.Token);
        }
        """);

    [Fact]
    public Task By_a_method_in_source_that_is_done_when_it_returns() => AsyncCode.InClass(
        """
        Task M()
        {
            using var client = new Client();
            return Now(client);
        }

        static Task Now(Client client)
        {
            client.Use();
            return Task.CompletedTask;
        }
        """);

    [Fact]
    public Task By_an_async_method_in_source_that_uses_it_before_waiting() => AsyncCode.InClass(
        """
        Task M()
        {
            using var client = new Client();
            return First(client);
        }

        static async Task First(Client client)
        {
            client.Use();
            await Task.Delay(1);
        }
        """);

    [Fact]
    public Task By_an_async_method_in_source_that_never_waits() => AsyncCode.InClass(
        """
        Task M()
        {
            using var client = new Client();
            return Never(client);
        }

        #pragma warning disable CS1998
        static async Task Never(Client client) => client.Use();
        """);

    [Fact]
    public Task A_dictionary_entry_is_no_task() => AsyncCode.InClass(
        """
        private readonly List<string> _names = new();

        void M(string key)
        {
            using var client = new Client();
            _names.Add(client.Get(key));
        }
        """);

    [Fact]
    public Task A_task_that_is_handed_to_who_waits_for_it() => AsyncCode.InClass(
        """
        async Task M(string key)
        {
            using var client = new Client();
            await Show(client.GetAsync(key));
        }

        static async Task Show(Task task) => await task;
        """);

    [Fact]
    public Task In_a_lambda_whose_caller_waits() => AsyncCode.InClass(
        """
        async Task M(string key)
        {
            using var client = new Client();
            await Work.With(() => client.GetAsync(key));
        }
        """);

    [Fact]
    public Task Of_a_resource_that_is_released_when_the_task_is_done() => AsyncCode.InClass(
        """
        Task M(string key)
        {
            var client = new Client();
            return client.GetAsync(key).ContinueWith(_ => client.Dispose());
        }
        """);

    [Fact]
    public Task A_finally_that_releases_only_after_failure() => AsyncCode.InClass(
        """
        Task M(string key)
        {
            var client = new Client();
            bool started = false;
            try
            {
                Task task = client.GetAsync(key);
                started = true;
                return task;
            }
            finally
            {
                if (!started)
                    client.Dispose();
            }
        }
        """);
}
