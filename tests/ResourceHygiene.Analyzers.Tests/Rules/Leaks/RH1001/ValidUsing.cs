namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>Every form of using releases.</summary>
public sealed class ValidUsing
{
    [Fact]
    public Task Using_declaration() => LeakCode.InMethod(
        """
        using var resource = new Resource();
        resource.Use();
        """);

    [Fact]
    public Task Using_statement() => LeakCode.InMethod(
        """
        using (var resource = new Resource())
            resource.Use();
        """);

    [Fact]
    public Task Using_statement_without_a_variable() => LeakCode.InMethod(
        """
        using (new Resource())
            Console.WriteLine(path);
        """);

    [Fact]
    public Task Using_statement_over_a_discard() => LeakCode.InMethod(
        """
        using (_ = new Resource())
            Console.WriteLine(path);
        """);

    [Fact]
    public Task Using_statement_over_an_existing_local() => LeakCode.InMethod(
        """
        var resource = new Resource();
        using (resource)
            resource.Use();
        """);

    [Fact]
    public Task Using_statement_over_an_assignment() => LeakCode.InMethod(
        """
        Resource resource;
        using (resource = new Resource())
            resource.Use();
        """);

    [Fact]
    public Task Several_declarators() => LeakCode.InMethod(
        """
        using Resource first = new(), second = new();
        first.Use();
        """);

    [Fact]
    public Task Using_over_a_choice() => LeakCode.InMethod(
        """
        using var stream = flag ? File.OpenRead(path) : null;
        using var other = flag ? new Resource() : throw new InvalidOperationException();
        stream?.ReadByte();
        """);

    [Fact]
    public Task Using_over_a_cast() => LeakCode.InMethod("using var resource = (IDisposable)new Resource();");

    [Fact]
    public Task Await_using_declaration() => LeakCode.InAsyncMethod(
        """
        await using var resource = new AsyncResource();
        resource.Use();
        """);

    [Fact]
    public Task Await_using_with_configure_await() => LeakCode.InAsyncMethod(
        """
        var resource = new AsyncResource();
        await using (resource.ConfigureAwait(false))
            resource.Use();
        """);

    [Fact]
    public Task Await_using_over_a_configured_temporary() => LeakCode.InAsyncMethod("await using var configured = new AsyncResource().ConfigureAwait(false);");

    [Fact]
    public Task Await_using_of_an_awaited_factory() => LeakCode.InClass(
        """
        static async Task<AsyncResource> CreateAsync() { await Task.Yield(); return new AsyncResource(); }

        async Task M()
        {
            await using var resource = await CreateAsync().ConfigureAwait(false);
            resource.Use();
        }
        """);

    [Fact]
    public Task Using_of_a_ref_struct() => LeakCode.InFile(
        """
        ref struct Scope
        {
            private int _depth;
            public Scope(int depth) => _depth = depth;
            public void Dispose() => _depth = 0;
        }
        class C
        {
            void M()
            {
                using var scope = new Scope(1);
            }
        }
        """);
}
