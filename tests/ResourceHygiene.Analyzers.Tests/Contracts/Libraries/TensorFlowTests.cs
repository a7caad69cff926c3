namespace ResourceHygiene.Analyzers.Tests.Contracts.Libraries;

/// <summary>TensorFlow.NET, before and after its native memory went to safe handles.</summary>
public sealed class TensorFlowTests
{
    private const string Declarations =
        """
        namespace Tensorflow
        {
            public class BaseSession : IDisposable { public void run() => throw null; public void Dispose() => throw null; }
            public class Session : BaseSession { public Session as_default() => throw null; }
            public class Graph { }
            public class Tensor : IDisposable { public long size => throw null; public void Dispose() => throw null; }
            public class CompatV1Api { public Session Session() => throw null; }
            public class tensorflow
            {
                public Session Session(Graph graph) => throw null;
                public Session get_default_session() => throw null;
                public Graph get_default_graph() => throw null;
                public Graph peak_default_graph() => throw null;
                public Gradients.GradientTape GradientTape(bool persistent = false) => throw null;
            }
        }
        namespace Tensorflow.Gradients { public class GradientTape : IDisposable { public void Dispose() => throw null; } }
        namespace Tensorflow.Util { public abstract class SafeTensorflowHandle : System.Runtime.InteropServices.SafeHandle { protected SafeTensorflowHandle() : base(default, true) { } } }
        """;

    internal static readonly DeclaredLibrary Before = new("Tensorflow.Binding", "[assembly: System.Reflection.AssemblyVersion(\"0.60.0.0\")]\n" + Declarations);
    internal static readonly DeclaredLibrary Since = new("Tensorflow.Binding", "[assembly: System.Reflection.AssemblyVersion(\"0.150.0.0\")]\n" + Declarations);

    [Theory]
    [InlineData("void M(tensorflow tf, Graph graph) { var session = {|RH1001:tf.Session(graph)|}; session.run(); }")]
    [InlineData("void M(CompatV1Api v1) { var session = {|RH1001:v1.Session()|}; session.run(); }")]
    [InlineData("void M(tensorflow tf, Graph graph) { using var session = tf.Session(graph); session.run(); }")]
    [InlineData("void M(tensorflow tf, Graph graph) { using var session = tf.Session(graph).as_default(); session.run(); }")]
    [InlineData("void M(tensorflow tf) { var session = tf.get_default_session(); session.run(); }")]
    public Task A_session_is_its_makers(string members) => LibraryCode.InClass("using Tensorflow;", members, Before);

    [Theory]
    [InlineData("void M(tensorflow tf, Graph graph) { var session = tf.Session(graph); session.run(); }")]
    [InlineData("void M() { var tensor = new Tensor(); Console.WriteLine(tensor.size); }")]
    public Task Disposing_changes_nothing_any_more(string members) => LibraryCode.InClass("using Tensorflow;", members, Since);
}
