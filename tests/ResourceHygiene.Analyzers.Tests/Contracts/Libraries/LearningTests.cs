namespace ResourceHygiene.Analyzers.Tests.Contracts.Libraries;

/// <summary>ONNX Runtime and LLamaSharp.</summary>
public sealed class LearningTests
{
    private static readonly DeclaredLibrary Onnx = new(
        "Microsoft.ML.OnnxRuntime",
        """
        namespace Microsoft.ML.OnnxRuntime
        {
            public class SessionOptions : IDisposable { public void Dispose() => throw null; }
            public class OrtAllocator : IDisposable { public static OrtAllocator DefaultInstance => throw null; public void Dispose() => throw null; }
            public class OrtMemoryInfo : IDisposable { public static OrtMemoryInfo DefaultInstance => throw null; public void Dispose() => throw null; }
            public class OrtValue : IDisposable
            {
                public static OrtValue CreateTensorValueFromMemory(float[] data, long[] shape) => throw null;
                public OrtValue GetValue(int index, OrtAllocator allocator) => throw null;
                public ReadOnlySpan<float> GetTensorDataAsSpan() => throw null;
                public void Dispose() => throw null;
            }
            public interface IDisposableReadOnlyCollection<T> : IReadOnlyCollection<T>, IDisposable { }
            public class DisposableNamedOnnxValue : IDisposable { public void Dispose() => throw null; }
            public class InferenceSession : IDisposable
            {
                public InferenceSession(string modelPath) { }
                public InferenceSession(string modelPath, SessionOptions options) { }
                public IDisposableReadOnlyCollection<DisposableNamedOnnxValue> Run(IReadOnlyCollection<OrtValue> inputs) => throw null;
                public void Dispose() => throw null;
            }
        }
        """);

    private static readonly DeclaredLibrary Llama = new(
        "LLamaSharp",
        """
        namespace LLama
        {
            public sealed class ModelParams { public ModelParams(string path) { } }
            public sealed class LLamaWeights : IDisposable
            {
                public static LLamaWeights LoadFromFile(ModelParams @params) => throw null;
                public static Task<LLamaWeights> LoadFromFileAsync(ModelParams @params) => throw null;
                public LLamaContext CreateContext(ModelParams @params) => throw null;
                public void Dispose() => throw null;
            }
            public sealed class LLamaContext : IDisposable { public State GetState() => throw null; public void Dispose() => throw null; public sealed class State : IDisposable { public void Dispose() => throw null; } }
            public class StatelessExecutor { public StatelessExecutor(LLamaWeights weights, ModelParams @params) { } public void Infer() => throw null; }
            public class InteractiveExecutor { public InteractiveExecutor(LLamaContext context) { } public void Infer() => throw null; }
        }
        """);

    [Theory]
    [InlineData("using var session = new InferenceSession(path); var results = {|RH1001:session.Run([])|}; Console.WriteLine(results.Count);")]
    [InlineData("using var session = new InferenceSession(path); Console.WriteLine({|RH1004:session.Run([])|}.Count);")]
    [InlineData("using var session = new InferenceSession(path, {|RH1004:new SessionOptions()|});")]
    [InlineData("var value = {|RH1001:OrtValue.CreateTensorValueFromMemory(new float[n], [n])|}; Console.WriteLine(value.GetTensorDataAsSpan().Length);")]
    [InlineData("using var value = OrtValue.CreateTensorValueFromMemory(new float[n], [n]); var item = {|RH1001:value.GetValue(0, OrtAllocator.DefaultInstance)|}; Console.WriteLine(item);")]
    public Task Onnx_results_that_are_lost(string statements) => LibraryCode.InMethod("using Microsoft.ML.OnnxRuntime;", statements, Onnx);

    [Theory]
    [InlineData("using var options = new SessionOptions(); using var session = new InferenceSession(path, options); using var results = session.Run([]);")]
    [InlineData("InferenceSession session; using (var options = new SessionOptions()) session = new InferenceSession(path, options); session.Dispose();")]
    [InlineData("var info = OrtMemoryInfo.DefaultInstance; Console.WriteLine(info);")]
    public Task Onnx_results_that_are_not(string statements) => LibraryCode.InMethod("using Microsoft.ML.OnnxRuntime;", statements, Onnx);

    [Theory]
    [InlineData("var weights = {|RH1001:LLamaWeights.LoadFromFile(new ModelParams(path))|}; new StatelessExecutor(weights, new ModelParams(path)).Infer();")]
    [InlineData("using var weights = LLamaWeights.LoadFromFile(new ModelParams(path)); var executor = new InteractiveExecutor({|RH1004:weights.CreateContext(new ModelParams(path))|}); executor.Infer();")]
    [InlineData("using var weights = LLamaWeights.LoadFromFile(new ModelParams(path)); using var context = weights.CreateContext(new ModelParams(path)); var state = {|RH1001:context.GetState()|}; Console.WriteLine(state);")]
    [InlineData("using var weights = LLamaWeights.LoadFromFile(new ModelParams(path)); using var context = weights.CreateContext(new ModelParams(path)); new InteractiveExecutor(context).Infer();")]
    public Task An_executor_owns_neither_weights_nor_context(string statements) => LibraryCode.InMethod("using LLama;", statements, Llama);

    [Fact]
    public Task Weights_that_are_awaited() => LibraryCode.InClass(
        "using LLama;", "async Task M(string path) { var weights = await {|RH1001:LLamaWeights.LoadFromFileAsync(new ModelParams(path))|}; new StatelessExecutor(weights, new ModelParams(path)).Infer(); }", Llama);
}
