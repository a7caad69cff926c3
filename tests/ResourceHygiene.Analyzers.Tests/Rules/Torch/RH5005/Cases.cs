namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5005;

/// <summary>Loops inside of a scope, with and without one of their own.</summary>
public sealed class Cases
{
    [Fact]
    public Task A_training_loop() => ScopeCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        {|RH5005:for|} (int epoch = 0; epoch < n; epoch++)
        {
            var loss = (model.forward(x) - y).pow(2).mean();
            loss.backward();
        }
        """);

    [Fact]
    public Task A_loop_over_batches() => ScopeCode.InClass(
        """
        void M(IEnumerable<Tensor> batches, nn.Module<Tensor, Tensor> model)
        {
            using var scope = torch.NewDisposeScope();
            {|RH5005:foreach|} (var batch in batches)
                Console.WriteLine(model.forward(batch).argmax(1).shape);
        }
        """);

    [Fact]
    public Task A_loop_that_ends_some_time() => ScopeCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        {|RH5005:while|} (x.mean().item<float>() > 1)
            x.div_(y);
        """);

    [Fact]
    public Task A_loop_that_runs_once_at_least() => ScopeCode.InMethod(
        """
        using (torch.NewDisposeScope())
        {
            {|RH5005:do|}
            {
                Console.WriteLine(x.add(y).mean().shape);
            }
            while (--n > 0);
        }
        """);

    [Fact]
    public Task The_outer_one_of_two_loops() => ScopeCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        {|RH5005:for|} (int epoch = 0; epoch < n; epoch++)
        {
            for (int i = 0; i < n; i++)
                Console.WriteLine(model.forward(x).shape);
        }
        """);

    [Fact]
    public Task A_scope_for_each_round() => ScopeCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        for (int epoch = 0; epoch < n; epoch++)
        {
            using var round = torch.NewDisposeScope();
            var loss = (model.forward(x) - y).pow(2).mean();
            loss.backward();
        }
        """);

    [Fact]
    public Task A_using_for_each_tensor() => ScopeCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        for (int i = 0; i < n; i++)
        {
            using var sum = x.add(y);
            Console.WriteLine(sum.shape);
        }
        """);

    [Fact]
    public Task A_result_that_each_round_continues() => ScopeCode.Returning("Tensor",
        """
        using var scope = torch.NewDisposeScope();
        var h = x;
        for (int i = 0; i < n; i++)
            h = model.forward(h);
        return h.MoveToOuterDisposeScope();
        """);

    [Fact]
    public Task Results_that_are_collected() => ScopeCode.Returning("Tensor",
        """
        using var scope = torch.NewDisposeScope();
        var rows = new List<Tensor>();
        for (int i = 0; i < n; i++)
            rows.Add(x.add(y));
        return torch.cat(rows, 0).MoveToOuterDisposeScope();
        """);

    [Fact]
    public Task A_few_rounds() => ScopeCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        for (int i = 0; i < 4; i++)
            Console.WriteLine(x.add(y).mean().item<float>());
        """);

    [Fact]
    public Task The_layers_of_a_model() => ScopeCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        foreach (var child in model.children())
            Console.WriteLine(x.add(y).mean().item<float>());
        """);

    [Fact]
    public Task The_parameters_of_a_model() => ScopeCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        foreach (var (name, parameter) in model.named_parameters())
            Console.WriteLine(name + parameter.mean().item<float>());
        """);

    [Fact]
    public Task A_loop_around_the_scope() => ScopeCode.InLoop(
        """
        using var scope = torch.NewDisposeScope();
        Console.WriteLine(x.add(y).mean().item<float>());
        """);

    [Fact]
    public Task Inside_of_a_model() => ScopeCode.InModel(
        """
            public override Tensor forward(Tensor input)
            {
                using var scope = torch.NewDisposeScope();
                for (long i = 0; i < input.shape[0]; i++)
                    Console.WriteLine(first.forward(input).relu().shape);
                return second.forward(input).MoveToOuterDisposeScope();
            }
        """);

    [Theory]
    [InlineData("scope.DisposeEverything();")]
    [InlineData("scope.DisposeEverythingBut(kept);")]
    [InlineData("if (i % 10 == 0) scope.DisposeEverything();")]
    public Task A_scope_that_is_emptied_on_the_way(string statement) => ScopeCode.InMethod(
        $$"""
        using var scope = torch.NewDisposeScope();
        var kept = x.add(y);
        Console.WriteLine(kept.shape);
        for (int i = 0; i < n; i++)
        {
            var loss = model.forward(x).mul(y);
            Console.WriteLine(loss.item<float>());
            {{statement}}
        }
        """);

    [Fact]
    public Task A_scope_that_is_emptied_only_after_the_loop() => ScopeCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        {|RH5005:for|} (int i = 0; i < n; i++)
            Console.WriteLine(model.forward(x).item<float>());
        scope.DisposeEverything();
        """);
}
