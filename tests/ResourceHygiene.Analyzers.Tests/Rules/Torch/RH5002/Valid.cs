namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5002;

/// <summary>Chains that lose nothing.</summary>
public sealed class Valid
{
    [Fact]
    public Task In_a_scope() => ScopeCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        var loss = (model.forward(x) - y).pow(2).mean();
        loss.backward();
        Console.WriteLine(loss.item<float>());
        """);

    [Fact]
    public Task Of_calls_that_return_the_same_object() => ScopeCode.Returning("Tensor", "return x.add(y).relu_().mul_(y);");

    [Fact]
    public Task Of_moves_of_a_module() => ScopeCode.InMethod(
        """
        model.to(torch.CPU).eval();
        """);

    [Fact]
    public Task Named_one_by_one() => ScopeCode.Returning("Tensor",
        """
        using var sum = x.add(y);
        using var positive = sum.relu();
        return positive.sum();
        """);

    [Fact]
    public Task Facts_about_a_tensor() => ScopeCode.Returning("long", "return x.shape[0] * x.numel() + y.size(0);");

    [Fact]
    public Task A_part_of_a_tuple_that_is_disposed() => ScopeCode.Returning("Tensor",
        """
        var (values, indices) = x.topk(5);
        indices.Dispose();
        return values;
        """);

    [Fact]
    public Task Both_parts_handed_on() => ScopeCode.Returning("(Tensor, Tensor)", "return x.topk(5);");

    [Fact]
    public Task Both_parts_of_a_variable_handed_on() => ScopeCode.Returning("(Tensor, Tensor)",
        """
        var top = x.topk(5);
        return (top.values, top.indexes);
        """);

    [Fact]
    public Task A_forward_with_a_scope() => ScopeCode.InModel(
        """
            public override Tensor forward(Tensor input)
            {
                using var scope = torch.NewDisposeScope();
                var hidden = first.forward(input).relu();
                return second.forward(hidden).MoveToOuterDisposeScope();
            }
        """);

    [Fact]
    public Task A_weight_of_a_layer() => ScopeCode.InModel(
        """
            public override Tensor forward(Tensor input) => first.forward(input);
            public long Count() => first.weight.numel() + second.weight.shape[0];
        """);

    [Fact]
    public Task What_is_no_tensor() => ScopeCode.Returning("string", "return x.ToString() + y.dtype.ToString().Trim();");

    [Fact]
    public Task What_a_query_makes_in_a_scope() => ScopeCode.Returning("List<Tensor>",
        """
        using var scope = torch.NewDisposeScope();
        return Enumerable.Range(0, 3).Select(i => (x + i).clone().MoveToOuterDisposeScope()).ToList();
        """);

    [Theory]
    [InlineData("items.ForEach(item => Console.WriteLine((item + 1).sum().item<float>()));")]
    [InlineData("Console.WriteLine(items.ConvertAll(item => (item + 1).sum().item<float>()).Count);")]
    [InlineData("Console.WriteLine(items.TrueForAll(item => (item + 1).sum().item<float>() > 0));")]
    [InlineData("Console.WriteLine(Array.ConvertAll(items.ToArray(), item => (item + 1).sum().item<float>()).Length);")]
    [InlineData("Array.ForEach(items.ToArray(), item => Console.WriteLine((item + 1).sum().item<float>()));")]
    [InlineData("items.Sort((a, b) => (a - b).sum().item<float>() > 0 ? 1 : -1);")]
    [InlineData("items.ForEach(item => items.ForEach(other => Console.WriteLine((item + other).sum().item<float>())));")]
    [InlineData("var cache = new System.Collections.Concurrent.ConcurrentDictionary<int, float>(); cache.GetOrAdd(0, _ => (x + 1).sum().item<float>());")]
    public Task What_a_lambda_makes_that_runs_at_once_in_a_scope(string statement) => ScopeCode.InClass(
        $"void M(List<Tensor> items, Tensor x)\n{{\nusing var scope = torch.NewDisposeScope();\n{statement}\n}}");
}
