using Verify = ResourceHygiene.Testing.GeneratorVerifier<ResourceHygiene.Generators.TrackedResources.TrackedResourceGenerator>;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>Copies of a tracked struct share one object, which is what the runtime knows.</summary>
public class StructTests
{
    [Fact]
    public Task Struct_with_hooks_and_capabilities() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        namespace Media;

        [TrackedResource(Type = "pin")]
        public partial struct Pin
        {
            private int _uses;
            [Owned] private readonly Stream _stream;
            [Owned] public StreamReader? Reader { get; }

            public Pin(Stream stream) { _uses = 0; _stream = stream; Reader = null; Track(name: "pin"); }

            public void Use() { ThrowIfReleased(); _uses++; }
            [Trim] private long Shrink(TrimRequest request) => 0;
            partial void OnReleasing(in ReleaseContext context) { }
        }
        """);

    [Fact]
    public Task Readonly_record_struct_can_be_copied_with_with() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        [TrackedResource(Type = "clip")]
        public readonly partial record struct Clip<T>
        {
            [Owned] private readonly Stream _audio;
            public T? Title { get; init; }
            public Clip(Stream audio, T title) { _audio = audio; Title = title; Track(); }
            public Clip<T> Renamed(T title) => this with { Title = title };
        }
        """);

    [Fact]
    public Task Struct_that_is_released_asynchronously() => Verify.VerifyAsync(
        """
        using System;
        using ResourceHygiene;

        [TrackedResource(Type = "upload", Failures = ReleaseFailures.Report)]
        internal readonly partial struct Upload
        {
            [Owned] private readonly IAsyncDisposable? _request;
            public Upload(IAsyncDisposable request) { _request = request; Track(); }
        }
        """);

    [Fact]
    public Task Hand_written_Dispose_of_a_struct_is_called_by_the_runtime() => Verify.VerifyAsync(
        """
        using System;
        using System.IO;
        using ResourceHygiene;

        [TrackedResource(Type = "pin")]
        internal partial struct Pin : IDisposable
        {
            [Owned] private readonly Stream _stream;
            public Pin(Stream stream) { _stream = stream; Track(); }
            public void Dispose() => ReleaseTracked();
        }
        """);

    [Fact]
    public Task Owner_of_a_tracked_struct_releases_it() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        [TrackedResource(Type = "pin")]
        internal readonly partial struct Pin
        {
            [Owned] private readonly Stream _stream;
            public Pin(Stream stream) { _stream = stream; Track(); }
        }

        [TrackedResource(Type = "board")]
        internal sealed partial class Board
        {
            [Owned] private readonly Pin _pin = new(Stream.Null);
            [Owned] private readonly Pin? _other = null;
            public Board() => Track();
        }
        """);

    [Fact]
    public Task Struct_that_implements_the_interfaces_of_the_runtime_itself() => Verify.VerifyAsync(
        """
        using ResourceHygiene;

        [TrackedResource(Type = "pin")]
        internal partial struct Pin<T> : ITrimmable, IOffloadable, IPersistable
        {
            public Pin(int uses) { Uses = uses; Track(); }
            public int Uses { get; private set; }
            long ITrimmable.Trim(TrimRequest request) => 0;
            public void Offload(ReleaseContext context) => Uses++;
            public void Persist(ReleaseContext context) { }
            [Persist] private readonly void Save(ReleaseContext context) { }
        }
        """);
}
