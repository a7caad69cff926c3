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
