using Verify = ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets.TargetTest<ResourceHygiene.Analyzers.Rules.TrackedTargets.TrackedTargetAnalyzer>;

namespace ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets;

/// <summary>What of the user's own leaves no room for a generated part: said once, on the user's own token, and not by errors in what was generated.</summary>
public class OddTargetTests
{
    [Theory]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class {|RH8004:Owner|} { public static void Dispose() { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class {|RH8004:Owner|}<Track> { }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class {|RH8004:Owner|} { public int __rhDisposing; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class {|RH8004:Owner|} { void Track(string? a, long b, ResourceLocation c, System.Collections.Immutable.ImmutableArray<ResourceHandle> d, string e, int f, string g) { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class {|RH8004:Owner|} { void OnReleasing(in ReleaseContext context) { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class {|RH8004:Owner|} { public ReleaseOutcome Release(in ReleaseContext context) => default; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class {|RH8004:Owner|} : IReleasable { ReleaseOutcome IReleasable.Release(in ReleaseContext context) => default; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class {|RH8004:Owner|} : Base { } class Base : IReleasable { public virtual ReleaseOutcome Release(in ReleaseContext context) => default; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class {|RH8004:Owner|} : Base { } class Base { public void Dispose() { } }")]
    [InlineData("[TrackedResource(Type = \"x\"), System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential)] sealed partial class {|RH8004:Owner|} { }")]
    [InlineData("[TrackedResource(Type = \"x\"), System.Runtime.InteropServices.ComImport, System.Runtime.InteropServices.Guid(\"00000000-0000-0000-0000-000000000001\")] partial class {|RH8004:Owner|} { }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class {|RH8004:System|} { }", "CS0246", "CS0234", "CS0426", "CS0146", "CS0138")]
    [InlineData("[TrackedResource(Type = \"x\")] partial class Owner { [Owned] protected virtual System.IO.Stream V { get; } = System.IO.Stream.Null; } [TrackedResource(Type = \"x\")] sealed partial class Derived : Owner { [Owned] protected override System.IO.Stream {|RH8006:V|} { get; } = System.IO.Stream.Null; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner { [System.Obsolete(\"\", true), Owned] System.IO.Stream? {|RH8006:_s|} = null; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner { [System.Obsolete(\"\", true), Trim] long {|RH8011:Shrink|}(TrimRequest request) => 0; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner : ITrimmable { [Trim] long {|RH8011:Shrink|}(TrimRequest request) => 0; long ITrimmable.Trim(TrimRequest request) => 1; }")]
    public Task Target_that_leaves_no_room(string source, params string[] errors) => Verify.VerifyAsync(source, errors);

    [Theory]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner { public Owner() => Track(); partial void OnReleasing(in ReleaseContext other) { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner { public Owner() => Track(); public void Dispose(bool a, bool b) { } public static void Dispose(Owner owner) { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner { public Owner() => Track(); public void Release() { } private ReleaseOutcome Release(ReleaseContext context) => default; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner : ITrimmable { public Owner() => Track(); [Trim] public long Trim(TrimRequest request) => 0; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner : Base { public Owner() => Track(); } class Base { private void Dispose() { } }")]
    public Task Target_that_leaves_room(string source) => Verify.VerifyAsync(source);

    [Theory]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class {|#0:Owner|} { void OnReleasing(in ReleaseContext context) { } }",
        "'Owner' cannot be tracked: its 'OnReleasing' is not partial; write 'partial void OnReleasing(in ReleaseContext context)'")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class {|#0:Owner|} { public ReleaseOutcome Release(in ReleaseContext context) => default; }",
        "'Owner' cannot be tracked: its hand-written Release would take the place of the generated one; move it to OnReleasing, or register without the attribute")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class {|#0:Owner|} : Base { } class Base { public void Dispose() { } }",
        "'Owner' cannot be tracked: its Dispose would hide that of its base 'Base', which is no IDisposable; let the base implement that")]
    public Task Message_says_what_to_do(string source, string message) => Verify.VerifyMessageAsync(source, "RH8004", message);
}
