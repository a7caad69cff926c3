namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6001;

/// <summary>The task is awaited, but too late.</summary>
public sealed class DiagnosticsStored
{
    [Fact]
    public Task In_a_field() => AsyncCode.InClass(
        """
        private Task? _pending;

        void M(string key)
        {
            using var client = new Client();
            _pending = {|RH6001:client.GetAsync(key)|};
        }
        """);

    [Fact]
    public Task In_a_local_of_the_scope_around() => AsyncCode.InAsyncMethod(
        """
        Task<string> task;
        using (var client = new Client())
        {
            task = {|RH6001:client.GetAsync(path)|};
        }

        await task;
        """);

    [Fact]
    public Task In_a_list_of_the_scope_around() => AsyncCode.InClass(
        """
        async Task M(string[] keys)
        {
            var tasks = new List<Task>();
            foreach (string key in keys)
            {
                using var client = new Client();
                tasks.Add({|RH6001:client.GetAsync(key)|});
            }

            await Task.WhenAll(tasks);
        }
        """);

    [Fact]
    public Task In_an_array_of_the_scope_around() => AsyncCode.InClass(
        """
        async Task M(string[] keys)
        {
            var tasks = new Task[keys.Length];
            for (int i = 0; i < keys.Length; i++)
            {
                using var client = new Client();
                tasks[i] = {|RH6001:client.GetAsync(keys[i])|};
            }

            await Task.WhenAll(tasks);
        }
        """);

    [Fact]
    public Task Made_of_a_service_of_a_scope() => AsyncCode.InClass(
        """
        Task M(IServiceScopeFactory factory)
        {
            using var scope = factory.CreateScope();
            var client = (Client)scope.ServiceProvider.GetService(typeof(Client))!;
            return {|RH6001:client.RunAsync()|};
        }

        public interface IServiceScope : IDisposable { IServiceProvider ServiceProvider { get; } }
        public interface IServiceScopeFactory { IServiceScope CreateScope(); }
        """);
}
