using ResourceHygiene.Generators.TrackedResources;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>What is generated for a project with <c>ResourceHygieneTracking=off</c>.</summary>
public sealed class TrackingOffTests
{
    private const string Model =
        """
        using System.IO;
        using ResourceHygiene;

        [TrackedResource(Type = "model", RetentionSeconds = 3)]
        public partial class Model
        {
            [Owned] private readonly Stream _file = Stream.Null;
            public Model() => Track(name: "m");
            public bool Use() => TryLease(out Lease lease);
            [Trim] private long Shrink(TrimRequest request) => 0;
        }

        internal sealed partial class Studio
        {
            [TrackedResource(Type = "frames")] public partial string? Frames { get; set; }
            [TrackedResource(Type = "sound", Load = nameof(Open))] public partial MemoryStream? Sound { get; }
            private MemoryStream Open() => new();
        }

        [TrackedResource(Type = "view")]
        public readonly partial struct View
        {
            [Owned] private readonly Stream _file = Stream.Null;
            public View(int size) => Track(bytes: size);
            public bool Use() => TryLease(out Lease lease);
        }
        """;

    [Fact]
    public Task Instances_are_released_and_not_registered() => Test("off").RunAsync();

    [Fact]
    public void On_is_what_is_generated_without_the_property() =>
        Assert.Equal(new GeneratorTest<TrackedResourceGenerator> { Sources = { Model } }.Generate(), Test("on").Generate());

    private static GeneratorTest<TrackedResourceGenerator> Test(string tracking) =>
        new() { Sources = { Model }, BuildProperties = { ["ResourceHygieneTracking"] = tracking } };
}
