using ResourceHygiene.Analyzers.Rules.TrackedTargets;
using ResourceHygiene.Testing;
using Verify = ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets.TargetTest<ResourceHygiene.Analyzers.Rules.TrackedTargets.TrackedTargetAnalyzer>;

namespace ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets;

/// <summary>What can be completed is left in peace, whether the generator has run or not.</summary>
public class TrackedTargetValidTests
{
    [Theory]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Plain { public Plain() => Track(); }")]
    [InlineData("partial struct Outer { [TrackedResource(Type = \"x\")] partial class Nested<T> { public Nested() => Track(); } }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial record Clip { public Clip() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class One { } partial class One { public One() => Track(); }")]
    [InlineData("class Base { } [TrackedResource(Type = \"x\")] partial class Derived : Base, System.IDisposable { public Derived() => Track(); }")]
    [InlineData("sealed partial class Studio { [TrackedResource(Type = \"x\")] public partial string? Frames { get; set; } }")]
    [InlineData("sealed partial class Studio { [TrackedResource(Type = \"x\")] public partial string? Frames { get; set; } public void Dispose() => ReleaseTracked(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Owner { [Owned] Stream _a = Stream.Null; [Owned(After = nameof(_a))] Stream B { get; } = Stream.Null; public Owner() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Owner<T> where T : IDisposable { [Owned] T? _value = default; public Owner() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Inner { public Inner() => Track(); } [TrackedResource(Type = \"x\")] partial class Outer { [Owned] Inner? _inner = null; public Outer() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial struct Value { [Owned] readonly Stream? _stream; public Value(Stream stream) { _stream = stream; Track(); } }")]
    [InlineData("[TrackedResource(Type = \"x\"), System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)] readonly partial record struct Value { public Value(int number) => Track(bytes: number); }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Tape : MemoryStream { public Tape() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Tape : MemoryStream { public Tape() => Track(); protected override void Dispose(bool disposing) { ReleaseTracked(); base.Dispose(disposing); } }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Base { public Base() => Track(); } class Middle : Base { } [TrackedResource(Type = \"x\")] partial class Derived : Middle { public Derived() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Base { public Base() => Track(); } partial class Derived : Base { [TrackedResource(Type = \"x\")] public partial string? Frames { get; set; } }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Upload { [Owned] IAsyncDisposable? _request = null; public Upload() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Upload : IAsyncDisposable { [Owned] IAsyncDisposable? _request = null; public Upload() => Track(); public void Dispose() => ReleaseTracked(); public System.Threading.Tasks.ValueTask DisposeAsync() => ReleaseTrackedAsync(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Block { [Owned(Family = \"heap.hglobal\")] nint _memory; public Block() { _memory = 0; Track(); } }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Model { [Owned] Vision? _child = null; public Model() => Track(); } [TrackedResource(Type = \"x\")] partial class Vision : Model { [Owned] Model? _parent = null; public Vision() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class All { public All() => Track(); [Trim] long A(TrimRequest r) => 0; [Offload] void B(ReleaseContext c) { } [Persist] void C(in ReleaseContext c) { } }")]
    [InlineData("static class H { [ReleaseHandler(\"x\")] internal static ReleaseOutcome Do(string s, in ReleaseContext c) => ReleaseOutcome.Released(); }")]
    [InlineData("static class H { [ReleaseHandler(\"x\")] internal static async System.Threading.Tasks.ValueTask<ReleaseOutcome> Do(string s, ReleaseContext c) { await System.Threading.Tasks.Task.Yield(); return default; } }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class All { public All() => Track(); [Trim] async Task<long> A(TrimRequest r, CancellationToken t) { await Task.Yield(); return 0; } [Offload] static ValueTask B(All self, ReleaseContext c) => default; [Persist] Task C(in ReleaseContext c) => Task.CompletedTask; [Cleaner] internal void D(CleanerContext c) { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Both { public Both() => Track(); [Offload, Persist] void Save(ReleaseContext c) { } }")]
    [InlineData("class Index { [ReleaseHandler(\"x\")] internal ReleaseOutcome End(in ReleaseContext c, CancellationToken t) => default; [Trim(\"x\")] internal long Shrink(TrimRequest r) => 0; }")]
    [InlineData("static class H { [Trim(\"x\")] internal static long T(string s, TrimRequest r) => 0; [Offload(\"x\"), Persist(\"x\")] internal static void O(string s, ReleaseContext c) { } }")]
    [InlineData("static class H { [Cleaner(Name = \"a\", Level = CleanupLevel.Low, Priority = 2)] internal static void A(CleanerContext c) { } [Cleaner(After = new[] { \"a\" })] internal static async Task B(CleanerContext c, CancellationToken t) => await Task.Yield(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Owner { [Owned] Stream[]? _a = null; [Owned] List<Stream?>? _b = null; [Owned] Dictionary<int, Queue<Stream>>? _c = null; [Owned] Lazy<Stream>? _d = null; [Owned] float[]? _e = null; public Owner() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Owner { [Owned] readonly IEnumerable<Stream> _a = [Stream.Null]; [Owned] IEnumerable<Stream>? _b = null; public Owner(IEnumerable<string> s) { _b = s.Select(File.OpenRead).ToArray(); Track(); } }")]
    [InlineData("sealed partial class Studio { [TrackedResource(Type = \"x\", Load = nameof(Open))] public partial Stream? Input { get; } Stream Open() => Stream.Null; [TrackedResource(Type = \"x\", Load = nameof(OpenAsync))] public partial Stream? Output { get; } static ValueTask<Stream> OpenAsync(CancellationToken token) => new(Stream.Null); }")]
    [InlineData("class Bystander { [Owned] int _notOurs = 0; [Owned] static Stream? s_stream = null; }")]
    public Task Is_silent_on(string source) => Verify.VerifyAsync(source, "CS0414");

    [Fact]
    public Task Mode_none_turns_the_rules_off() => new AnalyzerTest<TrackedTargetAnalyzer>
    {
        TestCode = "[ResourceHygiene.TrackedResource(Type = \"x\")] class NotPartial { }",
        BuildProperties = { ["ResourceHygieneMode"] = "none" },
    }.RunAsync();
}
