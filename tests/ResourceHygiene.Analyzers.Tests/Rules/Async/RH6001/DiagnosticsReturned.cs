namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6001;

/// <summary>The caller gets a task that works with what the scope releases on the way out.</summary>
public sealed class DiagnosticsReturned
{
    [Fact]
    public Task From_a_using_declaration() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        return {|RH6001:client.GetAsync(path)|};
        """);

    [Fact]
    public Task From_a_using_statement() => AsyncCode.InTaskMethod(
        """
        using (var client = new Client())
        {
            return {|RH6001:client.GetAsync(path)|};
        }
        """);

    [Fact]
    public Task From_a_try_whose_finally_releases() => AsyncCode.InTaskMethod(
        """
        var client = new Client();
        try
        {
            return {|RH6001:client.GetAsync(path)|};
        }
        finally
        {
            client.Dispose();
        }
        """);

    [Fact]
    public Task From_a_try_whose_finally_releases_if_there_is_something() => AsyncCode.InTaskMethod(
        """
        Client? client = null;
        try
        {
            client = new Client();
            return {|RH6001:client.GetAsync(path)|};
        }
        finally
        {
            if (client != null)
                client.Dispose();
        }
        """);

    [Fact]
    public Task A_rented_buffer_that_a_finally_gives_back() => AsyncCode.InTaskMethod(
        """
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64);
        try
        {
            return {|RH6001:given.WriteAsync(buffer, 0, 64)|};
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        """);

    [Fact]
    public Task As_a_value_task() => AsyncCode.InClass(
        """
        ValueTask Send(string text)
        {
            using var client = new Client();
            return {|RH6001:client.SendAsync(text)|};
        }
        """);

    [Fact]
    public Task Converted_to_a_task() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        return {|RH6001:client.SendAsync(path)|}.AsTask();
        """);

    [Fact]
    public Task With_a_continuation() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        return {|RH6001:client.GetAsync(path)|}.ContinueWith(done => done.Result.Length);
        """);

    [Fact]
    public Task Of_one_branch() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        return flag ? {|RH6001:client.GetAsync(path)|} : Task.CompletedTask;
        """);

    [Fact]
    public Task Of_one_arm() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        return path switch
        {
            "" => Task.CompletedTask,
            _ => {|RH6001:client.GetAsync(path)|},
        };
        """);

    [Fact]
    public Task Of_a_later_statement() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        client.Use();
        if (path.Length == 0)
            return Task.CompletedTask;
        return {|RH6001:client.GetAsync(path)|};
        """);

    [Fact]
    public Task Through_a_local() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        var task = {|RH6001:client.GetAsync(path)|};
        return task;
        """);

    [Fact]
    public Task All_of_several() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        return Task.WhenAll({|RH6001:client.GetAsync("a")|}, client.GetAsync("b"));
        """);

    [Fact]
    public Task All_of_an_array() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        return Task.WhenAll(new[] { {|RH6001:client.GetAsync("a")|}, client.GetAsync("b") });
        """);

    [Fact]
    public Task All_of_a_query() => AsyncCode.InClass(
        """
        Task M(string[] keys)
        {
            using var client = new Client();
            return {|RH6001:Task.WhenAll(keys.Select(key => client.GetAsync(key)))|};
        }
        """);

    [Fact]
    public Task As_an_argument_of_another_method() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        return {|RH6001:Work.On(client)|};
        """);

    [Fact]
    public Task In_a_lambda_that_is_run_elsewhere() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        return {|RH6001:Task.Run(() => client.Use())|};
        """);

    [Fact]
    public Task In_a_lambda_that_a_policy_runs() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        return {|RH6001:Work.With(() => client.GetAsync(path))|};
        """);

    [Fact]
    public Task Of_a_part_of_the_resource() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        return {|RH6001:client.Session.PingAsync()|};
        """);

    [Fact]
    public Task Of_something_made_of_the_resource() => AsyncCode.InTaskMethod(
        """
        using var client = new Client();
        var api = new Api(client);
        return {|RH6001:api.CallAsync()|};
        """);

    [Fact]
    public Task Of_a_reader_over_a_stream() => AsyncCode.InClass(
        """
        Task<string> Read(string path)
        {
            using var stream = File.OpenRead(path);
            var reader = new StreamReader(stream);
            return {|RH6001:reader.ReadToEndAsync()|};
        }
        """);

    [Fact]
    public Task Of_a_content_made_for_a_request() => AsyncCode.InClass(
        """
        Task<HttpResponseMessage> Post(HttpClient http, string path)
        {
            using var body = File.OpenRead(path);
            return {|RH6001:http.PostAsync("a", new StreamContent(body))|};
        }
        """);

    [Fact]
    public Task Deserialized_from_a_file() => AsyncCode.InClass(
        """
        ValueTask<int[]?> Load(string path)
        {
            using var file = File.OpenRead(path);
            return {|RH6001:JsonSerializer.DeserializeAsync<int[]>(file)|};
        }
        """);

    [Fact]
    public Task With_a_token_that_is_to_time_out() => AsyncCode.InClass(
        """
        Task Wait(Client client)
        {
            using var source = new CancellationTokenSource(1000);
            return {|RH6001:Task.Delay(5000, source.Token)|};
        }
        """);

    [Fact]
    public Task With_a_token_that_follows_another() => AsyncCode.InClass(
        """
        Task Wait(CancellationToken token)
        {
            using var source = CancellationTokenSource.CreateLinkedTokenSource(token);
            return {|RH6001:Task.Delay(5000, source.Token)|};
        }
        """);

    [Fact]
    public Task From_a_local_function() => AsyncCode.InMethod(
        """
        Load();
        Task Load()
        {
            using var client = new Client();
            return {|RH6001:client.GetAsync("a")|};
        }
        """);

    [Fact]
    public Task From_a_lambda() => AsyncCode.InMethod(
        """
        Func<Task> load = () =>
        {
            using var client = new Client();
            return {|RH6001:client.GetAsync("a")|};
        };
        load();
        """);

    [Fact]
    public Task From_a_using_of_a_parameter() => AsyncCode.InClass(
        """
        Task M(Client client)
        {
            using (client)
                return {|RH6001:client.RunAsync()|};
        }
        """);

    [Fact]
    public Task By_an_async_method_in_source_that_uses_it_after_waiting() => AsyncCode.InClass(
        """
        Task M()
        {
            using var client = new Client();
            return {|RH6001:Later(client)|};
        }

        static async Task Later([Borrowed] Client client)
        {
            await Task.Delay(1);
            client.Use();
        }
        """);

    [Fact]
    public Task Through_a_command_of_a_connection() => AsyncCode.InClass(
        """
        Task<int> M(Func<DbConnection> open)
        {
            using DbConnection connection = open();
            var command = connection.CreateCommand();
            return {|RH6001:command.ExecuteNonQueryAsync()|};
        }
        """);
}
