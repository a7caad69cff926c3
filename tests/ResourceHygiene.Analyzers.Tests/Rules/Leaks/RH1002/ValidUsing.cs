namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Every form of using serves every way out of it.</summary>
public sealed class ValidUsing
{
    [Fact]
    public Task A_statement_with_returns_inside() => LeakCode.InMethod(
        """
        using (var stream = File.OpenRead(path))
        {
            if (stream.Length == 0)
                return;
            stream.ReadByte();
        }
        """);

    [Fact]
    public Task A_declaration_that_may_be_null() => LeakCode.InMethod(
        """
        using var stream = flag ? File.OpenRead(path) : null;
        if (stream is null)
            return;
        stream.ReadByte();
        """);

    [Fact]
    public Task An_existing_variable() => LeakCode.InMethod(
        """
        var stream = File.OpenRead(path);
        using (stream)
        {
            if (flag)
                return;
            stream.ReadByte();
        }
        """);

    [Fact]
    public Task An_existing_variable_that_one_branch_fills() => LeakCode.InMethod(
        """
        Stream? stream = null;
        if (flag)
            stream = File.OpenRead(path);
        using (stream)
            Console.WriteLine(stream?.Length);
        """);

    [Fact]
    public Task Two_variables_in_one_statement() => LeakCode.InMethod(
        """
        using (Stream first = File.OpenRead(path), second = File.OpenRead(path + "2"))
        {
            if (first.Length != second.Length)
                return;
            Console.WriteLine("same");
        }
        """);

    [Fact]
    public Task Await_using_in_both_forms() => LeakCode.InAsyncMethod(
        """
        await using var first = new AsyncResource();
        await using (var second = new AsyncResource())
        {
            if (flag)
                return;
            second.Use();
        }

        first.Use();
        await Task.Yield();
        """);

    [Fact]
    public Task Await_using_with_configure_await() => LeakCode.InAsyncMethod(
        """
        var stream = File.OpenRead(path);
        await using (stream.ConfigureAwait(false))
        {
            if (await stream.ReadAsync(new byte[1]).ConfigureAwait(false) == 0)
                return;
            stream.Flush();
        }
        """);

    [Fact]
    public Task A_declaration_of_a_configured_release() => LeakCode.InAsyncMethod(
        """
        var stream = File.OpenRead(path);
        await using var configured = stream.ConfigureAwait(false);
        if (flag)
            return;
        await stream.FlushAsync();
        """);

    [Fact]
    public Task Assigned_to_a_discard_or_a_variable_in_the_head() => LeakCode.InMethod(
        """
        using (_ = new Resource())
        {
            if (flag)
                return;
        }

        Resource resource;
        using (resource = new Resource())
            resource.Use();
        """);

    [Fact]
    public Task A_second_name_in_using() => LeakCode.InMethod(
        """
        var stream = File.OpenRead(path);
        using Stream owner = stream;
        if (stream.Length == 0)
            return;
        stream.ReadByte();
        """);

    [Fact]
    public Task A_conversion_in_the_head() => LeakCode.InMethod(
        """
        var resource = new Resource();
        using ((IDisposable)resource)
        {
            if (flag)
                throw new InvalidOperationException();
            resource.Use();
        }
        """);

    [Fact]
    public Task As_something_that_may_be_disposable() => LeakCode.InMethod(
        """
        object made = new Resource();
        using (made as IDisposable)
        {
            if (flag)
                return;
            Console.WriteLine(path);
        }
        """);

    [Fact]
    public Task In_a_foreach_and_in_a_lock() => LeakCode.InClass(
        """
        private readonly Lock _gate = new();

        void M(string[] paths)
        {
            lock (_gate)
            {
                foreach (string path in paths)
                {
                    using var stream = File.OpenRead(path);
                    if (stream.Length == 0)
                        break;
                }
            }
        }
        """);
}
