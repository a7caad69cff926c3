using ResourceHygiene.Generators.TrackedResources;
using ResourceHygiene.Testing;
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
    public void What_takes_a_pointer_to_free_is_left_alone_where_the_project_allows_none()
    {
        var test = new GeneratorTest<TrackedResourceGenerator>
        {
            AllowUnsafe = false,
            Sources =
            {
                """
                using ResourceHygiene;
                [TrackedResource(Type = "block")]
                public sealed partial class Block { [Owned(Family = "heap.crt")] private nint _memory; }
                """,
            },
        };

        test.RunExpectingNothing();
    }

    [Fact]
    public void Members_that_can_only_be_awaited_are_no_business_of_the_finalizers_method()
    {
        var test = new GeneratorTest<TrackedResourceGenerator>
        {
            Sources =
            {
                """
                using System;
                using System.Collections.Generic;
                using System.IO;
                using ResourceHygiene;
                [TrackedResource(Type = "block")]
                public partial class Block
                {
                    [Owned(Family = "heap.hglobal")] private nint _memory;
                    [Owned] private readonly IAsyncDisposable? _request;
                    [Owned] private readonly List<IAsyncDisposable>? _more;
                    [Owned] private readonly Stream? _file;
                    public Block(IAsyncDisposable? request) { _request = request; _more = null; _file = null; Track(); }
                }
                """,
            },
        };

        string disposing = test.Generate().Values.Single().Split("void Dispose(bool disposing)")[1];
        Assert.DoesNotContain("if (disposing)", disposing, StringComparison.Ordinal);
        Assert.Contains("FreeHGlobal", disposing, StringComparison.Ordinal);
    }

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
