using ResourceHygiene.Analyzers.Rules.Owners;
using ResourceHygiene.Analyzers.Tests.Rules.Torch;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Contracts.Libraries;

/// <summary>Modules, optimizers and data sets are resources like others; what a module registers goes with it.</summary>
public sealed class TorchSharpModulesTests
{
    [Fact]
    public Task A_layer_that_nobody_owns() => ScopeCode.InMethod("var layer = {|RH5006:Linear(8, 8)|}; layer.eval();");

    [Theory]
    [InlineData("using var layer = Linear(8, 8); layer.eval();")]
    [InlineData("using var net = Sequential(Linear(8, 8), ReLU(), Linear(8, 8)); net.eval();")]
    [InlineData("using var net = Sequential((\"a\", Linear(8, 8)), (\"b\", ReLU())); net.eval();")]
    [InlineData("var layer = Linear(8, 8); using var net = Sequential(layer); net.eval();")]
    [InlineData("using var net = Linear(8, 8).to(CPU); net.eval();")]
    [InlineData("manual_seed(1);")]
    public Task Modules_that_somebody_owns(string statements) => ScopeCode.InMethod(statements);

    [Fact]
    public Task What_a_model_registers_goes_with_it() => Owners(
        """
        sealed class Net : nn.Module<Tensor, Tensor>
        {
            private readonly nn.Module<Tensor, Tensor> first = Linear(8, 8);
            private readonly Linear second;
            private readonly Parameter scale;
            public Net() : base("net")
            {
                second = Linear(8, 8);
                scale = Parameter(zeros(8));
                RegisterComponents();
            }
            public override Tensor forward(Tensor x) => first.forward(x);
        }
        """);

    [Fact]
    public Task What_else_a_model_owns_does_not() => Owners(
        """
        sealed class Net : nn.Module<Tensor, Tensor>
        {
            private readonly Linear first = Linear(8, 8);
            private readonly FileStream {|RH2001:log|} = File.OpenRead("log");
            public Net() : base("net") { RegisterComponents(); }
            public override Tensor forward(Tensor x) { log.ReadByte(); return first.forward(x); }
        }
        """);

    [Fact]
    public Task A_class_that_is_no_module_owns_its_layers() => Owners(
        """
        sealed class {|RH2002:Trainer|}
        {
            private readonly Linear layer = Linear(8, 8);
            public void Train() => layer.train();
        }
        """);

    private static Task Owners(string source)
    {
        AnalyzerTest<OwnerAnalyzer> test = new()
        {
            Sources = { "using TorchSharp;\nusing TorchSharp.Modules;\nusing static TorchSharp.torch;\nusing static TorchSharp.torch.nn;\n" + source },
            References = { TestReferences.FromFile(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")) },
        };
        return test.RunAsync();
    }
}
