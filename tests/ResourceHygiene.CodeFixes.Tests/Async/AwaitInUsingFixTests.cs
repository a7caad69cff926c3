using ResourceHygiene.CodeFixes.Async;

namespace ResourceHygiene.CodeFixes.Tests.Async;

/// <summary>The task is awaited, so that the using gets what it yields.</summary>
public sealed class AwaitInUsingFixTests
{
    [Fact]
    public Task In_a_declaration() => Awaited<AwaitInUsingFix>.FixesClass(
        """
        async Task M()
        {
            using var client = {|RH6002:Work.OpenAsync()|};
            await Task.Yield();
        }
        """,
        """
        async Task M()
        {
            using var client = await Work.OpenAsync();
            await Task.Yield();
        }
        """);

    [Fact]
    public Task In_a_statement() => Awaited<AwaitInUsingFix>.FixesClass(
        """
        async Task M()
        {
            using (var client = {|RH6002:Work.OpenAsync()|})
                await Task.Yield();
        }
        """,
        """
        async Task M()
        {
            using (var client = await Work.OpenAsync())
                await Task.Yield();
        }
        """);

    [Fact]
    public Task Without_a_name() => Awaited<AwaitInUsingFix>.FixesClass(
        """
        async Task M()
        {
            await Task.Yield();
            using ({|RH6002:Work.OpenAsync()|}) // the only one
            {
            }
        }
        """,
        """
        async Task M()
        {
            await Task.Yield();
            using (await Work.OpenAsync()) // the only one
            {
            }
        }
        """);

    [Fact]
    public Task In_a_method_that_returns_a_task() => Awaited<AwaitInUsingFix>.FixesClass(
        """
        Task M()
        {
            using var client = {|RH6002:Work.OpenAsync()|};
            return Task.Delay(10);
        }
        """,
        """
        async Task M()
        {
            using var client = await Work.OpenAsync();
            await Task.Delay(10);
        }
        """);

    [Fact]
    public Task Not_in_a_method_without_a_task() => Awaited<AwaitInUsingFix>.OffersNothingInClass(
        """
        void M()
        {
            using var client = {|RH6002:Work.OpenAsync()|};
        }
        """);

    [Fact]
    public Task Not_where_nothing_to_release_is_yielded() => Awaited<AwaitInUsingFix>.OffersNothingInClass(
        """
        async Task M()
        {
            using var wait = {|RH6002:Task.Delay(10)|};
            await Task.Yield();
        }
        """);
}
