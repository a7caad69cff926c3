namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5006;

/// <summary>Modules, optimizers and their like, which no finalizer frees.</summary>
public sealed class Cases
{
    [Fact]
    public Task A_module() => ScopeCode.InMethod(
        """
        var linear = {|RH5006:Linear(8, 8)|};
        Console.WriteLine(linear.GetName());
        """);

    [Fact]
    public Task A_module_in_a_scope_which_does_not_own_it() => ScopeCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        var linear = {|RH5006:Linear(8, 8)|};
        Console.WriteLine(linear.forward(x).shape);
        """);

    [Fact]
    public Task A_module_of_ones_own() => ScopeCode.InFile(
        """
        sealed class Net : nn.Module<Tensor, Tensor>
        {
            private readonly Linear first = Linear(8, 8);
            public Net() : base("net") { RegisterComponents(); }
            public override Tensor forward(Tensor input) => first.forward(input);
        }

        static class Program
        {
            static void Main()
            {
                var net = {|RH5006:new Net()|};
                net.eval();
            }
        }
        """);

    [Fact]
    public Task A_module_that_is_moved() => ScopeCode.InMethod(
        """
        var linear = {|RH5006:Linear(8, 8)|}.to(torch.CPU);
        Console.WriteLine(linear.GetName());
        """);

    [Fact]
    public Task An_optimizer() => ScopeCode.InMethod(
        """
        var optimizer = {|RH5006:torch.optim.Adam(model.parameters())|};
        optimizer.step();
        """);

    [Fact]
    public Task A_module_used_once() => ScopeCode.Returning("Tensor", "return {|RH5006:Linear(8, 8)|}.forward(x);");

    [Fact]
    public Task A_module_disposed_on_some_path() => ScopeCode.InMethod(
        """
        var linear = {|RH5006:Linear(8, 8)|};
        if (flag)
            return;
        linear.Dispose();
        """);

    [Fact]
    public Task A_module_in_a_using() => ScopeCode.InMethod(
        """
        using var linear = Linear(8, 8);
        Console.WriteLine(linear.GetName());
        """);

    [Fact]
    public Task A_module_that_is_returned() => ScopeCode.Returning("nn.Module<Tensor, Tensor>", "return Linear(8, 8);");

    [Fact]
    public Task A_module_that_is_moved_and_returned() => ScopeCode.Returning("nn.Module<Tensor, Tensor>", "return Linear(8, 8).to(torch.CPU);");

    [Fact]
    public Task Modules_that_a_sequence_owns() => ScopeCode.InMethod(
        """
        var linear = Linear(8, 8);
        using var net = Sequential(("linear", linear), ("relu", ReLU()));
        Console.WriteLine(net.GetName());
        """);

    [Fact]
    public Task A_module_in_a_field_of_a_module() => ScopeCode.InModel(
        """
            public override Tensor forward(Tensor input) => second.forward(input);
        """);

    [Fact]
    public Task A_child_of_a_module() => ScopeCode.InMethod(
        """
        foreach (var child in model.children())
        {
            var c = child;
            c.eval();
        }
        """);

    [Theory]
    [InlineData("using var optimizer = torch.optim.Adam(net.parameters()); optimizer.step();")]
    [InlineData("using var optimizer = torch.optim.SGD(net.parameters(), 0.1); net.forward(x).Dispose(); optimizer.step();")]
    [InlineData("using var optimizer = torch.optim.Adam(net.parameters()); Train(net, optimizer);")]
    [InlineData("using var optimizer = torch.optim.Adam(net.parameters()); Train(optimizer);")]
    [InlineData("using torch.optim.Optimizer optimizer = flag ? torch.optim.Adam(net.parameters()) : torch.optim.SGD(net.parameters(), 0.1); optimizer.step();")]
    [InlineData("using var optimizer = torch.optim.Adam(net.parameters()); var schedule = torch.optim.lr_scheduler.StepLR(optimizer, 1); schedule.step();")]
    public Task A_model_whose_parameters_an_optimizer_has(string statements) => ScopeCode.InClass(
        $$"""
            static void Train(torch.optim.Optimizer optimizer) => optimizer.step();
            static void Train(nn.Module net, torch.optim.Optimizer optimizer) => optimizer.step();
            void M(Tensor x, bool flag)
            {
                var net = {|RH5006:Linear(8, 8)|};
                {{statements}}
            }
        """);

    [Fact]
    public Task A_model_whose_parameters_leave_with_an_optimizer() => ScopeCode.Returning("torch.optim.Optimizer",
        """
        var net = Linear(8, 8);
        return torch.optim.Adam(net.parameters());
        """);
}
