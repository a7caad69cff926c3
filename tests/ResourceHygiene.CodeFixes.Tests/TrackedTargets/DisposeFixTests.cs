using Call = ResourceHygiene.CodeFixes.Tests.TrackedTargets.TargetFixes<ResourceHygiene.Analyzers.Rules.TrackedTargets.HandWrittenDisposeAnalyzer, ResourceHygiene.CodeFixes.TrackedTargets.CallReleaseTrackedFix>;
using Remove = ResourceHygiene.CodeFixes.Tests.TrackedTargets.TargetFixes<ResourceHygiene.Analyzers.Rules.TrackedTargets.HandWrittenDisposeAnalyzer, ResourceHygiene.CodeFixes.TrackedTargets.RemoveDisposeFix>;

namespace ResourceHygiene.CodeFixes.Tests.TrackedTargets;

/// <summary>A hand-written Dispose calls ReleaseTracked(), or goes where it does nothing else.</summary>
public sealed class DisposeFixTests
{
    private const string GeneratorHasNotRun = "CS0103";

    [Fact]
    public Task Dispose_calls_what_releases() => Call.Fixes(
        """
        [TrackedResource(Type = "x")]
        sealed partial class Cache : IDisposable
        {
            public Cache() => Track();

            public void {|RH8010:Dispose|}()
            {
                Console.WriteLine("gone");
                GC.SuppressFinalize(this);
            }
        }
        """,
        """
        [TrackedResource(Type = "x")]
        sealed partial class Cache : IDisposable
        {
            public Cache() => Track();

            public void Dispose()
            {
                Console.WriteLine("gone");
                ReleaseTracked();
                GC.SuppressFinalize(this);
            }
        }
        """,
        GeneratorHasNotRun);

    [Fact]
    public Task Dispose_of_one_expression() => Call.Fixes(
        """
        [TrackedResource(Type = "x")]
        sealed partial class Cache : IDisposable
        {
            public Cache() => Track();
            public void {|RH8010:Dispose|}() => Console.WriteLine("gone");
        }
        """,
        """
        [TrackedResource(Type = "x")]
        sealed partial class Cache : IDisposable
        {
            public Cache() => Track();
            public void Dispose()
            {
                Console.WriteLine("gone");
                ReleaseTracked();
            }
        }
        """,
        GeneratorHasNotRun);

    [Fact]
    public Task Not_where_it_leaves_early() => Call.OffersNothing(
        """
        [TrackedResource(Type = "x")]
        sealed partial class Cache : IDisposable
        {
            private bool _done;
            public Cache() => Track();
            public void {|RH8010:Dispose|}() { if (_done) return; _done = true; }
        }
        """,
        GeneratorHasNotRun);

    [Fact]
    public Task Dispose_that_the_generated_one_replaces_goes() => Remove.Fixes(
        """
        [TrackedResource(Type = "x")]
        sealed partial class Cache
        {
            [Owned] private readonly Stream _file = Stream.Null;
            [Owned] private Stream? _log = null;

            public Cache() => Track();

            public void {|RH8010:Dispose|}()
            {
                _log?.Dispose();
                this._file.Dispose();
                GC.SuppressFinalize(this);
            }

            public long Length => _file.Length;
        }
        """,
        """
        [TrackedResource(Type = "x")]
        sealed partial class Cache
        {
            [Owned] private readonly Stream _file = Stream.Null;
            [Owned] private Stream? _log = null;

            public Cache() => Track();

            public long Length => _file.Length;
        }
        """,
        GeneratorHasNotRun, "CS0414");

    [Theory]
    [InlineData("_file.Dispose(); Console.WriteLine();")]
    [InlineData("_other.Dispose();")]
    [InlineData("_file.Flush();")]
    [InlineData("/* last */ _file.Dispose();")]
    public Task Dispose_that_does_more_stays(string statements) => Remove.OffersNothing(
        $$"""
        [TrackedResource(Type = "x")]
        sealed partial class Cache
        {
            [Owned] private readonly Stream _file = Stream.Null;
            private readonly Stream _other = Stream.Null;
            public Cache() => Track();
            public void {|RH8010:Dispose|}() { {{statements}} }
        }
        """,
        GeneratorHasNotRun, "CS0414");

    [Fact]
    public Task Dispose_that_a_derived_class_overrides_stays() => Remove.OffersNothing(
        """
        [TrackedResource(Type = "x")]
        partial class Cache : IDisposable
        {
            [Owned] private readonly Stream _file = Stream.Null;
            public Cache() => Track();
            public virtual void {|RH8010:Dispose|}() => _file.Dispose();
        }

        class LargeCache : Cache
        {
            public override void Dispose() => base.Dispose();
        }
        """,
        GeneratorHasNotRun);
}
