using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Generators.TrackedResources;
using ResourceHygiene.Testing;
using Verify = ResourceHygiene.Testing.GeneratorVerifier<ResourceHygiene.Generators.TrackedResources.TrackedResourceGenerator>;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>What is generated for <c>[TrackedResource]</c> on a class. Each test's snapshot is the example.</summary>
public class TrackedClassTests
{
    [Fact]
    public Task Sealed_class_with_owned_members_and_all_capabilities() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        namespace Media;

        [TrackedResource(Type = ResourceTypes.ModelWeights, Priority = ReleasePriority.Low, RetentionSeconds = 300)]
        public sealed partial class Encoder
        {
            [Owned] private readonly Stream _weights;
            [Owned(After = nameof(_weights))] private readonly StreamReader _tokenizer;

            public Encoder(Stream weights, StreamReader tokenizer)
            {
                _weights = weights;
                _tokenizer = tokenizer;
                Track(name: "encoder", bytes: 42);
            }

            [Trim] private long Shrink(TrimRequest request) => 0;
            [Offload] private void ToHost(ReleaseContext context) { }
            [Persist] private void Save(ReleaseContext context) { }
        }
        """);

    [Fact]
    public Task Class_that_owns_nothing() => Verify.VerifyAsync(
        """
        [ResourceHygiene.TrackedResource(Type = "scratch")]
        sealed partial class Scratch
        {
            public Scratch() => Track();
        }
        """);

    [Fact]
    public Task Class_that_can_be_derived_from_lets_the_derived_class_take_part() => Verify.VerifyAsync(
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

        public class Vision : Model
        {
            private readonly Stream _labels = Stream.Null;
            protected override void ReleaseDerived()
            {
                _labels.Dispose();
                base.ReleaseDerived();
            }
        }
        """);

    [Fact]
    public Task Generic_class_releases_members_of_its_type_parameters() => Verify.VerifyAsync(
        """
        using System;
        using ResourceHygiene;

        namespace Media;

        [TrackedResource(Type = "cache")]
        public sealed partial class Cache<TKey, TValue, TScratch> where TKey : notnull where TValue : class, IDisposable where TScratch : struct, IDisposable
        {
            [Owned] private TValue? _value;
            [Owned] private TScratch _scratch;
            public Cache(TValue? value, TScratch scratch) { _value = value; _scratch = scratch; Track(); }
        }
        """);

    [Fact]
    public Task Nested_class_reopens_every_container() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        namespace Media;

        public partial struct Session
        {
            internal partial interface IStages
            {
                public static partial class Stages<T>
                {
                    public partial record Stage
                    {
                        [TrackedResource(Type = "stage")]
                        private sealed partial class Buffer
                        {
                            [Owned] private readonly Stream _stream = Stream.Null;
                            public Buffer() => Track();
                        }
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Record_class_refuses_to_be_copied() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        namespace Media;

        [TrackedResource(Type = "clip")]
        public sealed partial record Clip
        {
            [Owned] public Stream Audio { get; init; }
            public Clip(Stream audio) { Audio = audio; Track(); }
        }
        """);

    [Fact]
    public Task Generic_derived_record_calls_the_base_copy_constructor() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        namespace Media;

        public abstract record Named(string Name);

        [TrackedResource(Type = "clip")]
        public partial record Clip<T> : Named
        {
            [Owned] private readonly Stream _audio = Stream.Null;
            public Clip() : base("clip") => Track();
        }
        """);

    [Fact]
    public Task Keywords_as_names_stay_names() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        namespace @namespace.@event;

        [TrackedResource(Type = "a \"quoted\"\n type")]
        internal sealed partial class @class<@in> where @in : class
        {
            [Owned] private readonly Stream @object = Stream.Null;
            [Owned] private readonly Stream failures = Stream.Null;
            [Owned] private readonly Stream context = Stream.Null;
            [Owned] private readonly Stream exception = Stream.Null;
            [TrackedResource(Type = "x")] public partial @in? @default { get; set; }
            public @class() => Track();
            [Offload] private void @void(ReleaseContext c) { }
        }
        """);

    [Fact]
    public Task Value_type_members_are_not_boxed() => Verify.VerifyAsync(
        """
        using System;
        using ResourceHygiene;

        namespace Media;

        public struct Pin : IDisposable { public void Dispose() { } }
        public readonly struct Hidden : IDisposable { void IDisposable.Dispose() { } }

        [TrackedResource(Type = "pins")]
        public sealed partial class Pins
        {
            [Owned] private Pin _pin;
            [Owned] private Pin? _optional;
            [Owned] private Hidden _hidden;
            public Pins() { _pin = default; _optional = default; _hidden = default; Track(); }
        }
        """);

    [Fact]
    public Task Members_are_released_through_whatever_releases_their_type() => Verify.VerifyAsync(
        """
        using System;
        using System.IO;
        using ResourceHygiene;

        namespace Media;

        public sealed class Explicit : IDisposable { void IDisposable.Dispose() { } }
        public interface ITexture : IDisposable { }
        public interface ITrap : IDisposable { new void Dispose(); }
        [MustRelease(nameof(Free))] public sealed class Native { public void Free() { } }

        [TrackedResource(Type = "inner")]
        public sealed partial class Inner { public Inner() => Track(); }

        [TrackedResource(Type = "outer")]
        public sealed partial class Outer
        {
            [Owned] private readonly Explicit? _explicit = null;
            [Owned] private readonly ITexture? _texture = null;
            [Owned] private readonly ITrap? _trap = null;
            [Owned] private readonly Native? _native = null;
            [Owned] private readonly Inner? _inner = null;
            [Owned] private readonly IDisposable? _any = null;
            [field: Owned] public Stream? Log { get; private set; }
            public Outer() => Track();
        }
        """);

    [Fact]
    public Task After_moves_only_what_it_names() => Verify.VerifyAsync(
        """
        using System.IO;
        using ResourceHygiene;

        [TrackedResource(Type = "chain")]
        public sealed partial class Chain
        {
            [Owned] private readonly Stream _first = Stream.Null;
            [Owned(After = nameof(_third))] private readonly Stream _second = Stream.Null;
            [Owned(After = nameof(_first))] private readonly Stream _third = Stream.Null;
            [Owned] private readonly Stream _fourth = Stream.Null;
            public Chain() => Track();
        }
        """);

    [Fact]
    public Task Class_in_several_files_gets_one_part_whose_order_does_not_depend_on_the_compiler() => new GeneratorTest<TrackedResourceGenerator>
    {
        Sources =
        {
            ("Zebra.cs", "using System.IO; using ResourceHygiene; partial class Split { [Owned] private readonly Stream _z = Stream.Null; }"),
            ("Main.cs", "using ResourceHygiene; [TrackedResource(Type = \"split\")] sealed partial class Split { public Split() => Track(); }"),
            ("Apple.cs", "using System.IO; using ResourceHygiene; partial class Split { [Owned] private readonly Stream _a = Stream.Null; }"),
        },
    }.RunAsync();

    [Fact]
    public Task Unknown_priority_and_odd_retention_are_written_as_they_are() => Verify.VerifyAsync(
        """
        using ResourceHygiene;

        [TrackedResource(Type = "odd", Priority = (ReleasePriority)7, RetentionSeconds = 0.1)]
        public sealed partial class Odd { public Odd() => Track(); }
        """);

    [Theory]
    [InlineData(LanguageVersion.CSharp11)]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.CSharp13)]
    public void Older_language_versions_compile_what_is_generated_for_a_class(LanguageVersion version)
    {
        var test = new GeneratorTest<TrackedResourceGenerator>
        {
            LanguageVersion = version,
            TestCode = "[ResourceHygiene.TrackedResource(Type = \"x\")] partial class Old { public Old() => Track(); }",
        };

        Assert.Single(test.Generate());
    }

    [Fact]
    public Task Capabilities_may_be_static_or_asynchronous_and_take_a_token() => Verify.VerifyAsync(
        """
        using System.Threading;
        using System.Threading.Tasks;
        using ResourceHygiene;

        [TrackedResource(Type = "cache")]
        public sealed partial class Cache<T>
        {
            public Cache() => Track();

            [Trim] private static async Task<long> ShrinkAsync(Cache<T> self, TrimRequest request, CancellationToken token)
            {
                await Task.Yield();
                return 1;
            }

            [Offload, Persist] private ValueTask MoveAsync(in ReleaseContext context, CancellationToken token) => default;
        }
        """);
}
