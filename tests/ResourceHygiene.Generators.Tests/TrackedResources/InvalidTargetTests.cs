using Verify = ResourceHygiene.Testing.GeneratorVerifier<ResourceHygiene.Generators.TrackedResources.TrackedResourceGenerator>;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>
/// For what cannot be completed nothing is generated and nothing fails; analyzers say why. The sources must compile, so
/// they are those that the compiler has nothing against.
/// </summary>
public class InvalidTargetTests
{
    [Theory]
    [InlineData("[TrackedResource(Type = \"x\")] sealed class NotPartial { }")]
    [InlineData("class Container { [TrackedResource(Type = \"x\")] sealed partial class Inner { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial struct Value { [Owned] System.IO.Stream? _stream; public Value() => _stream = null; }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial record struct Value([property: Owned] System.IO.Stream Stream);")]
    [InlineData("[TrackedResource(Type = \"x\"), System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)] partial struct Value { }")]
    [InlineData("partial struct Value { [Trim] long Trim(TrimRequest request) => 0; }")]
    [InlineData("[TrackedResource(Type = \"x\")] ref partial struct Value { }")]
    [InlineData("[TrackedResource(Type = \"x\")] partial interface IContract { }")]
    [InlineData("[TrackedResource(Type = \"x\")] static partial class Tools { }")]
    [InlineData("[TrackedResource(Type = \"x\")] file sealed partial class Local { }")]
    [InlineData("file partial class Outer { [TrackedResource(Type = \"x\")] sealed partial class Local { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Derived : Fixed { } class Fixed : System.IDisposable { public void Dispose() { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Derived : Fixed { } class Fixed : System.IDisposable { void System.IDisposable.Dispose() { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Derived : Fixed { } class Fixed : System.IAsyncDisposable { public System.Threading.Tasks.ValueTask DisposeAsync() => default; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Derived : Base { } [TrackedResource(Type = \"x\")] class Base { }")]
    [InlineData("[TrackedResource] sealed partial class Unnamed { }")]
    [InlineData("[TrackedResource(Type = \"x\", RetentionSeconds = -1)] sealed partial class Negative { }")]
    [InlineData("[TrackedResource(Type = \"x\", RetentionSeconds = double.NaN)] sealed partial class NotANumber { }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Track { }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Song { public int Track { get; set; } }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner { [Owned] int _number = 0; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner { [Owned(After = \"_other\")] System.IO.Stream? _stream = null; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner { [Owned(After = \"_stream\")] System.IO.Stream? _stream = null; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner { [Trim] int Trim(TrimRequest request) => 0; }")]
    [InlineData("sealed partial class Owner { [TrackedResource(Type = \"x\")] string? Value { get; set; } }")]
    [InlineData("sealed partial class Owner { [TrackedResource(Type = \"x\")] partial string? Value { get; set; } partial string? Value { get => null; set { } } [Trim] long Trim(TrimRequest request) => 0; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner { public static void Dispose() { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner<Track> { }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner { public int __rhDisposing; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner { void Track(string? a, long b, ResourceLocation c, System.Collections.Immutable.ImmutableArray<ResourceHandle> d, string e, int f, string g) { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner { void OnReleasing(in ReleaseContext context) { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner { public ReleaseOutcome Release(in ReleaseContext context) => default; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner : IReleasable { ReleaseOutcome IReleasable.Release(in ReleaseContext context) => default; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner : Base { } class Base : IReleasable { public virtual ReleaseOutcome Release(in ReleaseContext context) => default; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner : Base { } class Base { public void Dispose() { } }")]
    [InlineData("[TrackedResource(Type = \"x\"), System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential)] sealed partial class Owner { }")]
    [InlineData("[TrackedResource(Type = \"x\"), System.Runtime.InteropServices.ComImport, System.Runtime.InteropServices.Guid(\"00000000-0000-0000-0000-000000000001\")] partial class Owner { }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner { [System.Obsolete(\"\", true), Owned] System.IO.Stream? _s = null; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner { [System.Obsolete(\"\", true), Trim] long Shrink(TrimRequest request) => 0; }")]
    [InlineData("[TrackedResource(Type = \"x\")] sealed partial class Owner : ITrimmable { [Trim] long Shrink(TrimRequest request) => 0; long ITrimmable.Trim(TrimRequest request) => 1; }")]
    public void Nothing_is_generated(string source) => Verify.VerifyNothing("using ResourceHygiene; " + source);
}
