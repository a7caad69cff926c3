using Verify = ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets.TargetTest<ResourceHygiene.Analyzers.Rules.TrackedTargets.TrackedTargetAnalyzer>;

namespace ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets;

/// <summary>The words of each rule: what, where, the remedy, in at most 160 characters.</summary>
public class TrackedTargetMessageTests
{
    [Theory]
    [InlineData("RH8001", "[TrackedResource(Type = \"x\")] class {|#0:Encoder|} { }",
        "'Encoder' must be partial, as its Dispose and its registration are generated; add 'partial' to each of its declarations")]
    [InlineData("RH8002", "class Studio { class Room { [TrackedResource(Type = \"x\")] partial class {|#0:Encoder|} { } } }",
        "'Encoder' cannot be completed because its containing type 'Studio' is not partial; add 'partial' to that type")]
    [InlineData("RH8004", "[TrackedResource(Type = \"x\")] partial struct {|#0:Encoder|} { }",
        "'Encoder' cannot be tracked: copies of a struct would share one release; make it a class")]
    [InlineData("RH8004", "[TrackedResource(Type = \"x\")] partial class {|#0:Encoder|} : MemoryStream { }",
        "'Encoder' cannot be tracked: its base 'MemoryStream' is disposable, which is not supported yet; hold it as an [Owned] member instead")]
    [InlineData("RH8005", "partial class Studio { [TrackedResource(Type = \"x\")] public string? {|#0:Frames|} { get; set; } }",
        "Property 'Frames' cannot be tracked: it is not partial; write 'partial' before its type")]
    [InlineData("RH8006", "[TrackedResource(Type = \"x\")] partial class Studio { [Owned] object? {|#0:_frames|} = null; }",
        "Owned member '_frames' cannot be released: 'object' is not disposable; let it implement IDisposable or mark it [MustRelease]")]
    [InlineData("RH8007", "[TrackedResource(Type = \"x\")] partial class Studio { [Owned] IAsyncDisposable? {|#0:_upload|} = null; }",
        "Owned member '_upload' of type 'IAsyncDisposable' has only DisposeAsync, on which Dispose must not block; own a type with both")]
    [InlineData("RH8008", "[TrackedResource(Type = \"x\")] partial class Studio { [Owned(After = \"_log\")] Stream? {|#0:_frames|} = null; }",
        "After of '_frames' names '_log', which is no [Owned] member of the same type; use nameof of one that is")]
    [InlineData("RH8009", "[TrackedResource(Type = \"x\")] partial class Studio { [Owned(After = nameof(_frames))] Stream? {|#0:_frames|} = null; }",
        "'_frames' has to be released after itself, as its chain of After comes back to it; remove one After of the cycle")]
    [InlineData("RH8011", "[TrackedResource(Type = \"x\")] partial class Studio { [Trim] int {|#0:Shrink|}() => 0; }",
        "[Trim] method 'Shrink' cannot be used: write 'long Shrink(TrimRequest request)', not static, not async")]
    [InlineData("RH8012", "class Studio { [ReleaseHandler(\"x\")] internal static void {|#0:Do|}(string s) { } }",
        "Release handler 'Do' cannot be registered: write 'static ReleaseOutcome Do(TResource resource, in ReleaseContext context)', TResource a class")]
    [InlineData("RH8013", "[{|#0:TrackedResource|}] partial class Studio { }",
        "Type is empty; name the resource type, for example ResourceTypes.RenderCache")]
    public Task Message_of(string id, string source, string message) => Verify.VerifyMessageAsync(source, id, message);
}
