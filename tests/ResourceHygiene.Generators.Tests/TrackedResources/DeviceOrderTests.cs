using ResourceHygiene.Generators.TrackedResources;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>In which order members of a device are released, whatever the order of their declaration.</summary>
public sealed class DeviceOrderTests
{
    // By their real names; what they do does not matter here.
    private const string Libraries =
        """
        #nullable disable
        using System;

        namespace TorchSharp
        {
            public static class torch
            {
                public class Tensor : IDisposable { public void Dispose() { } }
                public static class nn { public class Module : IDisposable { public void Dispose() { } } public class Module<T, TResult> : Module { } }
                public static class optim { public abstract class Optimizer : IDisposable { public void Dispose() { } } }
            }

            namespace Modules
            {
                public sealed class Parameter : torch.Tensor { }
                public sealed class Adam : torch.optim.Optimizer { }
                public sealed class Linear : torch.nn.Module<torch.Tensor, torch.Tensor> { }
            }
        }

        namespace ILGPU
        {
            public sealed class Context : IDisposable { public void Dispose() { } }

            namespace Runtime
            {
                public abstract class AcceleratorObject : IDisposable { public void Dispose() { } }
                public abstract class MemoryBuffer : AcceleratorObject { }
                public sealed class MemoryBuffer1D<T> : MemoryBuffer { }
                public class AcceleratorStream : AcceleratorObject { public void Synchronize() { } }
                public class Accelerator : IDisposable { public void Dispose() { } }
            }
        }

        namespace Microsoft.ML.OnnxRuntime
        {
            public interface IDisposableReadOnlyCollection<T> : IDisposable { }
            public class OrtValue : IDisposable { public void Dispose() { } }
            public class InferenceSession : IDisposable { public void Dispose() { } }
            public class SessionOptions : System.Runtime.InteropServices.SafeHandle
            {
                public SessionOptions() : base(IntPtr.Zero, true) { }
                public override bool IsInvalid => false;
                protected override bool ReleaseHandle() => true;
            }
        }
        """;

    [Theory]
    // Outputs, optimizer, module; the tokenizer keeps its place before what was declared earlier.
    [InlineData("optimizer module output tokenizer", "tokenizer output optimizer module",
        "[Owned] private readonly TorchSharp.Modules.Adam optimizer = new();",
        "[Owned] private readonly TorchSharp.Modules.Linear module = new();",
        "[Owned] private readonly TorchSharp.torch.Tensor output = new();",
        "[Owned] private readonly System.IO.Stream tokenizer = System.IO.Stream.Null;")]
    // A parameter belongs to its module, though it is a tensor.
    [InlineData("output optimizer weight", "output optimizer weight",
        "[Owned] private readonly TorchSharp.torch.Tensor output = new();",
        "[Owned] private readonly TorchSharp.torch.optim.Optimizer optimizer = null!;",
        "[Owned] private readonly TorchSharp.Modules.Parameter weight = new();")]
    // What the user says comes first.
    [InlineData("module output", "module output",
        "[Owned] private readonly TorchSharp.Modules.Linear module = new();",
        "[Owned(After = \"module\")] private readonly TorchSharp.torch.Tensor output = new();")]
    [InlineData("buffer accelerator context", "buffer accelerator context",
        "[Owned] private readonly ILGPU.Runtime.MemoryBuffer1D<float> buffer = new();",
        "[Owned] private readonly ILGPU.Runtime.Accelerator accelerator = new();",
        "[Owned] private readonly ILGPU.Context context = new();")]
    [InlineData("results session options", "results session options",
        "[Owned] private readonly Microsoft.ML.OnnxRuntime.IDisposableReadOnlyCollection<Microsoft.ML.OnnxRuntime.OrtValue> results = null!;",
        "[Owned] private readonly Microsoft.ML.OnnxRuntime.InferenceSession session = new();",
        "[Owned] private readonly Microsoft.ML.OnnxRuntime.SessionOptions options = new();")]
    // Contradictions between the two orders end with the user's.
    [InlineData("a b c", "c b a",
        "[Owned(After = \"b\")] private readonly TorchSharp.torch.Tensor a = new();",
        "[Owned(After = \"c\")] private readonly System.IO.Stream b = System.IO.Stream.Null;",
        "[Owned] private readonly TorchSharp.torch.nn.Module c = new();")]
    public void What_refers_to_others_goes_before_them(string declared, string released, params string[] members)
    {
        Assert.NotEmpty(declared);
        Assert.Equal(released, ReleasedIn(Generate(members)));
    }

    [Fact]
    public void Work_in_flight_is_waited_for_before_memory_is_freed() => Assert.Equal(
        "stream.Synchronize buffer stream",
        ReleasedIn(Generate(
            "[Owned] private readonly ILGPU.Runtime.AcceleratorStream stream = new();",
            "[Owned] private readonly ILGPU.Runtime.MemoryBuffer1D<float> buffer = new();")));

    [Theory]
    [InlineData("[Owned] private readonly ILGPU.Runtime.AcceleratorStream stream = new();")]
    [InlineData("[Owned] private readonly ILGPU.Runtime.MemoryBuffer1D<float> buffer = new(); private readonly ILGPU.Runtime.AcceleratorStream borrowed = new();")]
    public void Where_nothing_is_freed_or_the_stream_is_somebody_elses_nobody_waits(string members) =>
        Assert.DoesNotContain("Synchronize", Generate(members), StringComparison.Ordinal);

    [Fact]
    public void Nothing_is_copied_to_the_host_to_be_released()
    {
        string text = Generate("[Owned] private readonly TorchSharp.Modules.Linear module = new();");

        Assert.DoesNotContain("cpu", text, StringComparison.Ordinal);
        Assert.DoesNotContain("GetAsArray", text, StringComparison.Ordinal);
    }

    private static string Generate(params string[] members) => new GeneratorTest<TrackedResourceGenerator>
    {
        Sources =
        {
            $"#nullable enable\nusing ResourceHygiene;\n[TrackedResource(Type = \"x\")] public sealed partial class Model {{ {string.Join(' ', members)} public Model() => Track(); }}",
            Libraries,
        },
    }.Generate().Values.Single();

    private static string ReleasedIn(string text) => string.Join(' ', text.Split('\n')
        .Select(static line => line.Trim())
        .Where(static line => line.StartsWith("this.", StringComparison.Ordinal) && (line.EndsWith("Dispose();", StringComparison.Ordinal) || line.EndsWith("Synchronize();", StringComparison.Ordinal)))
        .Select(static line => line["this.".Length..].Replace("@", "", StringComparison.Ordinal).Replace("?.", ".", StringComparison.Ordinal).Replace(".Dispose();", "", StringComparison.Ordinal).Replace("();", "", StringComparison.Ordinal)));
}
