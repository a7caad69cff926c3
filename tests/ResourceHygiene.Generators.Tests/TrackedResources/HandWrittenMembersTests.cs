using Verify = ResourceHygiene.Testing.GeneratorVerifier<ResourceHygiene.Generators.TrackedResources.TrackedResourceGenerator>;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>What the user wrote stays, and is not written a second time.</summary>
public class HandWrittenMembersTests
{
    [Fact]
    public Task Finalizer_is_suppressed_once_released() => Verify.VerifyAsync(
        """
        using ResourceHygiene;

        [TrackedResource(Type = "handle")]
        public sealed partial class Handle
        {
            public Handle() => Track();
            ~Handle() { }
        }
        """);

    [Fact]
    public Task Public_hand_written_Dispose_is_respected() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        [TrackedResource(Type = "player")]
        public sealed partial class Player
        {
            [Owned] private readonly Stream _audio = Stream.Null;
            public Player() => Track();
            public void Dispose() => ReleaseTracked();
        }
        """);

    [Fact]
    public Task Explicit_hand_written_Dispose_is_respected() => Verify.VerifyAsync(
        """
        using System;
        using System.IO;
        using ResourceHygiene;

        [TrackedResource(Type = "player")]
        public partial class Player : IDisposable
        {
            [Owned] private readonly Stream _audio = Stream.Null;
            public Player() => Track();
            void IDisposable.Dispose() => ReleaseTracked();
        }
        """);

    [Fact]
    public Task Hooks_and_helpers_of_the_user_are_not_generated_again() => Verify.VerifyAsync(
        """
        using ResourceHygiene;

        [TrackedResource(Type = "job")]
        public sealed partial class Job
        {
            public Job() => Track();
            public bool TryLease(out Lease lease) { lease = default; return false; }
            public int ThrowIfReleased(int value) => value;
            public ResourceHandle TrackedHandle => default;
            partial void OnReleasing(in ReleaseContext context) { }
            partial void OnReleased(in ReleaseContext context) { }
        }
        """);

    [Fact]
    public Task Names_of_the_framework_taken_by_the_user_do_no_harm() => Verify.VerifyAsync(
        """
        namespace Media.System { public class Exception { } public class IDisposable { } }
        namespace Media.ResourceHygiene { public class TrackingEntry { } }
        namespace Media
        {
            public class GC { }
            public class List { }

            [global::ResourceHygiene.TrackedResource(Type = "shadow")]
            public partial class Shadow
            {
                [global::ResourceHygiene.Owned] private readonly global::System.IO.Stream _stream = global::System.IO.Stream.Null;
                public Shadow() => Track();
            }
        }
        """);

    [Fact]
    public Task Record_with_a_copy_constructor_of_its_own_keeps_it() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        [TrackedResource(Type = "clip")]
        public sealed partial record class Clip
        {
            [Owned] private readonly Stream _audio = new MemoryStream();
            public Clip() => Track();
            private Clip(Clip original) => Track();
        }
        """);

    [Fact]
    public Task Override_of_the_bases_Dispose_is_respected() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        [TrackedResource(Type = "recording")]
        public sealed partial class Recording : MemoryStream
        {
            [Owned] private readonly Stream _index = Stream.Null;
            public Recording() => Track();
            protected override void Dispose(bool disposing)
            {
                if (disposing)
                    ReleaseTracked();
                base.Dispose(disposing);
            }
        }
        """);

    [Fact]
    public Task Failures_that_are_only_reported() => Verify.VerifyAsync(
        """
        using System;
        using System.IO;
        using ResourceHygiene;

        [TrackedResource(Type = "log", Failures = ReleaseFailures.Report)]
        public sealed partial class Log : IAsyncDisposable
        {
            [Owned] private readonly Stream _file = Stream.Null;
            public Log() => Track();
        }
        """);

    [Fact]
    public Task Dispose_bool_beside_no_Dispose_is_called() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        [TrackedResource(Type = "player")]
        public partial class Player
        {
            [Owned] private readonly Stream _audio = Stream.Null;
            public Player() => Track();
            protected virtual void Dispose(bool disposing) { }
        }

        public partial class Shelf
        {
            /// <summary>A value.</summary>
            [TrackedResource(Type = "clip")] public partial string? Clip { get; set; }
            private void Dispose(bool disposing) { }
        }
        """);
}
