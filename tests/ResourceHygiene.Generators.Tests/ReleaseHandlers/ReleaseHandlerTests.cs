using Verify = ResourceHygiene.Testing.GeneratorVerifier<ResourceHygiene.Generators.ReleaseHandlers.ReleaseHandlerGenerator>;

namespace ResourceHygiene.Generators.Tests.ReleaseHandlers;

/// <summary>What is generated for <c>[ReleaseHandler]</c>.</summary>
public class ReleaseHandlerTests
{
    [Fact]
    public Task Handlers_of_an_assembly_are_registered_in_one_initializer_in_order_of_type() => Verify.VerifyAsync(
        """
        using System.Collections.Generic;
        using ResourceHygiene;

        namespace Media;

        public sealed class SubtitleIndex { }

        internal static class Handlers
        {
            [ReleaseHandler("subtitle_index")]
            internal static ReleaseOutcome ReleaseIndex(SubtitleIndex index, in ReleaseContext context) => ReleaseOutcome.Released();

            [ReleaseHandler("frames")]
            public static ReleaseOutcome ByValue(List<string?> frames, ReleaseContext context) => ReleaseOutcome.Kept("in use");

            internal static class @class
            {
                [ReleaseHandler("\"quoted\"")]
                internal static ReleaseOutcome @do(byte[]? buffer, in ReleaseContext context) => ReleaseOutcome.Released(4);
            }
        }
        """);

    [Fact]
    public Task Asynchronous_handlers_may_return_either_kind_of_task() => Verify.VerifyAsync(
        """
        using System.Threading.Tasks;
        using ResourceHygiene;

        public sealed class Socket { }

        internal static class Handlers
        {
            [ReleaseHandler("a")]
            internal static async ValueTask<ReleaseOutcome> CloseAsync(Socket socket, ReleaseContext context)
            {
                await Task.Yield();
                return ReleaseOutcome.Released();
            }

            [ReleaseHandler("b")]
            internal static Task<ReleaseOutcome> Close(Socket socket, in ReleaseContext context) => Task.FromResult(ReleaseOutcome.Released());
        }
        """);

    [Fact]
    public Task Everything_for_one_class_is_one_handler() => Verify.VerifyAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;
        using ResourceHygiene;

        namespace Media;

        internal sealed class Index
        {
            [ReleaseHandler("index")]
            internal ReleaseOutcome Close(in ReleaseContext context, CancellationToken token) => ReleaseOutcome.Released();

            [Trim("index")]
            internal long Shrink(TrimRequest request, CancellationToken token) => 0;
        }

        internal static class Handlers
        {
            [Offload("index")]
            internal static Task ToHostAsync(Index index, in ReleaseContext context) => Task.CompletedTask;

            [Persist("index"), Offload("other")]
            internal static ValueTask SaveAsync(Index index, ReleaseContext context, CancellationToken token) => default;

            [Trim("other")]
            internal static Task<long> ShrinkAsync(Index? index, in TrimRequest request, CancellationToken token) => Task.FromResult(1L);
        }
        """);

    [Fact]
    public Task Cleaners_are_declared_beside_the_handlers() => Verify.VerifyAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;
        using ResourceHygiene;

        namespace Media;

        internal static class Jobs
        {
            [Cleaner]
            internal static void Tidy(CleanerContext context) { }

            [Cleaner(Name = "\"late\"", Level = CleanupLevel.Low, Priority = -3, After = new[] { "Media.Jobs.Tidy", "other" })]
            internal static Task LaterAsync(CleanerContext context, CancellationToken token) => Task.CompletedTask;

            internal static class @event
            {
                [Cleaner(Level = CleanupLevel.Critical)]
                internal static async ValueTask @do(CleanerContext context) => await Task.Yield();
            }

            [ReleaseHandler("x")]
            internal static ReleaseOutcome End(string text, in ReleaseContext context) => default;
        }
        """);

    [Fact]
    public Task Cleaner_of_instances_runs_on_each_that_is_registered()
    {
        var test = new ResourceHygiene.Testing.GeneratorTest<ResourceHygiene.Generators.ReleaseHandlers.ReleaseHandlerGenerator>
        {
            Sources =
            {
                """
                using System.Threading.Tasks;
                using ResourceHygiene;

                [TrackedResource(Type = "cache")]
                internal partial class Cache
                {
                    [Cleaner]
                    internal void Shrink(CleanerContext context) { }

                    [Cleaner]
                    internal Task ShrinkAsync(in CleanerContext context) => Task.CompletedTask;
                }
                """,
            },
        };
        return test.RunAsync();
    }

    [Fact]
    public void Method_of_a_tracked_class_without_a_type_is_not_registered() => Verify.VerifyNothing(
        """
        using ResourceHygiene;

        [TrackedResource(Type = "cache")]
        internal partial class Cache
        {
            [Trim] internal long Shrink(TrimRequest request) => 0;
        }
        """);

    [Theory]
    [InlineData("internal static class Handlers { ", " ", "}", "One")] // An error of the build; the first stays.
    [InlineData("internal static class First { ", "} internal static class Second { ", "}", "Two")]
    public void Of_two_handlers_for_the_same_one_is_registered(string begin, string between, string end, string registered)
    {
        string text = new ResourceHygiene.Testing.GeneratorTest<ResourceHygiene.Generators.ReleaseHandlers.ReleaseHandlerGenerator>
        {
            Sources =
            {
                "using ResourceHygiene; " + begin
                + "[ReleaseHandler(\"x\")] internal static ReleaseOutcome One(string text, in ReleaseContext context) => default;" + between
                + "[ReleaseHandler(\"x\")] internal static ReleaseOutcome Two(string text, in ReleaseContext context) => default;" + end,
            },
        }.Generate().Values.Single();

        Assert.Equal([registered], new[] { "One", "Two" }.Where(name => text.Contains("." + name + "(", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("[Cleaner] internal static void A(CleanerContext context) { }", "[Cleaner(Priority = 1)] internal static void A(CleanerContext context) { }")]
    [InlineData("[Trim(\"x\")] internal static long A(string text, TrimRequest request) => 0;", "[Trim(\"y\")] internal static long A(string text, TrimRequest request) => 0;")]
    [InlineData("[Persist(\"x\")] internal static void A(string text, ReleaseContext context) { }", "[Offload(\"x\")] internal static void A(string text, ReleaseContext context) { }")]
    public void Edit_of_what_is_registered_regenerates(string before, string after) => Verify.ShouldRegenerate(
        $"using ResourceHygiene; internal static class Jobs {{ {before} }}",
        $"using ResourceHygiene; internal static class Jobs {{ {after} }}");

    [Fact]
    public void Handler_that_returns_a_task_of_something_else_is_left_out() => Verify.VerifyNothing(
        """
        using System.Threading.Tasks;
        using ResourceHygiene;

        public static class Handlers
        {
            [ReleaseHandler("x")] public static Task<int> Wrong(string resource, ReleaseContext context) => Task.FromResult(0);
        }
        """);

    [Fact]
    public void Without_handlers_there_is_no_initializer() => Verify.VerifyNothing("class C { }");

    [Fact]
    public void Handler_with_a_wrong_signature_is_left_out() => Verify.VerifyNothing(
        """
        using ResourceHygiene;

        public static class Handlers
        {
            [ReleaseHandler("x")] public static void Wrong(string resource) { }
        }
        """);

    [Fact]
    public void Renaming_a_handler_regenerates() => Verify.ShouldRegenerate(Handler("One"), Handler("Two"));

    private static string Handler(string name) =>
        $$"""
        using ResourceHygiene;
        public static class Handlers
        {
            [ReleaseHandler("x")] public static ReleaseOutcome {{name}}(string resource, in ReleaseContext context) => ReleaseOutcome.Released();
        }
        """;
}
