using Verify = ResourceHygiene.Testing.GeneratorVerifier<ResourceHygiene.Generators.TrackedResources.TrackedResourceGenerator>;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>Only a class that owns native state directly gets a finalizer.</summary>
public class NativeStateTests
{
    [Fact]
    public Task Sealed_class_with_families_of_dotnet() => Verify.VerifyAsync(
        """
        using System;
        using System.IO;
        using System.Runtime.InteropServices;
        using ResourceHygiene;

        [TrackedResource(Type = "block")]
        public sealed partial class Block
        {
            [Owned(Family = "heap.hglobal")] private IntPtr _memory;
            [Owned] private readonly Stream _file = Stream.Null;
            [Owned(Family = "heap.cotask")] private nint _text;
            [Owned(Family = "pin.gchandle")] private GCHandle _pin;
            public Block() { _memory = Marshal.AllocHGlobal(8); _text = Marshal.AllocCoTaskMem(8); _pin = GCHandle.Alloc(this); Track(); }
        }
        """);

    [Fact]
    public Task Class_that_can_be_derived_from_with_a_family_of_its_own() => Verify.VerifyAsync(
        """
        using System;
        using ResourceHygiene;

        namespace Codecs;

        internal static partial class Codec<T>
        {
            static void Close([Releases(Family = "handle.codec")] uint codec) { }

            [TrackedResource(Type = "codec")]
            internal partial class Session : IAsyncDisposable
            {
                [Owned(Family = "handle.codec")] private uint _codec;
                public Session(uint codec) { _codec = codec; Track(); }
            }
        }
        """);
}
