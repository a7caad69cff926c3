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
    [InlineData("[TrackedResource(Type = \"x\"), System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)] partial struct {|RH8004:Value|} { }")]
    [InlineData("[TrackedResource(Type = \"x\"), System.Runtime.CompilerServices.InlineArray(4)] partial struct {|RH8004:Value|} { object _first; }", "CS0169", "CS9169", "CS9181")]
    [InlineData("partial struct {|RH8004:Value|} { [Trim] long Shrink(TrimRequest request) => 0; }")]
    [InlineData("[TrackedResource(Type = \"x\")] ref partial struct {|RH8004:Value|} { }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial interface {|RH8004:IContract|} { }")]
    [InlineData("[TrackedResource(Type = \"x\")] static partial class {|RH8004:Tools|} { }")]
    [InlineData("[TrackedResource(Type = \"x\")] file partial class {|RH8004:Local|} { }")]
    [InlineData("file partial class Outer { [TrackedResource(Type = \"x\")] partial class {|RH8004:Local|} { } }")]
    [InlineData("partial struct {|RH8004:Value|} { [TrackedResource(Type = \"x\")] public partial string? Frames { get; set; } }", "CS9248")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class {|RH8004:Derived|} : Device { } class Device : IDisposable { public void Dispose() { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class {|RH8004:Derived|} : Device { } class Device : IDisposable { void IDisposable.Dispose() { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class {|RH8004:Derived|} : Sealing { } class Sealing : MemoryStream { protected sealed override void Dispose(bool disposing) { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class {|RH8004:Derived|} : Device { } class Device : IAsyncDisposable { public System.Threading.Tasks.ValueTask DisposeAsync() => default; }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Base { public Base() => Track(); } [TrackedResource(Type = \"x\")] partial class {|RH8004:Derived|} : Base { public new void Dispose() { } }", "CS0109")]
    [InlineData("[TrackedResource(Type = \"x\")] class {|RH8001:Base|} { } [TrackedResource(Type = \"x\")] partial class {|RH8004:Derived|} : Base { }")]
    [InlineData("partial class Base { [TrackedResource(Type = \"x\")] public partial string? Frames { get; set; } } [TrackedResource(Type = \"x\")] partial class {|RH8004:Derived|} : Base { }", "CS9248")]
    [InlineData("partial class Base { [TrackedResource(Type = \"x\")] public partial string? A { get; set; } public void Dispose() => ReleaseTracked(); } partial class {|RH8004:Derived|} : Base { [TrackedResource(Type = \"x\")] public partial string? B { get; set; } }", "CS9248")]
    [InlineData("partial class {|RH8004:Derived|} : MemoryStream { [TrackedResource(Type = \"x\")] public partial string? Frames { get; set; } }", "CS9248")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class {|RH8004:Tape|} { public void Dispose() { } private Task OnReleasedAsync(ReleaseContext context) => Task.CompletedTask; }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class {|RH8004:Tape|} : MemoryStream { protected new void Dispose(bool disposing) { } }")]
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
    [InlineData("partial class Studio { [TrackedResource(Type = \"x\", Load = \"Missing\")] public partial string? {|RH8005:Text|} { get; } }", "CS9248")]
    [InlineData("partial class Studio { [TrackedResource(Type = \"x\", Load = nameof(LoadText))] public partial string? {|RH8005:Text|} { get; } object LoadText() => \"\"; }", "CS9248")]
    [InlineData("partial class Studio { [TrackedResource(Type = \"x\", Load = nameof(LoadText))] public partial string? {|RH8005:Text|} { get; } string LoadText(int size) => \"\"; }", "CS9248")]
    [InlineData("partial class Studio { [TrackedResource(Type = \"x\", Load = nameof(LoadText))] public partial object? {|RH8005:Text|} { get; } Task<string> LoadText<T>() => null!; }", "CS9248")]
    [InlineData("partial class Studio { [TrackedResource(Type = \"x\", Load = nameof(Load))] public partial string {|RH8005:Text|} { get; } string Load() => \"\"; }", "CS9248")]
    [InlineData("partial class Studio { [TrackedResource(Type = \"x\", Load = nameof(A))] public partial string? Text { get; } [TrackedResource(Type = \"x\", Load = nameof(B))] public partial string? {|RH8005:TextAsync|} { get; } Task<string> A() => null!; string B() => \"\"; }", "CS9248")]
    public Task Property_that_cannot_be_completed(string source, params string[] errors) => Verify.VerifyAsync(source, errors);

    [Theory]
    [InlineData("[Owned] int {|RH8006:_number|} = 0;")]
    [InlineData("[Owned] object? {|RH8006:_any|} = null;")]
    [InlineData("[Owned] string[]? {|RH8006:_strings|} = null;")]
    [InlineData("[Owned] List<object>? {|RH8006:_objects|} = null;")]
    [InlineData("[Owned] Dictionary<Stream, string>? {|RH8006:_keys|} = null;")]
    [InlineData("[Owned] System.Collections.ArrayList? {|RH8006:_any|} = null;")]
    [InlineData("[Owned] public IEnumerable<Stream>? {|RH8006:Query|} { get; set; } = null;")]
    [InlineData("[Owned] ArraySegment<Stream> {|RH8006:_view|} = default;")]
    [InlineData("[Owned] static Stream? {|RH8006:s_stream|} = null;")]
    [InlineData("[Owned] Stream {|RH8006:Fresh|} => new MemoryStream();")]
    [InlineData("[Owned] T? {|RH8006:_value|} = default;")]
    [InlineData("[Owned] IAsyncDisposable? {|RH8007:_async|} = null; public void Dispose() { }")]
    [InlineData("[Owned] nint {|RH8006:_memory|} = 0;")]
    [InlineData("[Owned(Family = \"unknown\")] nint {|RH8006:_memory|} = 0;")]
    [InlineData("[Owned(Family = \"heap.hglobal\")] readonly nint {|RH8006:_memory|} = 0;")]
    [InlineData("[Owned(Family = \"heap.hglobal\")] nint {|RH8006:_memory|} = 0; ~Owner() { }")]
    [InlineData("[Owned(Family = \"heap.hglobal\")] nint {|RH8006:_memory|} = 0; void Dispose(bool disposing) { }")]
    [InlineData("[Owned(Family = \"own\")] nint {|RH8006:_memory|} = 0; static void Free([Releases(Family = \"other\")] nint memory) { }")]
    [InlineData("[Owned(After = \"_stream\")] Stream? {|RH8008:_other|} = null;")]
    [InlineData("[Owned(After = \"_self\")] Stream? {|RH8009:_self|} = null;")]
    [InlineData("[Owned(After = \"_b\")] Stream? _a = null; [Owned(After = \"_a\")] Stream? {|RH8009:_b|} = null;")]
    public Task Owned_member_that_cannot_be_released(string member) =>
        Verify.VerifyAsync($"[TrackedResource(Type = \"x\")] partial class Owner<T> {{ {member} }}", "CS0414");

    [Theory]
    [InlineData("[TrackedResource(Type = \"x\")] partial struct Value { [Owned] Stream? {|RH8006:_stream|}; public Value() => _stream = null; }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial record struct Value([property: Owned] Stream {|RH8006:Stream|});")]
    [InlineData("[TrackedResource(Type = \"x\")] partial struct Value { [Owned(Family = \"heap.hglobal\")] nint {|RH8006:_memory|}; public Value() => _memory = 0; }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Value : MemoryStream { [Owned(Family = \"heap.hglobal\")] nint {|RH8006:_memory|} = 0; }")]
    [InlineData("partial class Value { [TrackedResource(Type = \"x\")] public partial string? Frames { get; set; } [Owned] IAsyncDisposable? {|RH8007:_async|} = null; }", "CS9248")]
    public Task Owned_member_where_it_cannot_be(string source, params string[] errors) => Verify.VerifyAsync(source, [.. errors, "CS0414"]);

    [Fact]
    public Task Owned_member_without_a_name_of_its_own() => Verify.VerifyAsync(
        "interface IHolder { Stream Held { get; } } [TrackedResource(Type = \"x\")] partial class Owner : IHolder { [Owned] Stream IHolder.{|RH8006:Held|} { get; } = Stream.Null; }");

    [Theory]
    [InlineData("[Owned] Unknown? _x = null;", "CS0246")]
    [InlineData("[Owned] Dictionary<int, Unknown>? _x = null;", "CS0246")]
    [InlineData("[Owned] Dictionary<int, Unknown?[]>? _x = null; [Owned] Unknown<int>[]? _y = null;", "CS0246")]
    [InlineData("[Owned] System.Collections.Generic.IEnumerable<Stream>? {|RH8006:_x|} = Missing();", "CS0103")]
    [InlineData("[TrackedResource(Type = \"x\", Load = nameof(Missing))] public partial string? {|RH8005:Text|} { get; }", "CS0103")]
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
    [InlineData("[Trim] static long {|RH8011:Shrink|}(string other, TrimRequest request) => 0;")]
    [InlineData("[Trim] Task<int> {|RH8011:Shrink|}(TrimRequest request) => Task.FromResult(0);")]
    [InlineData("[Offload] Task<long> {|RH8011:ToHost|}(ReleaseContext context) => Task.FromResult(0L);")]
    [InlineData("[Offload] void {|RH8011:ToHost|}(CancellationToken token, ReleaseContext context) { }")]
    [InlineData("[Persist] void {|RH8011:Save|}(ref ReleaseContext context) { }")]
    [InlineData("[Persist, Offload] void {|RH8011:{|RH8011:Save|}|}(string text) { }")]
    [InlineData("[Cleaner] private void {|RH8011:Tidy|}(CleanerContext context) { }")]
    [InlineData("[Trim(\"x\")] internal long {|RH8011:Shrink|}(TrimRequest request) => 0;")]
    [InlineData("[ReleaseHandler(\"x\")] internal ReleaseOutcome {|RH8012:End|}(in ReleaseContext context) => default;")]
    public Task Capability_method_that_cannot_be_used(string member) =>
        Verify.VerifyAsync($"[TrackedResource(Type = \"x\")] partial class Owner {{ {member} }}");

    [Theory]
    [InlineData("struct Value { [Cleaner] internal void {|RH8011:Tidy|}(CleanerContext context) { } }")]
    [InlineData("struct Value { [ReleaseHandler(\"x\")] internal ReleaseOutcome {|RH8012:End|}(in ReleaseContext context) => default; }")]
    [InlineData("class Box<T> { [Cleaner] internal static void {|RH8011:Tidy|}(CleanerContext context) { } }")]
    public Task Method_of_a_type_that_has_no_instances_to_be_found(string source) => Verify.VerifyAsync(source);

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
    [InlineData("[ReleaseHandler(\"x\")] internal static async Task {|RH8012:Do|}(string s, ReleaseContext c) => await Task.Yield();")]
    [InlineData("[Trim(\"x\")] internal static long {|RH8011:Do|}(TrimRequest r) => 0;")]
    [InlineData("[Trim(\"\")] internal static long {|RH8013:Do|}(string s, TrimRequest r) => 0;")]
    [InlineData("[Offload(\"x\")] private static void {|RH8011:Do|}(string s, ReleaseContext c) { }")]
    [InlineData("[Cleaner] internal static void {|RH8011:Do|}(ReleaseContext c) { }")]
    [InlineData("[Cleaner] internal static async void {|RH8011:Do|}(CleanerContext c) => await Task.Yield();")]
    [InlineData("[Cleaner] internal static void {|RH8011:Do|}<T>(CleanerContext c) { }")]
    [InlineData("[Cleaner] internal void {|RH8011:Do|}(CleanerContext c) { }")]
    [InlineData("[Cleaner(Name = \" \")] internal static void {|RH8013:Do|}(CleanerContext c) { }")]
    [InlineData("[Cleaner(Level = (CleanupLevel)9)] internal static void {|RH8013:Do|}(CleanerContext c) { }")]
    [InlineData("[Cleaner(After = new[] { \"\" })] internal static void {|RH8013:Do|}(CleanerContext c) { }")]
    [InlineData("[Cleaner(Name = \"a\", After = new[] { \"a\" })] internal static void {|RH8013:Do|}(CleanerContext c) { }")]
    public Task Release_handler_that_cannot_be_registered(string member) => Verify.VerifyAsync($"class Handlers {{ {member} }}");

    [Theory]
    [InlineData("[{|RH8013:TrackedResource|}] partial class Owner { }")]
    [InlineData("[{|RH8013:TrackedResource(Type = \"\")|}] partial class Owner { }")]
    [InlineData("[{|RH8013:TrackedResource(Type = \"x\", RetentionSeconds = -1)|}] partial class Owner { }")]
    [InlineData("[{|RH8013:TrackedResource(Type = \"x\", Failures = (ReleaseFailures)7)|}] partial class Owner { }")]
    [InlineData("partial class Owner { [{|RH8013:TrackedResource|}] public partial string? Frames { get; set; } }", "CS9248")]
    public Task Attribute_value_that_means_nothing(string source, params string[] errors) => Verify.VerifyAsync(source, errors);
}
