using ResourceHygiene.CodeFixes.Async;

namespace ResourceHygiene.CodeFixes.Tests.Async;

/// <summary>A task that would outlive its resource is awaited; for that a method becomes async.</summary>
public sealed class AwaitTaskFixTests
{
    [Fact]
    public Task A_method_that_returns_a_value() => Awaited<AwaitTaskFix>.FixesClass(
        """
        Task<string> M(string key)
        {
            using var client = new Client();
            return {|RH6001:client.GetAsync(key)|};
        }
        """,
        """
        async Task<string> M(string key)
        {
            using var client = new Client();
            return await client.GetAsync(key);
        }
        """);

    [Fact]
    public Task A_method_that_returns_none() => Awaited<AwaitTaskFix>.FixesClass(
        """
        public Task M()
        {
            using var client = new Client();
            return {|RH6001:client.RunAsync()|};
        }
        """,
        """
        public async Task M()
        {
            using var client = new Client();
            await client.RunAsync();
        }
        """);

    [Fact]
    public Task Comments_and_attributes_stay() => Awaited<AwaitTaskFix>.FixesClass(
        """
        // Runs it.
        [Obsolete]
        Task M()
        {
            using (var client = new Client())
            {
                // Now.
                return {|RH6001:client.RunAsync()|}; // at last
            }
        }
        """,
        """
        // Runs it.
        [Obsolete]
        async Task M()
        {
            using (var client = new Client())
            {
                // Now.
                await client.RunAsync(); // at last
            }
        }
        """);

    [Fact]
    public Task Every_way_out() => Awaited<AwaitTaskFix>.FixesClass(
        """
        Task M(bool flag, string key)
        {
            using var client = new Client();
            if (key.Length == 0)
                return Task.CompletedTask;
            if (flag)
                return {|RH6001:client.GetAsync(key)|};
            client.Use();
            return {|RH6001:client.RunAsync()|};
        }
        """,
        """
        async Task M(bool flag, string key)
        {
            using var client = new Client();
            if (key.Length == 0)
                return;
            if (flag)
            {
                await client.GetAsync(key);
                return;
            }
            client.Use();
            await client.RunAsync();
        }
        """);

    [Fact]
    public Task In_the_middle_of_a_block() => Awaited<AwaitTaskFix>.FixesClass(
        """
        Task M(bool flag)
        {
            using var client = new Client();
            if (flag)
            {
                client.Use();
                return {|RH6001:client.RunAsync()|};
            }

            client.Use();
            return Task.CompletedTask;
        }
        """,
        """
        async Task M(bool flag)
        {
            using var client = new Client();
            if (flag)
            {
                client.Use();
                await client.RunAsync();
                return;
            }

            client.Use();
            return;
        }
        """);

    [Fact]
    public Task Results_that_are_there_already() => Awaited<AwaitTaskFix>.FixesClass(
        """
        Task<string> M(string key)
        {
            using var client = new Client();
            if (key == "")
                return Task.FromResult("none");
            return {|RH6001:client.GetAsync(key)|};
        }
        """,
        """
        async Task<string> M(string key)
        {
            using var client = new Client();
            if (key == "")
                return "none";
            return await client.GetAsync(key);
        }
        """);

    [Fact]
    public Task A_choice() => Awaited<AwaitTaskFix>.FixesClass(
        """
        Task<string> M(bool flag, string key)
        {
            using var client = new Client();
            return flag ? {|RH6001:client.GetAsync(key)|} : Task.FromResult("");
        }
        """,
        """
        async Task<string> M(bool flag, string key)
        {
            using var client = new Client();
            return await (flag ? client.GetAsync(key) : Task.FromResult(""));
        }
        """);

    [Fact]
    public Task A_variable_that_is_returned() => Awaited<AwaitTaskFix>.FixesClass(
        """
        Task<string> M(string key)
        {
            using var client = new Client();
            var task = {|RH6001:client.GetAsync(key)|};
            return task;
        }
        """,
        """
        async Task<string> M(string key)
        {
            using var client = new Client();
            var task = client.GetAsync(key);
            return await task;
        }
        """);

    [Fact]
    public Task A_value_task() => Awaited<AwaitTaskFix>.FixesClass(
        """
        ValueTask M(string key)
        {
            using var client = new Client();
            return {|RH6001:client.SendAsync(key)|};
        }
        """,
        """
        async ValueTask M(string key)
        {
            using var client = new Client();
            await client.SendAsync(key);
        }
        """);

    [Fact]
    public Task A_local_function() => Awaited<AwaitTaskFix>.FixesClass(
        """
        Task M()
        {
            return Run();

            static Task Run()
            {
                using var client = new Client();
                return {|RH6001:client.RunAsync()|};
            }
        }
        """,
        """
        Task M()
        {
            return Run();

            static async Task Run()
            {
                using var client = new Client();
                await client.RunAsync();
            }
        }
        """);

    [Fact]
    public Task A_lambda() => Awaited<AwaitTaskFix>.FixesClass(
        """
        Func<string, Task<string>> M() => key =>
        {
            using var client = new Client();
            return {|RH6001:client.GetAsync(key)|};
        };
        """,
        """
        Func<string, Task<string>> M() => async key =>
        {
            using var client = new Client();
            return await client.GetAsync(key);
        };
        """);

    [Fact]
    public Task In_a_try_with_a_finally() => Awaited<AwaitTaskFix>.FixesClass(
        """
        Task<string> M(string key)
        {
            var client = new Client();
            try
            {
                return {|RH6001:client.GetAsync(key)|};
            }
            finally
            {
                client.Dispose();
            }
        }
        """,
        """
        async Task<string> M(string key)
        {
            var client = new Client();
            try
            {
                return await client.GetAsync(key);
            }
            finally
            {
                client.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_task_that_is_dropped_in_an_async_method() => Awaited<AwaitTaskFix>.FixesClass(
        """
        async Task M(string key)
        {
            await Task.Yield();
            using var client = new Client();
            _ = {|RH6001:client.GetAsync(key)|};
        }
        """,
        """
        async Task M(string key)
        {
            await Task.Yield();
            using var client = new Client();
            await client.GetAsync(key);
        }
        """);

    [Fact]
    public Task Not_with_a_parameter_that_async_forbids() => Awaited<AwaitTaskFix>.OffersNothingInClass(
        """
        Task M(out int count)
        {
            count = 1;
            using var client = new Client();
            return {|RH6001:client.RunAsync()|};
        }
        """);

    [Fact]
    public Task Not_where_null_is_returned() => Awaited<AwaitTaskFix>.OffersNothingInClass(
        """
        Task? M(bool flag)
        {
            using var client = new Client();
            if (flag)
                return null;
            return {|RH6001:client.RunAsync()|};
        }
        """);

    [Fact]
    public Task Not_in_a_method_without_a_task() => Awaited<AwaitTaskFix>.OffersNothingInClass(
        """
        void M(string key)
        {
            using var client = new Client();
            _ = {|RH6001:client.GetAsync(key)|};
        }
        """);

    [Fact]
    public Task Not_for_what_is_stored() => Awaited<AwaitTaskFix>.OffersNothingInClass(
        """
        private Task? _pending;

        void M(string key)
        {
            using var client = new Client();
            _pending = {|RH6001:client.GetAsync(key)|};
        }
        """);
}
