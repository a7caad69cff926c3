using Verify = ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets.TargetTest<ResourceHygiene.Analyzers.Rules.TrackedTargets.TrackedTargetAnalyzer>;

namespace ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets;

/// <summary>Where each rule about a target points; its words are in <see cref="TrackedTargetMessageTests"/>.</summary>
public class TrackedTargetDiagnosticsTests
{
    [Theory]
    [InlineData("[TrackedResource(Type = \"x\")] sealed class {|RH8001:Plain|} { }")]
    [InlineData("sealed class {|RH8001:Studio|} { [TrackedResource(Type = \"x\")] public partial string? Frames { get; set; } }", "CS0751", "CS9248")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Two { } class {|RH8001:Two|} { }", "CS0260")]
    public Task Type_that_is_not_partial(string source, params string[] errors) => Verify.VerifyAsync(source, errors);

    [Theory]
    [InlineData("class Outer { partial class Middle { [TrackedResource(Type = \"x\")] partial class {|RH8002:Inner|} { } } }")]
    [InlineData("partial class Outer { struct Middle { [TrackedResource(Type = \"x\")] partial class {|RH8002:Inner|} { } } }")]
    [InlineData("class Outer { [TrackedResource(Type = \"x\")] class {|RH8001:{|RH8002:Inner|}|} { } }")]
    [InlineData("class Outer { partial class {|RH8002:Inner|} { [TrackedResource(Type = \"x\")] public partial string? Frames { get; set; } } }", "CS9248")]
    public Task Container_that_is_not_partial(string source, params string[] errors) => Verify.VerifyAsync(source, errors);

    [Theory]
    [InlineData("[TrackedResource(Type = \"x\")] partial struct {|RH8004:Value|} { }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial record struct {|RH8004:Value|} { }")]
    [InlineData("[TrackedResource(Type = \"x\")] ref partial struct {|RH8004:Value|} { }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial interface {|RH8004:IContract|} { }")]
    [InlineData("[TrackedResource(Type = \"x\")] static partial class {|RH8004:Tools|} { }")]
    [InlineData("[TrackedResource(Type = \"x\")] file partial class {|RH8004:Local|} { }")]
    [InlineData("file partial class Outer { [TrackedResource(Type = \"x\")] partial class {|RH8004:Local|} { } }")]
    [InlineData("partial struct {|RH8004:Value|} { [TrackedResource(Type = \"x\")] public partial string? Frames { get; set; } }", "CS9248")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class {|RH8004:Derived|} : MemoryStream { }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Base { public Base() => Track(); } [TrackedResource(Type = \"x\")] partial class {|RH8004:Derived|} : Base { }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class {|RH8004:Track|} { }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class {|RH8004:Song|} { public int Track { get; set; } }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class {|RH8004:Song|} { void ReleaseDerived() { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class {|RH8004:Song|} { int __rhEntry = 1; int Next => ++__rhEntry; }")]
    public Task Type_that_cannot_be_completed(string source, params string[] errors) => Verify.VerifyAsync(source, errors);

    [Theory]
    [InlineData("partial class Studio { [TrackedResource(Type = \"x\")] public string? {|RH8005:Frames|} { get; set; } }")]
    [InlineData("partial class Studio { [TrackedResource(Type = \"x\")] public partial string? {|RH8005:Frames|} { get; } }", "CS9248")]
    [InlineData("partial class Studio { [TrackedResource(Type = \"x\")] public partial string {|RH8005:Frames|} { get; set; } }", "CS9248")]
    [InlineData("partial class Studio { [TrackedResource(Type = \"x\")] public partial int {|RH8005:Count|} { get; set; } }", "CS9248")]
    [InlineData("partial class Studio<T> { [TrackedResource(Type = \"x\")] public partial T? {|RH8005:Any|} { get; set; } }", "CS9248")]
    [InlineData("partial class Studio { [TrackedResource(Type = \"x\")] public static partial string? {|RH8005:Frames|} { get; set; } }", "CS9248")]
    [InlineData("partial class Studio { [TrackedResource(Type = \"x\")] public partial string? {|RH8005:this|}[int i] { get; set; } }", "CS9248")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Inner { public Inner() => Track(); } class Derived : Inner { } partial class Studio { [TrackedResource(Type = \"x\")] public partial Derived? {|RH8005:Inner|} { get; set; } }", "CS9248")]
    public Task Property_that_cannot_be_completed(string source, params string[] errors) => Verify.VerifyAsync(source, errors);

    [Theory]
    [InlineData("[Owned] int {|RH8006:_number|} = 0;")]
    [InlineData("[Owned] object? {|RH8006:_any|} = null;")]
    [InlineData("[Owned] Stream[]? {|RH8006:_streams|} = null;")]
    [InlineData("[Owned] List<Stream>? {|RH8006:_streams|} = null;")]
    [InlineData("[Owned] static Stream? {|RH8006:s_stream|} = null;")]
    [InlineData("[Owned] Stream {|RH8006:Fresh|} => new MemoryStream();")]
    [InlineData("[Owned] T? {|RH8006:_value|} = default;")]
    [InlineData("[Owned] IAsyncDisposable? {|RH8007:_async|} = null;")]
    [InlineData("[Owned(After = \"_stream\")] Stream? {|RH8008:_other|} = null;")]
    [InlineData("[Owned(After = \"_self\")] Stream? {|RH8009:_self|} = null;")]
    [InlineData("[Owned(After = \"_b\")] Stream? _a = null; [Owned(After = \"_a\")] Stream? {|RH8009:_b|} = null;")]
    public Task Owned_member_that_cannot_be_released(string member) =>
        Verify.VerifyAsync($"[TrackedResource(Type = \"x\")] partial class Owner<T> {{ {member} }}", "CS0414");

    [Fact]
    public Task Owned_member_without_a_name_of_its_own() => Verify.VerifyAsync(
        "interface IHolder { Stream Held { get; } } [TrackedResource(Type = \"x\")] partial class Owner : IHolder { [Owned] Stream IHolder.{|RH8006:Held|} { get; } = Stream.Null; }");

    [Theory]
    [InlineData("[Owned] Unknown? _x = null;", "CS0246")]
    [InlineData("[Owned] Dictionary<int, Unknown>? {|RH8006:_x|} = null;", "CS0246")]
    [InlineData("[Owned, Owned] Stream? _x = null;", "CS0579")]
    [InlineData("[Owned(After = 5)] Stream? _x = null;", "CS0029")]
    [InlineData("[Trim] long {|RH8011:Trim|}(Unknown request) => 0;", "CS0246")]
    [InlineData("[ReleaseHandler] static void {|RH8013:Do|}() { }", "CS7036")]
    [InlineData("[TrackedResource(Type = \"x\")] partial string? {|RH8005:Bare|} { }", "CS0548", "CS9250", "CS0501")]
    public Task Code_that_does_not_compile_is_no_reason_to_fail(string member, params string[] errors) =>
        Verify.VerifyAsync($"[TrackedResource(Type = \"x\")] partial class Owner {{ {member} }}", [.. errors, "CS0414", "CS9248"]);

    [Fact]
    public Task Type_parameters_that_constrain_each_other_do_not_hang() => Verify.VerifyAsync(
        "[TrackedResource(Type = \"x\")] partial class Owner<T, U> where T : U where U : T { [Owned] T? {|RH8006:_value|} = default; }",
        "CS0454", "CS0414");

    [Theory]
    [InlineData("[Trim] int {|RH8011:Shrink|}(TrimRequest request) => 0;")]
    [InlineData("[Trim] static long {|RH8011:Shrink|}(TrimRequest request) => 0;")]
    [InlineData("[Trim] long {|RH8011:Shrink|}() => 0;")]
    [InlineData("[Offload] void {|RH8011:ToHost|}<T>(ReleaseContext context) { }")]
    [InlineData("[Persist] async void {|RH8011:Save|}(ReleaseContext context) => await Task.Yield();")]
    [InlineData("[Persist] void Save(ReleaseContext context) { } [Persist] void {|RH8011:SaveToo|}(ReleaseContext context) { }")]
    public Task Capability_method_that_cannot_be_used(string member) =>
        Verify.VerifyAsync($"[TrackedResource(Type = \"x\")] partial class Owner {{ {member} }}");

    [Fact]
    public Task Capability_method_outside_of_a_tracked_class() =>
        Verify.VerifyAsync("partial class Owner { [Trim] long {|RH8011:Shrink|}(TrimRequest request) => 0; }");

    [Theory]
    [InlineData("[ReleaseHandler(\"x\")] internal static void {|RH8012:Do|}(string s, in ReleaseContext c) { }")]
    [InlineData("[ReleaseHandler(\"x\")] internal static ReleaseOutcome {|RH8012:Do|}(int s, in ReleaseContext c) => default;")]
    [InlineData("[ReleaseHandler(\"x\")] internal static ReleaseOutcome {|RH8012:Do|}(string s) => default;")]
    [InlineData("[ReleaseHandler(\"x\")] internal ReleaseOutcome {|RH8012:Do|}(string s, in ReleaseContext c) => default;")]
    [InlineData("[ReleaseHandler(\"x\")] internal static ReleaseOutcome {|RH8012:Do|}<T>(T s, in ReleaseContext c) where T : class => default;")]
    [InlineData("[ReleaseHandler(\"x\")] private static ReleaseOutcome {|RH8012:Do|}(string s, in ReleaseContext c) => default;")]
    [InlineData("private class Secret { } [ReleaseHandler(\"x\")] static ReleaseOutcome {|RH8012:Do|}(Secret s, in ReleaseContext c) => default;")]
    [InlineData("[ReleaseHandler(\"x\")] internal static ReleaseOutcome {|RH8012:Do|}(dynamic s, in ReleaseContext c) => default;")]
    [InlineData("[ReleaseHandler(\"x\"), System.Obsolete(\"\", true)] internal static ReleaseOutcome {|RH8012:Do|}(string s, in ReleaseContext c) => default;")]
    [InlineData("[ReleaseHandler(\" \")] internal static ReleaseOutcome {|RH8013:Do|}(string s, in ReleaseContext c) => default;")]
    public Task Release_handler_that_cannot_be_registered(string member) => Verify.VerifyAsync($"class Handlers {{ {member} }}");

    [Theory]
    [InlineData("[{|RH8013:TrackedResource|}] partial class Owner { }")]
    [InlineData("[{|RH8013:TrackedResource(Type = \"\")|}] partial class Owner { }")]
    [InlineData("[{|RH8013:TrackedResource(Type = \"x\", RetentionSeconds = -1)|}] partial class Owner { }")]
    [InlineData("partial class Owner { [{|RH8013:TrackedResource|}] public partial string? Frames { get; set; } }", "CS9248")]
    public Task Attribute_value_that_means_nothing(string source, params string[] errors) => Verify.VerifyAsync(source, errors);
}
