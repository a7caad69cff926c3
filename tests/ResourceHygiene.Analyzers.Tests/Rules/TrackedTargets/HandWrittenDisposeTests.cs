using Verify = ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets.TargetTest<ResourceHygiene.Analyzers.Rules.TrackedTargets.HandWrittenDisposeAnalyzer>;

namespace ResourceHygiene.Analyzers.Tests.Rules.TrackedTargets;

/// <summary>RH8010: a hand-written Dispose of a type with tracked resources leaves them unreleased.</summary>
public class HandWrittenDisposeTests
{
    [Theory]
    [InlineData("")]
    [InlineData("public void Dispose() => ReleaseTracked();")]
    [InlineData("public void Dispose() { try { } finally { this.ReleaseTracked(); } }")]
    [InlineData("public void Dispose() => Close(); public void Close() => ReleaseTracked();")]
    [InlineData("void IDisposable.Dispose() => ReleaseTracked();")]
    [InlineData("public void Dispose(bool disposing) { }")]
    [InlineData("public partial void Dispose(); public partial void Dispose() => ReleaseTracked();")]
    public Task Is_silent_on(string members) => Verify.VerifyAsync(Tracked(members));

    [Theory]
    [InlineData("public void {|RH8010:Dispose|}() { }")]
    [InlineData("public void {|RH8010:Dispose|}() => Close(); public void Close() { }")]
    [InlineData("void IDisposable.{|RH8010:Dispose|}() { }")]
    [InlineData("public partial void {|RH8010:Dispose|}(); public partial void Dispose() { }")]
    [InlineData("public void {|RH8010:Dispose|}() { other?.ReleaseTracked(); } private Studio? other = null;")]
    public Task Reports(string members) => Verify.VerifyAsync(Tracked(members));

    [Theory]
    [InlineData("public void Dispose() => ReleaseTracked(); public ValueTask DisposeAsync() => ReleaseTrackedAsync();")]
    [InlineData("public async ValueTask DisposeAsync() { await Close(); async Task Close() => await ReleaseTrackedAsync(); }")]
    [InlineData("public void Dispose() => ReleaseTracked(); public ValueTask {|RH8010:DisposeAsync|}() => default;")]
    [InlineData("public ValueTask {|RH8010:DisposeAsync|}() { Dispose(); return default; }")]
    public Task Type_that_is_released_asynchronously(string members) => Verify.VerifyAsync(
        $"using System.Threading.Tasks; [TrackedResource(Type = \"x\")] sealed partial class Upload {{ [Owned] IAsyncDisposable? _request = null; public Upload() => Track(); {members} }}", "CS0414");

    [Fact]
    public Task Override_of_the_bases_Dispose() => Verify.VerifyAsync(
        "[TrackedResource(Type = \"x\")] sealed partial class Tape : MemoryStream { public Tape() => Track(); protected override void {|RH8010:Dispose|}(bool disposing) => base.Dispose(disposing); }");

    [Fact]
    public Task Message_names_the_asynchronous_one() => Verify.VerifyMessageAsync(
        "using System.Threading.Tasks; [TrackedResource(Type = \"x\")] sealed partial class Upload { [Owned] IAsyncDisposable? _request = null; public Upload() => Track(); public ValueTask {|#0:DisposeAsync|}() => default; }",
        "RH8010",
        "DisposeAsync of 'Upload' is hand-written and leaves its tracked and owned members unreleased; call ReleaseTrackedAsync() in it",
        "CS0414");

    [Fact]
    public Task Type_with_a_tracked_property_counts_too() => Verify.VerifyAsync(
        "sealed partial class Studio { [TrackedResource(Type = \"x\")] public partial string? Frames { get; set; } public void {|RH8010:Dispose|}() { } }");

    [Fact]
    public Task Type_without_tracked_resources_is_none_of_its_business() => Verify.VerifyAsync(
        "sealed class Plain : IDisposable { [Owned] Stream? _stream = null; public void Dispose() { } }", "CS0414");

    [Fact]
    public Task Message_says_what_to_call() => Verify.VerifyMessageAsync(
        Tracked("public void {|#0:Dispose|}() { }"),
        "RH8010",
        "Dispose of 'Studio' is hand-written and leaves its tracked and owned members unreleased; call ReleaseTracked() in it");

    private static string Tracked(string members) =>
        $"[TrackedResource(Type = \"x\")] sealed partial class Studio : IDisposable {{ public Studio() => Track(); {members} }}";
}
