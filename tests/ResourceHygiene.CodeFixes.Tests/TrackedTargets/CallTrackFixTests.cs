using Track = ResourceHygiene.CodeFixes.Tests.TrackedTargets.TargetFixes<ResourceHygiene.Analyzers.Rules.TrackedTargets.TrackCallAnalyzer, ResourceHygiene.CodeFixes.TrackedTargets.CallTrackFix>;

namespace ResourceHygiene.CodeFixes.Tests.TrackedTargets;

/// <summary>A constructor ends with Track().</summary>
public sealed class CallTrackFixTests
{
    private const string GeneratorHasNotRun = "CS0103";

    [Fact]
    public Task Constructors_with_and_without_statements() => Track.Fixes(
        """
        [TrackedResource(Type = "x")]
        sealed partial class Cache
        {
            private readonly int _size;

            public {|RH8003:Cache|}(int size)
            {
                // Checked by the caller.
                _size = size;
            }

            public {|RH8003:Cache|}()
            {
            }

            public int Size => _size;
        }
        """,
        """
        [TrackedResource(Type = "x")]
        sealed partial class Cache
        {
            private readonly int _size;

            public Cache(int size)
            {
                // Checked by the caller.
                _size = size;
                Track();
            }

            public Cache()
            {
                Track();
            }

            public int Size => _size;
        }
        """,
        GeneratorHasNotRun);

    [Fact]
    public Task Constructor_of_one_expression() => Track.Fixes(
        """
        [TrackedResource(Type = "x")]
        sealed partial class Cache
        {
            private readonly int _size;

            public {|RH8003:Cache|}(int size) => _size = size;

            public int Size => _size;
        }
        """,
        """
        [TrackedResource(Type = "x")]
        sealed partial class Cache
        {
            private readonly int _size;

            public Cache(int size)
            {
                _size = size;
                Track();
            }

            public int Size => _size;
        }
        """,
        GeneratorHasNotRun);

    [Fact]
    public Task Class_without_a_constructor_gets_one() => Track.Fixes(
        """
        [TrackedResource(Type = "x")]
        sealed partial class {|RH8003:Cache|}
        {
            private readonly List<int> _sizes = [];

            public int Count => _sizes.Count;
        }
        """,
        """
        [TrackedResource(Type = "x")]
        sealed partial class Cache
        {
            private readonly List<int> _sizes = [];

            public int Count => _sizes.Count;

            public Cache() => Track();
        }
        """,
        GeneratorHasNotRun);

    [Fact]
    public Task Empty_class_gets_one() => Track.Fixes(
        """
        [TrackedResource(Type = "x")]
        abstract partial class {|RH8003:Cache|}
        {
        }
        """,
        """
        [TrackedResource(Type = "x")]
        abstract partial class Cache
        {
            protected Cache() => Track();
        }
        """,
        GeneratorHasNotRun);

    [Theory]
    [InlineData("public {|RH8003:Cache|}(bool quick) { if (quick) return; Console.WriteLine(); }")]
    [InlineData("public {|RH8003:Cache|}() { throw new NotSupportedException(); }")]
    public Task Not_where_a_way_out_would_leave_without_it(string constructor) =>
        Track.OffersNothing($"[TrackedResource(Type = \"x\")] sealed partial class Cache {{ {constructor} }}");

    [Fact]
    public Task Not_for_a_primary_constructor() =>
        Track.OffersNothing("[TrackedResource(Type = \"x\")] sealed partial class {|RH8003:Cache|}(int size) { public int Size => size; }");
}
