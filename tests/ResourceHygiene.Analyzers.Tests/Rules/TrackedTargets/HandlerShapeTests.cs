using Verify = ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets.TargetTest<ResourceHygiene.Analyzers.Rules.TrackedTargets.TrackedTargetAnalyzer>;

namespace ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets;

/// <summary>Handlers and cleaners in unusual places: either what is generated for them compiles, or the reason is reported once.</summary>
public class HandlerShapeTests
{
    private const string Imports = "using System.Collections.Generic; using System.Diagnostics.CodeAnalysis;\n";

    [Theory]
    [InlineData("[ReleaseHandler(\"x\")] internal static ReleaseOutcome A(this Stream s, in ReleaseContext c) => default;")]
    [InlineData("[Offload(\"x\"), Persist(\"y\")] internal static void A(this Stream s, ReleaseContext c) { }")]
    [InlineData("[Cleaner] internal static partial void A(CleanerContext c); internal static partial void A(CleanerContext c) { }")]
    [InlineData("[ReleaseHandler(\"x\")] internal static ReleaseOutcome A(Outer<int>.Inner o, in ReleaseContext c) => default;")]
    [InlineData("[ReleaseHandler(\"x\")] internal static ReleaseOutcome A(List<dynamic> o, in ReleaseContext c) => default;")]
    [InlineData("[ReleaseHandler(\"x\")] internal static ReleaseOutcome A((int a, string? b)[] o, in ReleaseContext c) => default;")]
    [InlineData("[ReleaseHandler(\"x\")] internal static ReleaseOutcome A(Stream s, in ReleaseContext c) => default; [ReleaseHandler(\"x\")] internal static ReleaseOutcome A(FileStream s, in ReleaseContext c) => default; [Trim(\"x\")] internal static long A(Stream s, TrimRequest r) => 0; [ReleaseHandler(\"y\")] internal static ReleaseOutcome B(Stream s, in ReleaseContext c) => default;")]
    [InlineData("[Cleaner(Name = \"a\")] internal static void A(CleanerContext c) { } [Cleaner] internal static void A(CleanerContext c, CancellationToken t) { }")]
    [InlineData("[ReleaseHandler(\"x\")] internal static ReleaseOutcome A(System.Action<int> s, ReleaseContext c, CancellationToken t = default) => default;")]
    [InlineData("[Trim(\"x\")] internal static long A(string s, scoped in TrimRequest c) => default;")]
    [InlineData("[Cleaner, System.Diagnostics.Conditional(\"X\")] internal static void A(CleanerContext c) { }")]
    [InlineData("[ReleaseHandler(\"x\"), System.Obsolete] internal static ReleaseOutcome A(Stream s, in ReleaseContext c) => default;")]
    [InlineData("[Cleaner, Experimental(\"EXP1\")] internal static void A(CleanerContext c) { }")]
    public Task Handler_that_can_be_called(string member) =>
        Verify.VerifyAsync(Imports + $"static partial class Handlers {{ {member} }} class Outer<T> {{ internal class Inner {{ }} }}");

    [Theory]
    [InlineData("interface IPart { [ReleaseHandler(\"x\")] ReleaseOutcome A(in ReleaseContext c); }")]
    [InlineData("interface IPart { [Cleaner] static void A(CleanerContext c) { } }")]
    [InlineData("abstract class Part { [ReleaseHandler(\"x\")] internal abstract ReleaseOutcome A(in ReleaseContext c); } class Mine : Part { [ReleaseHandler(\"x\")] internal override ReleaseOutcome A(in ReleaseContext c) => default; }")]
    [InlineData("[Experimental(\"EXP1\")] static class Handlers { [Cleaner] internal static void A(CleanerContext c) { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Owner<T> { [Trim] static long Shrink(Owner<T> self, in TrimRequest r) => 0; public Owner() => Track(); }")]
    public Task Handler_in_a_type_of_its_own(string type) => Verify.VerifyAsync(Imports + type);

    [Theory]
    [InlineData("static partial class Handlers { [Cleaner] static partial void {|RH8011:A|}(CleanerContext c); }")]
    [InlineData("interface IPart { [Cleaner] static abstract void {|RH8011:A|}(CleanerContext c); }")]
    [InlineData("interface IPart { [Cleaner] static virtual void {|RH8011:A|}(CleanerContext c) { } }")]
    [InlineData("[System.Obsolete(\"\", true)] static class Handlers { [Cleaner] internal static void {|RH8011:A|}(CleanerContext c) { } }")]
    [InlineData("[System.Obsolete(\"\", true)] class Old { [ReleaseHandler(\"x\")] internal ReleaseOutcome {|RH8012:A|}(in ReleaseContext c) => default; }")]
    [InlineData("static class Handlers { [Trim(\"x\")] internal static long {|RH8011:A|}(string s, ref readonly TrimRequest c) => 0; }")]
    [InlineData("static class Handlers { [Trim(\"x\"), Offload(\"x\")] internal static long {|RH8011:A|}(string s, TrimRequest c) => 0; }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Owner<T> { [Trim] static long {|RH8011:Shrink|}(Owner<int> self, in TrimRequest r) => 0; }")]
    public Task Handler_that_cannot_be_called(string type) => Verify.VerifyAsync(Imports + type);

    [Theory]
    [InlineData("class Part { int P { [Trim] {|RH8011:get|} => 1; } }")]
    [InlineData("class Part { [Cleaner] ~{|RH8011:Part|}() { } }")]
    [InlineData("class Part { [Cleaner] public static Part operator {|RH8011:+|}(Part a, Part b) => a; }")]
    [InlineData("class Part { void M() { [ReleaseHandler(\"x\")] static ReleaseOutcome {|RH8012:Local|}(Stream s, in ReleaseContext c) => default; Local(Stream.Null, default); } }")]
    [InlineData("interface IPart { ReleaseOutcome A(in ReleaseContext c); } class Part : IPart { [ReleaseHandler(\"x\")] ReleaseOutcome IPart.{|RH8012:A|}(in ReleaseContext c) => default; }")]
    [InlineData("interface IPart { long A(TrimRequest r); } [TrackedResource(Type = \"x\")] partial class Part : IPart { [Trim] long IPart.{|RH8011:A|}(TrimRequest r) => 0; public Part() => Track(); }")]
    public Task Mark_on_what_has_no_name_to_be_called_by(string type) => Verify.VerifyAsync(Imports + type);

    [Theory]
    [InlineData("[ReleaseHandler(\"x\")] internal static ReleaseOutcome A(Stream s, in ReleaseContext c) => default; [ReleaseHandler(\"x\")] internal static ReleaseOutcome {|RH8012:B|}(Stream s, in ReleaseContext c) => default;")]
    [InlineData("[ReleaseHandler(\"x\")] static ReleaseOutcome {|RH8012:A|}(Stream s, in ReleaseContext c) => default; [ReleaseHandler(\"x\")] internal static ReleaseOutcome B(Stream s, in ReleaseContext c) => default;")]
    [InlineData("[Trim(\"x\")] internal static long A(string s, TrimRequest r) => 0; [Trim(\"x\")] internal static long {|RH8011:A|}(string s, in TrimRequest r) => 0;")]
    [InlineData("[Cleaner] internal static void A(CleanerContext c) { } [Cleaner] internal static void {|RH8011:A|}(CleanerContext c, CancellationToken t) { }")]
    [InlineData("[Cleaner(Name = \"a\")] internal static void A(CleanerContext c) { } [Cleaner(Name = \"a\")] internal static void {|RH8011:B|}(CleanerContext c) { }")]
    public Task Second_handler_for_the_same(string members) => Verify.VerifyAsync(Imports + $"static class Handlers {{ {members} }}");
}
