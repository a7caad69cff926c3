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
    [InlineData("RH8004", "[TrackedResource(Type = \"x\"), System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential)] partial struct {|#0:Encoder|} { }",
        "'Encoder' cannot be tracked: a generated field would change its layout; make it a class")]
    [InlineData("RH8004", "[TrackedResource(Type = \"x\")] partial class {|#0:Encoder|} : Device { } class Device : IDisposable { public void Dispose() { } }",
        "'Encoder' cannot be tracked: Dispose of its base 'Device' cannot be overridden; hold it as an [Owned] member instead")]
    [InlineData("RH8004", "[TrackedResource(Type = \"x\")] partial class {|#0:Encoder|} : Studio { } partial class Studio { [TrackedResource(Type = \"x\")] public partial string? Frames { get; set; } }",
        "'Encoder' cannot be tracked: only properties of its base 'Studio' are tracked; mark that [TrackedResource], too")]
    [InlineData("RH8004", "[TrackedResource(Type = \"x\")] partial class {|#0:Tape|} : MemoryStream { protected new void Dispose(bool disposing) { } }",
        "'Tape' cannot be tracked: its Dispose(bool) hides that of its base 'MemoryStream'; override it, or rename yours")]
    [InlineData("RH8005", "partial class Studio { [TrackedResource(Type = \"x\", Load = nameof(A))] public partial string? Text { get; } [TrackedResource(Type = \"x\", Load = nameof(B))] public partial string? {|#0:TextAsync|} { get; } Task<string> A() => null!; string B() => \"\"; }",
        "Property 'TextAsync' cannot be tracked: its LeaseTextAsync would be that of 'Text', too; rename one of them", "CS9248")]
    [InlineData("RH8006", "[TrackedResource(Type = \"x\")] partial struct Studio { [Owned] Stream? {|#0:_frames|}; public Studio() => _frames = null; }",
        "Owned member '_frames' cannot be released: copies of a struct share one release, which would miss a new value; make it readonly")]
    [InlineData("RH8006", "[TrackedResource(Type = \"x\")] partial class Studio { [Owned(Family = \"handle.codec\")] nint {|#0:_codec|} = 0; }",
        "Owned member '_codec' cannot be released: nothing frees 'handle.codec'; write a static method here that takes it as [Releases(Family = \"handle.codec\")]")]
    [InlineData("RH8005", "partial class Studio { [TrackedResource(Type = \"x\")] public string? {|#0:Frames|} { get; set; } }",
        "Property 'Frames' cannot be tracked: it is not partial; write 'partial' before its type")]
    [InlineData("RH8006", "[TrackedResource(Type = \"x\")] partial class Studio { [Owned] object? {|#0:_frames|} = null; }",
        "Owned member '_frames' cannot be released: 'object' is not disposable; let it implement IDisposable or mark it [MustRelease]")]
    [InlineData("RH8005", "class FrameCache { } partial class Studio { [TrackedResource(Type = \"x\", Load = \"LoadFrames\")] public partial FrameCache? {|#0:Frames|} { get; } }",
        "Property 'Frames' cannot be tracked: Load names no 'FrameCache LoadFrames()' or 'Task<FrameCache> LoadFrames(CancellationToken)'; add one", "CS9248")]
    [InlineData("RH8006", "[TrackedResource(Type = \"x\")] partial class Studio { [Owned] IEnumerable<Stream>? {|#0:_frames|} = null; public void Set(IEnumerable<Stream> frames) => _frames = frames; }",
        "Owned member '_frames' cannot be released: what an IEnumerable gives may be made anew each time; hold a list or an array")]
    [InlineData("RH8006", "[TrackedResource(Type = \"x\")] partial class Studio { [Owned] Dictionary<Stream, string[]>? {|#0:_frames|} = null; }",
        "Owned member '_frames' cannot be released: what it holds, 'string[]', is not disposable; own a collection of what is")]
    [InlineData("RH8006", "[TrackedResource(Type = \"x\")] partial class Studio { [Owned] System.Collections.ArrayList? {|#0:_frames|} = null; }",
        "Owned member '_frames' cannot be released: 'ArrayList' does not say what it holds; use a collection of one type of element")]
    [InlineData("RH8007", "[TrackedResource(Type = \"x\")] partial class Studio { [Owned] IAsyncDisposable? {|#0:_upload|} = null; public void Dispose() { } }",
        "Owned member '_upload' of type 'IAsyncDisposable' has only DisposeAsync: Dispose is hand-written; write DisposeAsync, too, and await ReleaseTrackedAsync()")]
    [InlineData("RH8008", "[TrackedResource(Type = \"x\")] partial class Studio { [Owned(After = \"_log\")] Stream? {|#0:_frames|} = null; }",
        "After of '_frames' names '_log', which is no [Owned] member of the same type; use nameof of one that is")]
    [InlineData("RH8009", "[TrackedResource(Type = \"x\")] partial class Studio { [Owned(After = nameof(_frames))] Stream? {|#0:_frames|} = null; }",
        "'_frames' has to be released after itself, as its chain of After comes back to it; remove one After of the cycle")]
    [InlineData("RH8011", "[TrackedResource(Type = \"x\")] partial class Studio { [Trim] int {|#0:Shrink|}() => 0; }",
        "[Trim] method 'Shrink' cannot be used: write 'long Shrink(TrimRequest request)'; a task and a last token are allowed")]
    [InlineData("RH8012", "class Studio { [ReleaseHandler(\"x\")] internal static void {|#0:Do|}(string s) { } }",
        "Release handler 'Do' cannot be registered: write 'static ReleaseOutcome Do(string resource, in ReleaseContext context)'; a task and a last token are allowed")]
    [InlineData("RH8011", "static class Jobs { [Cleaner] internal static int {|#0:Tidy|}() => 0; }",
        "[Cleaner] method 'Tidy' cannot be used: write 'static void Tidy(CleanerContext context)'; a task and a last token are allowed")]
    [InlineData("RH8011", "static class Jobs { [Offload(\"x\")] internal static void {|#0:ToHost|}(string text) { } }",
        "[Offload] method 'ToHost' cannot be used: write 'static void ToHost(string resource, ReleaseContext context)'; a task and a last token are allowed")]
    [InlineData("RH8011", "class Index { [Cleaner] internal void {|#0:Tidy|}(CleanerContext context) { } }",
        "[Cleaner] method 'Tidy' cannot be used: no instance of 'Index' is registered; make it static, or mark the class [TrackedResource]")]
    [InlineData("RH8013", "[{|#0:TrackedResource(Type = \"x\", Load = \"Make\")|}] partial class Studio { }",
        "Load is written on a type; write it on a property, whose value can be loaded")]
    [InlineData("RH8013", "[{|#0:TrackedResource|}] partial class Studio { }",
        "Type is empty; name the resource type, for example ResourceTypes.RenderCache")]
    public Task Message_of(string id, string source, string message, params string[] errors) => Verify.VerifyMessageAsync(source, id, message, errors);
}
