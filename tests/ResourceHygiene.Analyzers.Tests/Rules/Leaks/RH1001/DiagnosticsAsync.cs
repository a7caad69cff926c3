namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>Awaiting a factory acquires what it yields.</summary>
public sealed class DiagnosticsAsync
{
    [Fact]
    public Task Awaited_factory_of_this_class() => LeakCode.InClass(
        """
        static async Task<Stream> OpenAsync(string path) { await Task.Yield(); return File.OpenRead(path); }

        async Task M(string path)
        {
            var stream = await [|OpenAsync(path)|];
            stream.ReadByte();
        }
        """);

    [Fact]
    public Task Awaited_with_configure_await() => LeakCode.InClass(
        """
        static Task<Stream> OpenAsync(string path) => Task.FromResult<Stream>(File.OpenRead(path));

        async Task M(string path)
        {
            var stream = await [|OpenAsync(path)|].ConfigureAwait(false);
            stream.ReadByte();
        }
        """);

    [Fact]
    public Task Blocking_on_the_result() => LeakCode.InClass(
        """
        static async Task<Resource> CreateAsync() { await Task.Yield(); return new Resource(); }

        void M()
        {
            var first = [|CreateAsync()|].Result;
            var second = [|CreateAsync()|].GetAwaiter().GetResult();
            first.Use();
            second.Use();
        }
        """);

    [Fact]
    public Task Value_task_factory() => LeakCode.InClass(
        """
        static async ValueTask<Resource> CreateAsync() { await Task.Yield(); return new Resource(); }

        async Task M()
        {
            var resource = await [|CreateAsync()|];
            resource.Use();
        }
        """);

    [Fact]
    public Task A_task_kept_in_a_local_first() => LeakCode.InClass(
        """
        static async Task<Resource> CreateAsync() { await Task.Yield(); return new Resource(); }

        async Task M()
        {
            var task = [|CreateAsync()|];
            var resource = await task;
            resource.Use();
        }
        """);

    [Fact]
    public Task An_interface_factory() => LeakCode.InClass(
        """
        interface IFactory { Task<Resource> CreateAsync(); }

        async Task M(IFactory factory)
        {
            var resource = await [|factory.CreateAsync()|];
            resource.Use();
        }
        """);

    [Fact]
    public Task Only_asynchronously_disposable() => LeakCode.InAsyncMethod(
        """
        var resource = [|new AsyncResource()|];
        resource.Use();
        await Task.Yield();
        """);
}
