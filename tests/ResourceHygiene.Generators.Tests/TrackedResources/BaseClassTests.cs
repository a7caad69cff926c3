using ResourceHygiene.Generators.TrackedResources;
using ResourceHygiene.Testing;
using Verify = ResourceHygiene.Testing.GeneratorVerifier<ResourceHygiene.Generators.TrackedResources.TrackedResourceGenerator>;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>How a tracked class enters the release of its base, and its base the tracker's.</summary>
public class BaseClassTests
{
    [Fact]
    public Task Base_with_Dispose_bool_has_it_overridden() => Verify.VerifyAsync(
        """
        using System;
        using System.IO;
        using ResourceHygiene;

        public abstract class Device : IDisposable
        {
            public void Dispose() { Dispose(true); GC.SuppressFinalize(this); }
            protected virtual void Dispose(bool disposing) { }
        }

        [TrackedResource(Type = "camera")]
        public sealed partial class Camera : Device
        {
            [Owned] private readonly Stream _frames = Stream.Null;
            public Camera() => Track();
        }
        """);

    [Fact]
    public Task Abstract_Dispose_bool_is_not_called() => Verify.VerifyAsync(
        """
        using System;
        using ResourceHygiene;

        public abstract class Device : IDisposable
        {
            public void Dispose() => Dispose(true);
            protected internal abstract void Dispose(bool disposing);
        }

        [TrackedResource(Type = "camera")]
        public partial class Camera : Device
        {
            public Camera() => Track();
        }
        """);

    [Fact]
    public Task Base_with_a_virtual_Dispose_has_that_overridden() => Verify.VerifyAsync(
        """
        using System;
        using ResourceHygiene;

        public class Device<T> : IDisposable { public virtual void Dispose() { } }

        [TrackedResource(Type = "camera")]
        public sealed partial class Camera : Device<int>
        {
            [Owned] private readonly IDisposable? _lens = null;
            public Camera() => Track();
        }
        """);

    [Fact]
    public Task Base_that_offers_DisposeAsync_has_both_overridden() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        [TrackedResource(Type = "recording")]
        public sealed partial class Recording : MemoryStream
        {
            [Owned] private readonly Stream _index = Stream.Null;
            public Recording() => Track();
        }
        """);

    [Fact]
    public Task Base_with_DisposeAsyncCore_has_that_overridden() => Verify.VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;
        using ResourceHygiene;

        public class Channel : IDisposable, IAsyncDisposable
        {
            public void Dispose() { Dispose(true); GC.SuppressFinalize(this); }
            public async ValueTask DisposeAsync() { await DisposeAsyncCore().ConfigureAwait(false); Dispose(false); GC.SuppressFinalize(this); }
            protected virtual void Dispose(bool disposing) { }
            protected virtual ValueTask DisposeAsyncCore() => default;
        }

        [TrackedResource(Type = "upload")]
        public partial class Upload : Channel
        {
            [Owned] private readonly IAsyncDisposable? _request = null;
            public Upload() => Track();
        }
        """);

    [Fact]
    public Task Base_with_nothing_but_DisposeAsync_gets_a_Dispose_that_waits() => Verify.VerifyAsync(
        """
        using System;
        using System.Threading.Tasks;
        using ResourceHygiene;

        public class Channel : IAsyncDisposable { public virtual ValueTask DisposeAsync() => default; }

        [TrackedResource(Type = "upload")]
        public sealed partial class Upload : Channel { public Upload() => Track(); }
        """);

    [Fact]
    public Task Tracked_base_shares_its_registration_and_its_release() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        namespace Media;

        [TrackedResource(Type = "model")]
        public partial class Model
        {
            [Owned] private readonly Stream _weights = Stream.Null;
            public Model() => Track();
        }

        public class Plain : Model
        {
            protected override void ReleaseDerived() => base.ReleaseDerived();
        }

        [TrackedResource(Type = "vision", Priority = ReleasePriority.High)]
        public partial class Vision : Plain
        {
            [Owned] private readonly Stream _labels = Stream.Null;
            public Vision() => Track(bytes: 4);
            partial void OnReleased(in ReleaseContext context) { }
        }

        [TrackedResource(Type = "faces")]
        public sealed partial class Faces : Vision
        {
            [Owned] private readonly Stream _names = Stream.Null;
            public Faces() => Track();
        }
        """);

    [Fact]
    public Task Generic_tracked_base_and_a_derived_class_that_needs_DisposeAsync() => Verify.VerifyAsync(
        """
        using System;
        using System.IO;
        using ResourceHygiene;

        [TrackedResource(Type = "cache")]
        public abstract partial class Cache<T> where T : class, IDisposable
        {
            [Owned] private readonly T? _value = null;
            protected Cache() => Track();
        }

        [TrackedResource(Type = "remote")]
        public partial class RemoteCache : Cache<Stream>
        {
            [Owned] private readonly IAsyncDisposable? _connection = null;
            public RemoteCache() => Track();
        }

        [TrackedResource(Type = "remote")]
        public sealed partial class Mirror : RemoteCache
        {
            [Owned] private readonly Stream _copy = Stream.Null;
            public Mirror() => Track();
        }
        """);

    [Fact]
    public Task Tracked_base_record_is_not_copied_either() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        [TrackedResource(Type = "clip")]
        public partial record Clip
        {
            [Owned] public Stream Audio { get; } = Stream.Null;
            public Clip() => Track();
        }

        [TrackedResource(Type = "scene")]
        public sealed partial record Scene : Clip
        {
            [Owned] public Stream Video { get; } = Stream.Null;
            public Scene() => Track();
        }
        """);

    [Fact]
    public Task Tracked_properties_of_derived_classes_are_released_with_the_base() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        internal partial class Studio { [TrackedResource(Type = "a")] public partial Stream? A { get; set; } }
        internal sealed partial class Annex : Studio { [TrackedResource(Type = "b")] public partial Stream? B { get; set; } }

        [TrackedResource(Type = "c")] internal partial class Hall { public Hall() => Track(); }
        internal sealed partial class Wing : Hall { [TrackedResource(Type = "d")] public partial Stream? D { get; set; } }

        public class Device : System.IDisposable { public virtual void Dispose() { } }
        internal sealed partial class Camera : Device { [TrackedResource(Type = "e")] public partial Stream? E { get; set; } }
        """);

    [Fact]
    public Task Tracked_base_in_another_assembly() => new GeneratorTest<TrackedResourceGenerator>
    {
        TestCode = "using ResourceHygiene; [TrackedResource(Type = \"vision\")] public sealed partial class Vision : Model { [Owned] private readonly System.IO.Stream _labels = System.IO.Stream.Null; public Vision() => Track(); }",
        References =
        {
            new GeneratorTest<TrackedResourceGenerator>
            {
                TestCode = "using ResourceHygiene; [TrackedResource(Type = \"model\")] public partial class Model { public Model() => Track(); }",
                AssemblyName = "Models",
            }.CompileToReference(),
        },
    }.RunAsync();

    [Fact]
    public void Base_that_changes_elsewhere_changes_what_is_generated()
    {
        const string Derived = "using ResourceHygiene; [TrackedResource(Type = \"x\")] sealed partial class Camera : Device { public Camera() => Track(); }";
        new GeneratorTest<TrackedResourceGenerator>
        {
            Sources =
            {
                ("Camera.cs", Derived),
                ("Device.cs", "class Device { }"),
            },
        }.ShouldRegenerate("class Device : System.IDisposable { public virtual void Dispose() { } }", sourceIndex: 1);
    }
}
