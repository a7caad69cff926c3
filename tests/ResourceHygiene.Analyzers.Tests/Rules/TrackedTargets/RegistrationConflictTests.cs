using Verify = ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets.TargetTest<ResourceHygiene.Analyzers.Rules.TrackedTargets.RegistrationConflictAnalyzer>;

namespace ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets;

/// <summary>RH8019: two types that register a method for the same.</summary>
public class RegistrationConflictTests
{
    private const string Release = "internal static ReleaseOutcome {0}(string text, in ReleaseContext context) => ReleaseOutcome.Released();";

    [Fact]
    public Task Handlers_of_two_types_for_one_class() => Verify.VerifyAsync(
        $$"""
        static class A { [ReleaseHandler("x")] {{Handler("{|RH8019:Free|}")}} }
        static class B { [ReleaseHandler("x")] {{Handler("Free")}} }
        """);

    [Fact]
    public Task All_but_the_last_of_several() => Verify.VerifyAsync(
        $$"""
        static class C { [ReleaseHandler("x")] {{Handler("{|RH8019:Free|}")}} }
        static class D { [ReleaseHandler("x")] {{Handler("Free")}} }
        static class B { [ReleaseHandler("x")] {{Handler("{|RH8019:Free|}")}} }
        """);

    [Fact]
    public Task Method_of_the_class_itself_beside_a_static_one() => Verify.VerifyAsync(
        """
        class Index { [ReleaseHandler("x")] internal ReleaseOutcome {|RH8019:Close|}(in ReleaseContext context) => ReleaseOutcome.Released(); }
        static class B { [ReleaseHandler("x")] internal static ReleaseOutcome Free(Index index, in ReleaseContext context) => ReleaseOutcome.Released(); }
        """);

    [Fact]
    public Task Trim_methods_for_one_class() => Verify.VerifyAsync(
        """
        static class A { [Trim("x")] internal static long {|RH8019:Shrink|}(string text, TrimRequest request) => 0; }
        static class B { [Trim("x")] internal static long Shrink(string text, TrimRequest request) => 0; }
        """);

    [Fact]
    public Task Cleaners_of_one_name() => Verify.VerifyAsync(
        """
        static class A { [Cleaner(Name = "tidy")] internal static void One(CleanerContext context) { } }
        static class B { [Cleaner(Name = "tidy")] internal static void {|RH8019:Two|}(CleanerContext context) { } }
        """);

    [Fact]
    public Task Handlers_for_different_types_classes_or_ends_are_no_conflict() => Verify.VerifyAsync(
        $$"""
        static class A { [ReleaseHandler("x")] {{Handler("Free")}} [Cleaner] internal static void Tidy(CleanerContext context) { } }
        static class B { [ReleaseHandler("y")] {{Handler("Free")}} [Cleaner] internal static void Tidy(CleanerContext context) { } }
        static class C { [ReleaseHandler("x")] internal static ReleaseOutcome Free(Index index, in ReleaseContext context) => ReleaseOutcome.Released(); }
        static class D { [Trim("x")] internal static long Shrink(string text, TrimRequest request) => 0; }
        class Index { }
        """);

    [Fact]
    public Task Capabilities_of_tracked_classes_are_their_own() => Verify.VerifyAsync(
        """
        [TrackedResource(Type = "x")] partial class A { public A() => Track(); [Trim] long Shrink(TrimRequest request) => 0; }
        [TrackedResource(Type = "x")] partial class B { public B() => Track(); [Trim] long Shrink(TrimRequest request) => 0; }
        """);

    [Fact]
    public Task What_cannot_be_registered_takes_nobodys_place() => Verify.VerifyAsync(
        $$"""
        static class A { [ReleaseHandler("x")] {{Handler("Free")}} }
        static class B { [ReleaseHandler("x")] private static void Free(string text) { } }
        """);

    [Fact]
    public Task Conflict_within_one_type_is_told_there() => Verify.VerifyAsync(
        $$"""
        static class A { [ReleaseHandler("x")] {{Handler("Free")}} [ReleaseHandler("x")] {{Handler("Close")}} }
        """);

    [Fact]
    public Task Types_in_namespaces_in_types_and_in_several_parts() => Verify.VerifyAsync(
        $$"""
        namespace N.@event
        {
            partial class Outer { internal static partial class A { [ResourceHygiene.ReleaseHandlerAttribute("x")] {{Handler("{|RH8019:Free|}")}} } }
            partial class Outer { internal static partial class A { [ReleaseHandler("y")] {{Handler("Close")}} } }
        }
        namespace N.Z { static class B { [ReleaseHandler("x")] {{Handler("@Free")}} [ReleaseHandler("z")] {{Handler("Other")}} } }
        """);

    [Fact]
    public void Is_told_as_one_writes() => Assert.DoesNotContain(
        new ResourceHygiene.Analyzers.Rules.TrackedTargets.RegistrationConflictAnalyzer().SupportedDiagnostics,
        static rule => rule.CustomTags.Contains(Microsoft.CodeAnalysis.WellKnownDiagnosticTags.CompilationEnd));

    [Theory]
    [InlineData(
        "static class Here { [ReleaseHandler(\"x\")] internal static ReleaseOutcome {|#0:Free|}(string s, in ReleaseContext c) => ReleaseOutcome.Released(); } static class There { [ReleaseHandler(\"x\")] internal static ReleaseOutcome Free(string s, in ReleaseContext c) => ReleaseOutcome.Released(); }",
        "[ReleaseHandler] method 'Here.Free' is never called, as 'There.Free' is for the same resource type and class; keep one")]
    [InlineData(
        "static class Here { [Cleaner(Name = \"a\")] internal static void Tidy(CleanerContext c) { } } static class There { [Cleaner(Name = \"a\")] internal static void {|#0:Tidy|}(CleanerContext c) { } }",
        "[Cleaner] method 'There.Tidy' is never called, as 'Here.Tidy' has the same name; set another Name")]
    public Task Message_names_both(string source, string message) => Verify.VerifyMessageAsync(source, "RH8019", message);

    private static string Handler(string name) => Release.Replace("{0}", name, StringComparison.Ordinal);
}
