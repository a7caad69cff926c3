namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5001;

/// <summary>What a scope, a using or somebody else owns.</summary>
public sealed class Valid
{
    [Fact]
    public Task In_a_using() => ScopeCode.InMethod(
        """
        using var sum = x.add(y);
        Console.WriteLine(sum.shape);
        """);

    [Fact]
    public Task An_operators_result_in_a_using() => ScopeCode.InMethod(
        """
        using Tensor sum = x + y;
        Console.WriteLine(sum.shape);
        """);

    [Fact]
    public Task Returned() => ScopeCode.Returning("Tensor", "return x.add(y);");

    [Fact]
    public Task Returned_from_a_variable() => ScopeCode.Returning("Tensor",
        """
        var sum = x + y;
        return sum;
        """);

    [Fact]
    public Task Disposed_by_hand() => ScopeCode.InMethod(
        """
        var sum = x.add(y);
        Console.WriteLine(sum.shape);
        sum.Dispose();
        """);

    [Fact]
    public Task In_a_scope() => ScopeCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        var sum = x.add(y);
        Console.WriteLine(sum.shape);
        """);

    [Fact]
    public Task In_the_block_of_a_scope() => ScopeCode.InMethod(
        """
        using (var scope = torch.NewDisposeScope())
        {
            var sum = x.add(y);
            Console.WriteLine(sum.shape);
        }
        """);

    [Fact]
    public Task In_the_block_of_a_scope_without_a_name() => ScopeCode.InMethod(
        """
        using (torch.NewDisposeScope())
        using (torch.no_grad())
        {
            var sum = x.add(y);
            x = x.to(torch.CPU);
            var (values, _) = x.topk(5);
            var parts = x.chunk(2);
            Console.WriteLine(parts.Length);
        }
        """);

    [Fact]
    public Task In_a_scope_that_is_closed_in_the_end() => ScopeCode.InMethod(
        """
        var scope = torch.NewDisposeScope();
        try
        {
            var sum = x.add(y);
        }
        finally
        {
            scope.Dispose();
        }
        """);

    [Fact]
    public Task In_a_scope_of_a_loop() => ScopeCode.InLoop(
        """
        using var scope = torch.NewDisposeScope();
        var sum = x.add(y);
        """);

    [Fact]
    public Task In_a_function_that_runs_in_a_scope() => ScopeCode.Returning("Tensor",
        """
        return torch.WrappedTensorDisposeScope(() =>
        {
            var sum = x.add(y);
            return sum.relu();
        });
        """);

    [Fact]
    public Task In_place() => ScopeCode.InMethod(
        """
        x.add_(y);
        x = x.mul_(y);
        x.requires_grad_();
        """);

    [Fact]
    public Task What_a_module_keeps() => ScopeCode.InMethod(
        """
        foreach (var parameter in model.parameters())
        {
            var p = parameter;
            Console.WriteLine(p.shape);
        }
        """);

    [Fact]
    public Task Handed_to_a_parameter() => ScopeCode.Returning("Parameter",
        """
        var weight = torch.zeros(3);
        return new Parameter(weight);
        """);

    [Fact]
    public Task Stored_in_a_field_that_is_released() => ScopeCode.InFile(
        """
        sealed class Cache : IDisposable
        {
            private readonly Tensor _ones = torch.ones(3);
            public void Dispose() => _ones.Dispose();
        }
        """);

    [Fact]
    public Task A_list_that_is_emptied() => ScopeCode.InMethod(
        """
        var losses = new List<Tensor>();
        for (int i = 0; i < n; i++)
            losses.Add(x.add(y));
        foreach (var loss in losses)
            loss.Dispose();
        """);

    [Fact]
    public Task A_list_of_which_one_tensor_is_made_before_it_is_emptied() => ScopeCode.InMethod(
        """
        var parts = new List<Tensor>();
        for (int i = 0; i < n; i++)
            parts.Add(x.add(y));
        using var all = torch.stack(parts);
        foreach (var part in parts)
            part.Dispose();
        """);

    [Fact]
    public Task A_list_in_a_scope_of_which_one_tensor_is_made() => ScopeCode.Returning("Tensor",
        """
        using var scope = torch.NewDisposeScope();
        var parts = new List<Tensor>();
        for (int i = 0; i < 4; i++)
            parts.Add(x.add(y));
        return torch.stack(parts).MoveToOuterDisposeScope();
        """);

    [Fact]
    public Task Parts_of_a_tuple_in_a_using() => ScopeCode.InMethod(
        """
        var (values, indices) = x.topk(5);
        using (values)
        using (indices)
            Console.WriteLine(values.shape);
        """);

    [Fact]
    public Task Elements_of_an_array_that_are_disposed() => ScopeCode.InMethod(
        """
        var parts = x.chunk(2);
        foreach (var part in parts)
            part.Dispose();
        """);

    [Fact]
    public Task An_array_that_is_returned() => ScopeCode.Returning("Tensor[]",
        """
        var parts = x.chunk(2);
        return parts;
        """);

    [Fact]
    public Task The_former_value_disposed_first() => ScopeCode.Returning("Tensor",
        """
        var batch = torch.zeros(3);
        var moved = batch.to(torch.CPU);
        batch.Dispose();
        return moved;
        """);

    [Fact]
    public Task An_exception_between_is_no_matter() => ScopeCode.InMethod(
        """
        var sum = x.add(y);
        Console.WriteLine(model.GetName());
        sum.Dispose();
        """);

    [Fact]
    public Task A_tensor_that_is_lent() => ScopeCode.InClass(
        """
        private readonly Dictionary<string, Tensor> _known = new();
        void M(string name)
        {
            var known = _known[name];
            Console.WriteLine(known.shape);
        }
        """);

    [Fact]
    public Task The_fields_of_a_module() => ScopeCode.InModel(
        """
            public override Tensor forward(Tensor input) => first.forward(input);
        """);
}
