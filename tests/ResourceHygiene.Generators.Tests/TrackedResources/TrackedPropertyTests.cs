using ResourceHygiene.Generators.TrackedResources;
using ResourceHygiene.Testing;
using Verify = ResourceHygiene.Testing.GeneratorVerifier<ResourceHygiene.Generators.TrackedResources.TrackedResourceGenerator>;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>What is generated for <c>[TrackedResource]</c> on a partial property.</summary>
public class TrackedPropertyTests
{
    [Fact]
    public Task Property_of_a_plain_class() => Verify.VerifyAsync(
        """
        using ResourceHygiene;

        namespace Media;

        public sealed class FrameCache { }

        public sealed partial class Studio
        {
            /// <summary>A value that may be let go.</summary>
            [TrackedResource(Type = ResourceTypes.RenderCache, Priority = ReleasePriority.High, RetentionSeconds = 60)]
            public partial FrameCache? Frames { get; set; }
        }
        """);

    [Fact]
    public Task Several_properties_with_modifiers_and_accessibilities() => Verify.VerifyAsync(
        """
        using System.Collections.Generic;
        using ResourceHygiene;

        namespace Media;

        public abstract class Base { public virtual string? Title { get; set; } }

        public partial class Studio : Base
        {
            /// <summary>A value that may be let go.</summary>
            [TrackedResource(Type = "a")] public virtual partial List<string?>? Lines { get; protected set; }
            /// <summary>A value that may be let go.</summary>
            [TrackedResource(Type = "b")] internal partial byte[]? Pixels { private get; init; }
            /// <summary>A value that may be let go.</summary>
            [TrackedResource(Type = "c")] public sealed override partial string? Title { get; set; }
        }
        """);

    [Fact]
    public Task Property_of_a_tracked_class_is_released_with_its_owned_members() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        namespace Media;

        [TrackedResource(Type = "studio")]
        public sealed partial class Studio
        {
            [Owned] private readonly Stream _log = Stream.Null;
            /// <summary>A value that may be let go.</summary>
            [TrackedResource(Type = "frames")] public partial Stream? Frames { get; set; }
            [Owned(After = nameof(_log))] private readonly Stream _index = Stream.Null;
            public Studio() => Track();
        }
        """);

    [Fact]
    public Task Owned_members_beside_a_tracked_property_are_released_too() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        public partial class Studio
        {
            [Owned] private readonly Stream _log = Stream.Null;
            /// <summary>A value that may be let go.</summary>
            [TrackedResource(Type = "frames"), Owned(After = nameof(_log))] public partial Stream? Frames { get; set; }
        }
        """);

    [Fact]
    public Task Hand_written_Dispose_beside_a_property() => Verify.VerifyAsync(
        """
        using System;
        using ResourceHygiene;

        public partial class Studio : IDisposable
        {
            /// <summary>A value that may be let go.</summary>
            [TrackedResource(Type = "frames")] public partial string? Frames { get; set; }
            public void Dispose() => ReleaseTracked();
        }
        """);

    [Fact]
    public Task Generic_record_with_a_property_of_its_type_parameter() => Verify.VerifyAsync(
        """
        using ResourceHygiene;

        public partial record Holder<T> where T : class
        {
            /// <summary>A value that may be let go.</summary>
            [TrackedResource(Type = "value")] public partial T? Value { get; set; }
        }
        """);

    [Fact]
    public Task Property_in_code_without_nullable_annotations() => new GeneratorTest<TrackedResourceGenerator>
    {
        TestCode =
            """
            #nullable disable
            using ResourceHygiene;

            public sealed partial class Studio
            {
                /// <summary>A value that may be let go.</summary>
                [TrackedResource(Type = "frames")] public partial string Frames { get; set; }
            }
            """,
    }.RunAsync();

    [Fact]
    public Task Lease_method_of_the_user_is_not_generated_again() => Verify.VerifyAsync(
        """
        using ResourceHygiene;

        public sealed partial class Studio
        {
            /// <summary>A value that may be let go.</summary>
            [TrackedResource(Type = "frames")] public partial string? Frames { get; set; }
            public bool TryLeaseFrames() => false;
        }
        """);
}
