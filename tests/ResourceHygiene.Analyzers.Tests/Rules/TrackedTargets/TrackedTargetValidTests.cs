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
    [InlineData("[TrackedResource(Type = \"x\")] partial class All { public All() => Track(); [Trim] long A(TrimRequest r) => 0; [Offload] void B(ReleaseContext c) { } [Persist] void C(in ReleaseContext c) { } }")]
    [InlineData("static class H { [ReleaseHandler(\"x\")] internal static ReleaseOutcome Do(string s, in ReleaseContext c) => ReleaseOutcome.Released(); }")]
    [InlineData("static class H { [ReleaseHandler(\"x\")] internal static async System.Threading.Tasks.ValueTask<ReleaseOutcome> Do(string s, ReleaseContext c) { await System.Threading.Tasks.Task.Yield(); return default; } }")]
    [InlineData("class Bystander { [Owned] int _notOurs = 0; [Owned] static Stream? s_stream = null; }")]
    public Task Is_silent_on(string source) => Verify.VerifyAsync(source, "CS0414");

    [Fact]
    public Task Mode_none_turns_the_rules_off() => new AnalyzerTest<TrackedTargetAnalyzer>
    {
        TestCode = "[ResourceHygiene.TrackedResource(Type = \"x\")] class NotPartial { }",
        BuildProperties = { ["ResourceHygieneMode"] = "none" },
    }.RunAsync();
}
