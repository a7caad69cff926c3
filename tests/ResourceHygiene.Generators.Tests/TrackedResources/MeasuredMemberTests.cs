using ResourceHygiene.Generators.TrackedResources;
using ResourceHygiene.Testing;
using Verify = ResourceHygiene.Testing.GeneratorVerifier<ResourceHygiene.Generators.TrackedResources.TrackedResourceGenerator>;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>Sizes and places that generated code computes.</summary>
public class MeasuredMemberTests
{
    private const string Torch =
        """
        using System;
        using System.Collections.Generic;

        namespace TorchSharp
        {
            public enum DeviceType { CPU, CUDA }

            public static class torch
            {
                public class Tensor : IDisposable
                {
                    public long NumberOfElements => 0;
                    public long ElementSize => 0;
                    public DeviceType device_type => DeviceType.CPU;
                    public int device_index => -1;
                    public void Dispose() { }
                }

                public static class nn
                {
                    public class Module : IDisposable
                    {
                        public IEnumerable<Modules.Parameter> parameters(bool recurse = true) => [];
                        public IEnumerable<Tensor> buffers(bool recurse = true) => [];
                        public void Dispose() { }
                    }

                    public abstract class Module<T, TResult> : Module { }
                }
            }
        }

        namespace TorchSharp.Modules
        {
            public sealed class Parameter : torch.Tensor { }
        }
        """;

    [Fact]
    public Task Arrays_buffers_and_what_knows_its_size() => Verify.VerifyAsync(
        """
        using System.Buffers;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using ResourceHygiene;

        [TrackedResource(Type = "owner")]
        public sealed partial class Owner<T> where T : unmanaged
        {
            [Owned] private readonly float[,] _samples = new float[2, 2];
            [Owned] private readonly T[]? _any = null;
            [Owned] private readonly List<(int, T)> _pairs = [];
            [Owned] private readonly NativeBuffer? _native = null;
            [Owned] private readonly IMemoryOwner<byte>? _rented = null;
            [Owned] private readonly Dictionary<string, NativeBuffer> _natives = [];
            [Owned] private readonly ImmutableArray<NativeBuffer?> _parts = [];
            [Owned] private readonly System.Lazy<NativeBuffer>? _lazy = null;
            public Owner() => Track();
        }
        """);

    [Fact]
    public Task Tensors_and_modules_by_name() => new GeneratorTest<TrackedResourceGenerator>
    {
        Sources =
        {
            """
            using System.Collections.Generic;
            using ResourceHygiene;
            using TorchSharp;
            using static TorchSharp.torch;

            [TrackedResource(Type = ResourceTypes.ModelWeights)]
            public sealed partial class Owner
            {
                [Owned] private readonly Tensor _tensor = new();
                [Owned] private readonly TorchSharp.Modules.Parameter? _parameter = null;
                [Owned] private readonly List<Tensor> _tensors = [];
                [Owned] private readonly nn.Module<Tensor, Tensor>? _module = null;
                /// <summary>Loaded again.</summary>
                [TrackedResource(Type = "weights", Load = nameof(LoadModel))] public partial nn.Module? Model { get; }
                private nn.Module LoadModel() => new();
                public Owner() => Track();
            }
            """,
            Torch,
        },
        AllowedCompilerDiagnostics = { "CS1591", "CS8981" },
    }.RunAsync();

    [Fact]
    public void Version_of_the_library_that_lacks_a_member_is_not_measured()
    {
        string generated = string.Join('\n', new GeneratorTest<TrackedResourceGenerator>
        {
            Sources =
            {
                "using ResourceHygiene; [TrackedResource(Type = \"x\")] sealed partial class Owner { [Owned] TorchSharp.torch.Tensor _t = new(); public Owner() => Track(); }",
                Torch.Replace("public long ElementSize => 0;", "", StringComparison.Ordinal),
            },
            AllowedCompilerDiagnostics = { "CS1591", "CS8981" },
        }.Generate().Values);

        Assert.DoesNotContain("footprint", generated, StringComparison.Ordinal);
        Assert.Contains("this._t?.Dispose();", generated, StringComparison.Ordinal);
    }

    [Fact]
    public Task Values_of_properties_are_measured_by_their_type() => Verify.VerifyAsync(
        """
        using System.Collections.Generic;
        using ResourceHygiene;

        public sealed partial class Owner
        {
            /// <summary>A.</summary>
            [TrackedResource(Type = "a")] public partial int[]? Numbers { get; set; }
            /// <summary>B.</summary>
            [TrackedResource(Type = "b")] public partial List<byte[]?>? Blocks { get; set; }
            /// <summary>C.</summary>
            [TrackedResource(Type = "c")] public partial NativeBuffer? Native { get; set; }
        }
        """);

    [Theory]
    [InlineData("public sealed partial class Owner : ISizedResource", "public long SizeInBytes => 1; [Owned] private readonly byte[] _bytes = [];")]
    [InlineData("public sealed partial class Owner", "[Owned] private readonly Part _part = new(); [Owned] private readonly Part[] _parts = [];")]
    [InlineData("public sealed partial class Owner", "private readonly byte[] _notOwned = [];")]
    public void Nothing_is_measured_that_is_counted_otherwise(string header, string members)
    {
        string generated = string.Join('\n', new GeneratorTest<TrackedResourceGenerator>
        {
            TestCode =
                "using ResourceHygiene; [TrackedResource(Type = \"p\")] public sealed partial class Part { public Part() => Track(); } "
                + $"[TrackedResource(Type = \"x\")] {header} {{ {members} public Owner() => Track(); }}",
        }.Generate().Values);

        Assert.DoesNotContain("footprint", generated, StringComparison.Ordinal);
    }
}
