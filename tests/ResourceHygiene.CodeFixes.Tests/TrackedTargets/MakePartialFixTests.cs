using Partial = ResourceHygiene.CodeFixes.Tests.TrackedTargets.TargetFixes<ResourceHygiene.Analyzers.Rules.TrackedTargets.TrackedTargetAnalyzer, ResourceHygiene.CodeFixes.TrackedTargets.MakePartialFix>;

namespace ResourceHygiene.CodeFixes.Tests.TrackedTargets;

/// <summary>The type and all around it become partial.</summary>
public sealed class MakePartialFixTests
{
    [Theory]
    [InlineData("sealed class {|RH8001:Cache|} { }", "sealed partial class Cache { }")]
    [InlineData("class {|RH8001:Cache|} { }", "partial class Cache { }")]
    [InlineData("public record {|RH8001:Cache|};", "public partial record Cache;")]
    [InlineData("public record class {|RH8001:Cache|}(int Size);", "public partial record class Cache(int Size);")]
    public Task A_type(string before, string after) =>
        Partial.Fixes($"[TrackedResource(Type = \"x\")]\n{before}", $"[TrackedResource(Type = \"x\")]\n{after}");

    [Fact]
    public Task Comments_and_attributes_stay() => Partial.Fixes(
        """
        // The cache.
        [Serializable] // for the store
        /* one */ [TrackedResource(Type = "x")] /* two */ class {|RH8001:Cache|} /* three */
        {
        }
        """,
        """
        // The cache.
        [Serializable] // for the store
        /* one */ [TrackedResource(Type = "x")] /* two */ partial class Cache /* three */
        {
        }
        """);

    [Fact]
    public Task The_whole_chain() => Partial.Fixes(
        """
        // Outer.
        class Outer
        {
            internal struct Middle
            {
                [TrackedResource(Type = "x")]
                internal sealed class {|RH8001:{|RH8002:Inner|}|}
                {
                }

                [TrackedResource(Type = "x")]
                internal sealed partial class {|RH8002:Other|}
                {
                }
            }
        }
        """,
        """
        // Outer.
        partial class Outer
        {
            internal partial struct Middle
            {
                [TrackedResource(Type = "x")]
                internal sealed partial class Inner
                {
                }

                [TrackedResource(Type = "x")]
                internal sealed partial class Other
                {
                }
            }
        }
        """);

    [Fact]
    public Task Part_that_forgot_it() => Partial.Fixes(
        """
        [TrackedResource(Type = "x")]
        partial class Two { }
        namespace Media { class Bystander { } }
        class {|RH8001:Two|} { }
        """,
        """
        [TrackedResource(Type = "x")]
        partial class Two { }
        namespace Media { class Bystander { } }
        partial class Two { }
        """,
        "CS0260");

    [Fact]
    public Task Not_two_types_that_share_a_name_by_mistake() => Partial.OffersNothing(
        """
        [TrackedResource(Type = "x")]
        class {|RH8001:Two|} { }
        class Two { }
        """,
        "CS0101");
}
