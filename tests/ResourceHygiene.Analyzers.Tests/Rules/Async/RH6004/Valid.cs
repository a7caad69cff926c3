namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6004;

/// <summary>The delegate is gone before the resource, or nobody knows.</summary>
public sealed class Valid
{
    [Fact]
    public Task Unsubscribed() => AsyncCode.InClass(
        """
        void M(Publisher publisher)
        {
            using var client = new Client();
            EventHandler handler = (_, _) => client.Use();
            publisher.Changed += handler;
            publisher.Raise();
            publisher.Changed -= handler;
        }
        """);

    [Fact]
    public Task Unsubscribed_in_a_finally() => AsyncCode.InClass(
        """
        void M(Publisher publisher)
        {
            using var client = new Client();
            void OnChanged(object? sender, EventArgs e) => client.Use();
            publisher.Changed += OnChanged;
            try
            {
                publisher.Raise();
            }
            finally
            {
                publisher.Changed -= OnChanged;
            }
        }
        """);

    [Fact]
    public Task To_an_event_of_the_resource_itself() => AsyncCode.InClass(
        """
        void M()
        {
            using var client = new Client();
            client.Received += (_, _) => client.Use();
            client.Raise();
        }
        """);

    [Fact]
    public Task To_an_event_of_a_local() => AsyncCode.InClass(
        """
        void M()
        {
            var publisher = new Publisher();
            using var client = new Client();
            publisher.Changed += (_, _) => client.Use();
            publisher.Raise();
        }
        """);

    [Fact]
    public Task To_an_event_of_another_resource_of_the_scope() => AsyncCode.InClass(
        """
        void M()
        {
            using var first = new Client();
            using var second = new Client();
            second.Received += (_, _) => first.Use();
            second.Raise();
        }
        """);

    [Fact]
    public Task That_waits_for_the_handler() => AsyncCode.InClass(
        """
        void M(Publisher publisher)
        {
            using var done = new ManualResetEventSlim();
            publisher.Changed += (_, _) => done.Set();
            publisher.Raise();
            done.Wait();
        }
        """);

    [Fact]
    public Task That_stops_the_program() => AsyncCode.InClass(
        """
        async Task Run()
        {
            using var stop = new CancellationTokenSource();
            Console.CancelKeyPress += (_, e) => stop.Cancel();
            await Task.Delay(-1, stop.Token);
        }
        """);

    [Fact]
    public Task In_Main() => AsyncCode.InClass(
        """
        static void Main()
        {
            using var client = new Client();
            Publisher.Global += (_, _) => client.Use();
        }
        """);

    [Fact]
    public Task In_a_program() => AsyncCode.InProgram(
        """
        using var client = new Client();
        Publisher.Global += (_, _) => client.Use();
        """);

    [Fact]
    public Task Called_at_once() => AsyncCode.InClass(
        """
        void M(string[] keys)
        {
            using var client = new Client();
            Array.ForEach(keys, key => client.Get(key));
        }
        """);

    [Fact]
    public Task A_query_that_is_run() => AsyncCode.InClass(
        """
        List<string> M(string[] keys)
        {
            using var client = new Client();
            return keys.Select(key => client.Get(key)).ToList();
        }
        """);

    [Fact]
    public Task A_query_in_a_local_that_is_run() => AsyncCode.InClass(
        """
        string[] M(string[] keys)
        {
            using var client = new Client();
            var values = keys.Select(key => client.Get(key));
            return values.ToArray();
        }
        """);

    [Fact]
    public Task A_lambda_in_a_local_that_is_called() => AsyncCode.InClass(
        """
        string M(string key)
        {
            using var client = new Client();
            Func<string> get = () => client.Get(key);
            return get();
        }
        """);

    [Fact]
    public Task A_local_function_that_is_called() => AsyncCode.InClass(
        """
        string M(string key)
        {
            using var client = new Client();
            return Get();

            string Get() => client.Get(key);
        }
        """);

    [Fact]
    public Task An_option_of_an_object_that_was_passed_in() => AsyncCode.InClass(
        """
        void M(Publisher publisher)
        {
            using var client = new Client();
            publisher.Callback = () => client.Use();
            publisher.Raise();
        }
        """);

    [Fact]
    public Task A_field_that_is_reset() => AsyncCode.InClass(
        """
        private Action? _use;

        void M()
        {
            using var client = new Client();
            _use = () => client.Use();
            try
            {
                _use();
            }
            finally
            {
                _use = null;
            }
        }
        """);

    [Fact]
    public Task A_work_item_that_is_waited_for() => AsyncCode.InClass(
        """
        void M()
        {
            using var client = new Client();
            using var done = new ManualResetEvent(false);
            ThreadPool.QueueUserWorkItem(_ => { client.Use(); done.Set(); });
            done.WaitOne();
        }
        """);

    [Fact]
    public Task That_only_asks_for_the_name() => AsyncCode.InClass(
        """
        Func<string> M()
        {
            using var client = new Client();
            return () => nameof(client);
        }
        """);

    [Fact]
    public Task A_delegate_that_captured_something_else() => AsyncCode.InClass(
        """
        Func<string> M(string key)
        {
            using var client = new Client();
            string value = client.Get(key);
            return () => value;
        }
        """);

    [Fact]
    public Task A_delegate_that_releases_the_resource() => AsyncCode.InClass(
        """
        Action M(Publisher publisher)
        {
            var client = new Client();
            publisher.Changed += (_, _) => client.Dispose();
            return () => client.Dispose();
        }
        """);

    [Fact]
    public Task A_timer_of_the_scope() => AsyncCode.InClass(
        """
        void M()
        {
            using var client = new Client();
            using var timer = new Timer(_ => client.Use(), null, 0, 1000);
            Thread.Sleep(1000);
        }
        """);

    [Fact]
    public Task A_lambda_of_an_unknown_method() => AsyncCode.InClass(
        """
        void M(Action<Action> run)
        {
            using var client = new Client();
            run(() => client.Use());
        }
        """);

    [Fact]
    public Task A_work_item_that_is_given_time() => AsyncCode.InMethod(
        """
        using var client = new Client();
        ThreadPool.QueueUserWorkItem(_ => client.Use());
        Thread.Sleep(1000);
        """);
}
