namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5001;

/// <summary>A tensor in a variable, and no scope to own it.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task Never_disposed() => ScopeCode.InMethod(
        """
        var sum = {|RH5001:x.add(y)|};
        Console.WriteLine(sum.shape);
        """);

    [Fact]
    public Task From_a_factory() => ScopeCode.InMethod(
        """
        var ones = {|RH5001:torch.ones(3, 4)|};
        Console.WriteLine(ones.numel());
        """);

    [Fact]
    public Task From_an_operator() => ScopeCode.InMethod(
        """
        var sum = {|RH5001:x + y|};
        Console.WriteLine(sum.shape);
        """);

    [Fact]
    public Task From_an_operator_with_a_number() => ScopeCode.InMethod(
        """
        Tensor scaled = {|RH5001:x * 2|};
        Console.WriteLine(scaled.shape);
        """);

    [Fact]
    public Task From_the_sign() => ScopeCode.InMethod(
        """
        var opposite = {|RH5001:-x|};
        Console.WriteLine(opposite.shape);
        """);

    [Fact]
    public Task From_a_comparison() => ScopeCode.InMethod(
        """
        var mask = {|RH5001:x > y|};
        Console.WriteLine(mask.shape);
        """);

    [Fact]
    public Task From_an_indexer() => ScopeCode.InMethod(
        """
        var row = {|RH5001:x[0]|};
        Console.WriteLine(row.shape);
        """);

    [Fact]
    public Task A_view_is_a_handle_of_its_own() => ScopeCode.InMethod(
        """
        var flat = {|RH5001:x.view(-1)|};
        Console.WriteLine(flat.shape);
        """);

    [Fact]
    public Task A_property_that_makes_a_handle() => ScopeCode.InMethod(
        """
        var transposed = {|RH5001:x.T|};
        Console.WriteLine(transposed.shape);
        """);

    [Fact]
    public Task The_result_of_a_model() => ScopeCode.InMethod(
        """
        var logits = {|RH5001:model.forward(x)|};
        Console.WriteLine(logits.shape);
        """);

    [Fact]
    public Task Dropped_at_once() => ScopeCode.InMethod(
        """
        {|RH5001:x.add(y)|};
        """);

    [Fact]
    public Task Moved_to_a_device_into_the_same_parameter() => ScopeCode.InMethod(
        """
        x = {|RH5001:x.to(torch.CPU)|};
        Console.WriteLine(x.shape);
        """);

    [Fact]
    public Task Moved_to_a_device_into_the_same_variable() => ScopeCode.Returning("Tensor",
        """
        var batch = torch.zeros(3);
        {|RH5001:batch|} = batch.to(torch.CPU);
        return batch;
        """);

    [Fact]
    public Task Added_to_by_an_operator() => ScopeCode.Returning("Tensor",
        """
        var total = torch.zeros(1);
        for (int i = 0; i < n; i++)
            {|RH5001:total|} += y;
        return total;
        """);

    [Fact]
    public Task Released_on_some_path_only() => ScopeCode.InMethod(
        """
        var sum = {|RH5001:x.add(y)|};
        if (flag)
            return;
        sum.Dispose();
        """);

    [Fact]
    public Task Collected_in_a_list_that_nobody_empties() => ScopeCode.InMethod(
        """
        var losses = {|RH5001:new List<Tensor>()|};
        for (int i = 0; i < n; i++)
            losses.Add(x.add(y));
        Console.WriteLine(losses.Count);
        """);

    [Theory]
    [InlineData("using var all = torch.stack(parts);")]
    [InlineData("using var all = torch.cat(parts, 1);")]
    [InlineData("using var all = torch.stack(parts); Console.WriteLine(all.shape); using var once_more = torch.cat(parts);")]
    public Task Collected_in_a_list_of_which_one_tensor_is_made(string statement) => ScopeCode.InMethod(
        $$"""
        var parts = {|RH5001:new List<Tensor>()|};
        for (int i = 0; i < n; i++)
            parts.Add(x.add(y));
        {{statement}}
        """);

    [Fact]
    public Task Made_by_a_method_in_source() => ScopeCode.InClass(
        """
        static Tensor Mix(Tensor a, Tensor b) => a.add(b);
        void M(Tensor a)
        {
            var mixed = {|RH5001:Mix(a, a)|};
            Console.WriteLine(mixed.shape);
        }
        """);

    [Fact]
    public Task Made_by_an_operator_that_a_method_in_source_returns() => ScopeCode.InClass(
        """
        static Tensor Mix(Tensor a, Tensor b) => a + b;
        void M(Tensor a)
        {
            var mixed = {|RH5001:Mix(a, a)|};
            Console.WriteLine(mixed.shape);
        }
        """);

    [Fact]
    public Task In_a_lambda_inside_of_a_scope() => ScopeCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        Parallel.For(0, n, i =>
        {
            var sum = {|RH5001:x.add(y)|};
            Console.WriteLine(sum.shape);
        });
        """);

    [Fact]
    public Task Parts_of_a_tuple_in_variables() => ScopeCode.InMethod(
        """
        var ({|RH5001:values|}, {|RH5001:indices|}) = x.topk(5);
        Console.WriteLine(values.shape + indices.shape.ToString());
        """);

    [Fact]
    public Task Elements_of_an_array() => ScopeCode.InMethod(
        """
        var {|RH5001:parts|} = x.chunk(2);
        Console.WriteLine(parts[0].shape);
        """);

    [Fact]
    public Task Elements_in_the_variable_of_a_loop() => ScopeCode.InMethod(
        """
        foreach (var {|RH5001:row|} in x.unbind())
            Console.WriteLine(row.shape);
        """);

    [Fact]
    public Task Before_the_scope_is_opened() => ScopeCode.InMethod(
        """
        var sum = {|RH5001:x.add(y)|};
        using var scope = torch.NewDisposeScope();
        var other = sum.add(y);
        """);

    [Fact]
    public Task After_the_scope_is_closed() => ScopeCode.InMethod(
        """
        using (torch.NewDisposeScope())
        {
            var inside = x.add(y);
        }

        var sum = {|RH5001:x.add(y)|};
        Console.WriteLine(sum.shape);
        """);

    [Fact]
    public Task Joined_with_others() => ScopeCode.Returning("Tensor",
        """
        var positive = {|RH5001:x.relu()|};
        return torch.cat(new[] { positive, y }, 0);
        """);

    [Fact]
    public Task In_the_main_program() => ScopeCode.InProgram(
        """
        var ones = {|RH5001:torch.ones(3)|};
        Console.WriteLine(ones.shape);
        """);
}
