namespace ResourceHygiene.Analyzers.Tests.Rules.Async.RH6002;

/// <summary>A using takes the task instead of what it yields.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task In_a_declaration() => AsyncCode.InAsyncMethod(
        """
        using var client = {|RH6002:Work.OpenAsync()|};
        await Task.Yield();
        """);

    [Fact]
    public Task In_a_statement() => AsyncCode.InAsyncMethod(
        """
        using (var client = {|RH6002:Work.OpenAsync()|})
            await Task.Yield();
        """);

    [Fact]
    public Task Without_a_name() => AsyncCode.InMethod(
        """
        using ({|RH6002:Work.OpenAsync()|})
        {
        }
        """);

    [Fact]
    public Task In_a_synchronous_method() => AsyncCode.InMethod(
        """
        using var client = {|RH6002:Work.OpenAsync()|};
        """);

    [Fact]
    public Task Of_a_variable() => AsyncCode.InMethod(
        """
        var opening = Work.OpenAsync();
        using ({|RH6002:opening|})
        {
        }
        """);

    [Fact]
    public Task With_its_type() => AsyncCode.InMethod(
        """
        using Task<Client> client = {|RH6002:Work.OpenAsync()|};
        """);

    [Fact]
    public Task Of_a_response() => AsyncCode.InClass(
        """
        async Task M(HttpClient http)
        {
            using var response = {|RH6002:http.GetAsync("a")|};
            await Task.Yield();
        }
        """);

    [Fact]
    public Task Of_something_that_yields_no_resource() => AsyncCode.InMethod(
        """
        using ({|RH6002:Work.CountAsync()|})
        {
        }
        """);

    [Fact]
    public Task Of_one_without_a_result() => AsyncCode.InMethod(
        """
        using var wait = {|RH6002:Task.Delay(10)|};
        """);

    [Fact]
    public Task Run_elsewhere() => AsyncCode.InMethod(
        """
        using var running = {|RH6002:Task.Run(() => new Client())|};
        """);

    [Fact]
    public Task In_parentheses() => AsyncCode.InMethod(
        """
        using (var client = ({|RH6002:Work.OpenAsync()|}))
        {
        }
        """);
}
