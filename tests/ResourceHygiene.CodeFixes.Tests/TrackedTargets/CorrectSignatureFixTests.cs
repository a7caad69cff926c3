using Signature = ResourceHygiene.CodeFixes.Tests.TrackedTargets.TargetFixes<ResourceHygiene.Analyzers.Rules.TrackedTargets.TrackedTargetAnalyzer, ResourceHygiene.CodeFixes.TrackedTargets.CorrectSignatureFix>;

namespace ResourceHygiene.CodeFixes.Tests.TrackedTargets;

/// <summary>A handler or cleaner gets the signature that it is called with.</summary>
public sealed class CorrectSignatureFixTests
{
    [Theory]
    [InlineData("[Trim] private int {|RH8011:Shrink|}() => 0;", "[Trim] private long Shrink(TrimRequest request) => 0;")]
    [InlineData("[Trim] private long {|RH8011:Shrink|}(TrimRequest wanted, int more) => wanted.BytesWanted;", "[Trim] private long Shrink(TrimRequest wanted) => wanted.BytesWanted;")]
    [InlineData("[Trim] private static long {|RH8011:Shrink|}(TrimRequest request) => 0;", "[Trim] private static long Shrink(Cache self, TrimRequest request) => 0;")]
    [InlineData("[Offload] private void {|RH8011:ToHost|}(CancellationToken token) { }", "[Offload] private void ToHost(ReleaseContext context, CancellationToken token) { }")]
    [InlineData("[Persist] private async void {|RH8011:Save|}(ReleaseContext context) => await Task.Yield();", "[Persist] private async Task Save(ReleaseContext context) => await Task.Yield();")]
    [InlineData("[Persist] private void {|RH8011:Save|}(ref ReleaseContext c) { }", "[Persist] private void Save(ReleaseContext c) { }")]
    [InlineData("[Cleaner] private void {|RH8011:Tidy|}(CleanerContext context) { }", "[Cleaner] internal void Tidy(CleanerContext context) { }")]
    public Task Of_a_tracked_class(string before, string after) => Signature.Fixes(
        $"[TrackedResource(Type = \"x\")]\npublic partial class Cache\n{{\n    {before}\n}}",
        $"[TrackedResource(Type = \"x\")]\npublic partial class Cache\n{{\n    {after}\n}}");

    [Theory]
    [InlineData("[ReleaseHandler(\"x\")] internal static ReleaseOutcome {|RH8012:Close|}(Stream stream) => default;", "[ReleaseHandler(\"x\")] internal static ReleaseOutcome Close(Stream stream, in ReleaseContext context) => default;")]
    [InlineData("[ReleaseHandler(\"x\")] private static ReleaseOutcome {|RH8012:Close|}(Stream stream, in ReleaseContext context) => default;", "[ReleaseHandler(\"x\")] internal static ReleaseOutcome Close(Stream stream, in ReleaseContext context) => default;")]
    [InlineData("[ReleaseHandler(\"x\")] static ReleaseOutcome {|RH8012:Close|}(Stream stream, in ReleaseContext context) => default;", "[ReleaseHandler(\"x\")] internal static ReleaseOutcome Close(Stream stream, in ReleaseContext context) => default;")]
    [InlineData("[Cleaner] internal static async void {|RH8011:Tidy|}() => await Task.Yield();", "[Cleaner] internal static async Task Tidy(CleanerContext context) => await Task.Yield();")]
    [InlineData("[Cleaner] internal void {|RH8011:Tidy|}(CleanerContext context) => context.Freed(1);", "[Cleaner] internal static void Tidy(CleanerContext context) => context.Freed(1);")]
    [InlineData("[Trim(\"x\")] internal static int {|RH8011:Shrink|}(Stream stream) => 0;", "[Trim(\"x\")] internal static long Shrink(Stream stream, TrimRequest request) => 0;")]
    [InlineData("[Offload(\"x\")] internal static ValueTask {|RH8011:ToHost|}(Stream stream, CancellationToken token) => default;", "[Offload(\"x\")] internal static ValueTask ToHost(Stream stream, ReleaseContext context, CancellationToken token) => default;")]
    public Task Of_what_is_registered(string before, string after) => Signature.Fixes(
        $"internal class Handlers\n{{\n    {before}\n}}",
        $"internal class Handlers\n{{\n    {after}\n}}");

    [Fact]
    public Task What_released_nothing_it_said_now_says_so() => Signature.Fixes(
        """
        internal static class Handlers
        {
            [ReleaseHandler("x")]
            internal static void {|RH8012:Close|}(Stream stream)
            {
                // Nobody else knows it.
                stream.Flush();
                stream.Dispose();
            }

            [ReleaseHandler("y")]
            internal static void {|RH8012:End|}(Stream stream) => stream.Dispose();

            [ReleaseHandler("z")]
            internal static async Task {|RH8012:EndAsync|}(Stream stream) => await stream.DisposeAsync();
        }
        """,
        """
        internal static class Handlers
        {
            [ReleaseHandler("x")]
            internal static ReleaseOutcome Close(Stream stream, in ReleaseContext context)
            {
                // Nobody else knows it.
                stream.Flush();
                stream.Dispose();
                return ReleaseOutcome.Released();
            }

            [ReleaseHandler("y")]
            internal static ReleaseOutcome End(Stream stream, in ReleaseContext context)
            {
                stream.Dispose();
                return ReleaseOutcome.Released();
            }

            [ReleaseHandler("z")]
            internal static async Task<ReleaseOutcome> EndAsync(Stream stream, ReleaseContext context)
            {
                await stream.DisposeAsync();
                return ReleaseOutcome.Released();
            }
        }
        """);

    [Fact]
    public Task Containers_become_reachable_too() => Signature.Fixes(
        """
        public class Studio
        {
            private static class Handlers
            {
                // Called by the runtime.
                [ReleaseHandler("x")]
                private static ReleaseOutcome {|RH8012:Close|}(Stream stream, in ReleaseContext context) => default;
            }
        }
        """,
        """
        public class Studio
        {
            internal static class Handlers
            {
                // Called by the runtime.
                [ReleaseHandler("x")]
                internal static ReleaseOutcome Close(Stream stream, in ReleaseContext context) => default;
            }
        }
        """);

    [Theory]
    [InlineData("[Trim] private void {|RH8011:Shrink|}() { }")]
    [InlineData("[Trim] private long {|RH8011:Shrink|}(int count) => count;")]
    [InlineData("[Trim] private int {|RH8011:Shrink|}() => 0; private int Now() => Shrink();")]
    [InlineData("[Offload] private int {|RH8011:ToHost|}(ReleaseContext context) { return 1; }")]
    [InlineData("[Offload] private void {|RH8011:ToHost|}<T>(ReleaseContext context) { }")]
    [InlineData("[ReleaseHandler(\"x\")] internal static ReleaseOutcome {|RH8012:Close|}(in ReleaseContext context) => default;")]
    [InlineData("[ReleaseHandler(\"x\")] internal static void {|RH8012:Close|}(Stream stream) { if (stream.CanRead) return; stream.Dispose(); }")]
    [InlineData("[ReleaseHandler(\"x\")] internal ReleaseOutcome {|RH8012:Close|}(in ReleaseContext context) => default;")]
    [InlineData("[Cleaner, Obsolete(\"\", true)] internal void {|RH8011:Tidy|}(CleanerContext context) { }")]
    [InlineData("[Cleaner] internal void Tidy(CleanerContext context) { } [Cleaner] internal void {|RH8011:Tidy|}(CleanerContext context, CancellationToken token) { }")]
    public Task Not_where_it_is_not_known_what_was_meant(string member) =>
        Signature.OffersNothing($"[TrackedResource(Type = \"x\")] public partial class Cache {{ {member} }}");
}
