using ResourceHygiene.CodeFixes.Leaks;
using ResourceHygiene.CodeFixes.Torch;

namespace ResourceHygiene.CodeFixes.Tests.Torch;

/// <summary>Scopes that are opened, and what leaves them.</summary>
public sealed class ScopeFixTests
{
    [Fact]
    public Task A_local_gets_a_using() => ScopeFixes<DeclareWithUsingFix>.Fixes(
        """
        var sum = {|RH5001:x.add(y)|};
        Console.WriteLine(sum.shape.Length);
        """,
        """
        using var sum = x.add(y);
        Console.WriteLine(sum.shape.Length);
        """);

    [Fact]
    public Task A_module_gets_a_using() => ScopeFixes<DeclareWithUsingFix>.Fixes(
        """
        var layer = {|RH5006:torch.nn.Linear(8, 8)|};
        Console.WriteLine(layer.in_features);
        """,
        """
        using var layer = torch.nn.Linear(8, 8);
        Console.WriteLine(layer.in_features);
        """);

    [Fact]
    public Task A_detached_tensor_gets_a_using() => ScopeFixes<DeclareWithUsingFix>.Fixes(
        """
        using var scope = torch.NewDisposeScope();
        var sum = {|RH5004:x.sum().DetachFromDisposeScope()|};
        Console.WriteLine(sum.shape.Length);
        """,
        """
        using var scope = torch.NewDisposeScope();
        using var sum = x.sum().DetachFromDisposeScope();
        Console.WriteLine(sum.shape.Length);
        """);

    [Fact]
    public Task A_dropped_tensor_gets_a_name() => ScopeFixes<KeepInUsingVariableFix>.Fixes(
        """
        {|RH5001:x.add(y)|};
        """,
        """
        using var tensor = x.add(y);
        """);

    [Fact]
    public Task The_links_of_a_chain_get_names() => ScopeFixes<NameIntermediatesFix>.Fixes(
        """
        // positive sums
        return {|RH5002:x.add(y).relu()|}.sum();
        """,
        """
        // positive sums
        using var tensor = x.add(y);
        using var tensor2 = tensor.relu();
        return tensor2.sum();
        """, "torch.Tensor");

    [Fact]
    public Task One_link_gets_a_name() => ScopeFixes<NameIntermediatesFix>.Fixes(
        """
        float loss = {|RH5002:x.mean()|}.item<float>();
        Console.WriteLine(loss);
        """,
        """
        using var tensor = x.mean();
        float loss = tensor.item<float>();
        Console.WriteLine(loss);
        """);

    [Fact]
    public Task What_is_not_evaluated_first_gets_no_name() => ScopeFixes<NameIntermediatesFix>.OffersNothing(
        """
        Console.WriteLine(n++ + {|RH5002:x.mean()|}.item<float>());
        """);

    [Fact]
    public Task A_loop_opens_a_scope_in_each_round() => ScopeFixes<OpenScopeFix>.Fixes(
        """
        for (int i = 0; i < n; i++)
        {
            // one step
            Console.WriteLine({|RH5002:model.forward(x).mean()|}.item<float>());
        }
        """,
        """
        for (int i = 0; i < n; i++)
        {
            // one step
            using var scope = torch.NewDisposeScope();
            Console.WriteLine(model.forward(x).mean().item<float>());
        }
        """);

    [Fact]
    public Task A_scope_around_a_loop_gets_one_inside() => ScopeFixes<OpenScopeFix>.Fixes(
        """
        using var scope = torch.NewDisposeScope();
        {|RH5005:for|} (int i = 0; i < n; i++)
        {
            var loss = model.forward(x).mean();
            loss.backward();
        }
        """,
        """
        using var scope = torch.NewDisposeScope();
        for (int i = 0; i < n; i++)
        {
            using var scope2 = torch.NewDisposeScope();
            var loss = model.forward(x).mean();
            loss.backward();
        }
        """);

    [Fact]
    public Task A_method_opens_a_scope_and_moves_its_result_out() => ScopeFixes<OpenScopeFix>.Fixes(
        """
        if (flag)
            return {|RH5002:x * y|} + x;
        return x.add(y);
        """,
        """
        using var scope = torch.NewDisposeScope();
        if (flag)
            return (x * y + x).MoveToOuterDisposeScope();
        return x.add(y).MoveToOuterDisposeScope();
        """, "torch.Tensor");

    [Fact]
    public Task A_method_that_returns_what_it_was_given_opens_none() => ScopeFixes<OpenScopeFix>.OffersNothing(
        """
        if (flag)
            return x;
        return {|RH5002:x * y|} + x;
        """, "torch.Tensor");

    [Fact]
    public Task A_loop_that_continues_with_its_result_opens_none() => ScopeFixes<OpenScopeFix>.OffersNothing(
        """
        var state = x;
        for (int i = 0; i < n; i++)
            {|RH5001:state|} = {|RH5002:model.forward(state)|}.relu();
        return state;
        """, "torch.Tensor");

    [Fact]
    public Task What_is_returned_moves_out() => ScopeFixes<MoveOutOfScopeFix>.Fixes(
        """
        using var scope = torch.NewDisposeScope();
        if (flag)
            return {|RH5003:x + y|};
        var sum = x.add(y);
        return {|RH5003:sum|};
        """,
        """
        using var scope = torch.NewDisposeScope();
        if (flag)
            return (x + y).MoveToOuterDisposeScope();
        var sum = x.add(y);
        return sum.MoveToOuterDisposeScope();
        """, "torch.Tensor");

    [Fact]
    public Task What_is_read_later_is_detached() => ScopeFixes<MoveOutOfScopeFix>.Fixes(
        """
        torch.Tensor sum;
        using (torch.NewDisposeScope())
            sum = {|RH5003:x.add(y)|};
        return sum;
        """,
        """
        torch.Tensor sum;
        using (torch.NewDisposeScope())
            sum = x.add(y).DetachFromDisposeScope();
        return sum;
        """, "torch.Tensor");

    [Fact]
    public Task A_using_on_an_in_place_call_goes() => ScopeFixes<LeaveOutUsingFix>.Fixes(
        """
        // one more
        using var sum = {|RH5009:x.add_(y)|};
        """,
        """
        // one more
        x.add_(y);
        """);

    [Fact]
    public Task A_variable_that_is_read_stays_without_using() => ScopeFixes<LeaveOutUsingFix>.Fixes(
        """
        using var sum = {|RH5009:x.add_(y)|};
        Console.WriteLine(sum.shape.Length);
        """,
        """
        var sum = x.add_(y);
        Console.WriteLine(sum.shape.Length);
        """);

    [Fact]
    public Task A_block_of_a_using_becomes_a_block() => ScopeFixes<LeaveOutUsingFix>.Fixes(
        """
        using (var sum = {|RH5009:x.add_(y)|})
        {
            Console.WriteLine(x.shape.Length);
        }
        """,
        """
        {
            x.add_(y);
            Console.WriteLine(x.shape.Length);
        }
        """);

    [Fact]
    public Task The_tensor_of_the_round_before_is_released() => ScopeFixes<ReleaseBeforeOverwritingFix>.Fixes(
        """
        torch.Tensor last = torch.zeros(3);
        for (int i = 0; i < n; i++)
            {|RH5001:last|} = x.add(y);
        return last;
        """,
        """
        torch.Tensor last = torch.zeros(3);
        for (int i = 0; i < n; i++)
        {
            last.Dispose();
            last = x.add(y);
        }
        return last;
        """, "torch.Tensor");

    [Fact]
    public Task What_a_loop_enumerates_gets_a_scope_around_the_loop() => ScopeFixes<OpenScopeFix>.Fixes(
        """
        foreach (var {|RH5001:row|} in x.unbind())
            Console.WriteLine(row.shape);
        """,
        """
        using var scope = torch.NewDisposeScope();
        foreach (var row in x.unbind())
            Console.WriteLine(row.shape);
        """);
}
