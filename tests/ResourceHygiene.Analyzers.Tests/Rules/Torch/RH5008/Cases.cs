namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5008;

/// <summary>Each round moves a tensor out of its scope: to whom?</summary>
public sealed class Cases
{
    [Fact]
    public Task To_nobody() => ScopeCode.InLoop(
        """
        using var scope = torch.NewDisposeScope();
        var loss = {|RH5008:x.mean().MoveToOuterDisposeScope()|};
        Console.WriteLine(loss.item<float>());
        """);

    [Fact]
    public Task Into_a_variable_that_the_next_round_overwrites() => ScopeCode.InMethod(
        """
        Tensor state = x;
        for (int i = 0; i < n; i++)
        {
            using var scope = torch.NewDisposeScope();
            {|RH5008:state|} = model.forward(state).MoveToOuterDisposeScope();
        }

        state.Dispose();
        """);

    [Fact]
    public Task Into_a_list_that_nobody_empties() => ScopeCode.InMethod(
        """
        var losses = {|RH5008:new List<Tensor>()|};
        for (int i = 0; i < n; i++)
        {
            using var scope = torch.NewDisposeScope();
            losses.Add(x.mean().MoveToOuterDisposeScope());
        }

        Console.WriteLine(losses.Count);
        """);

    [Fact]
    public Task By_a_detachment() => ScopeCode.InLoop(
        """
        using var scope = torch.NewDisposeScope();
        var loss = {|RH5008:x.mean().DetachFromDisposeScope()|};
        Console.WriteLine(loss.item<float>());
        """);

    [Fact]
    public Task For_a_number() => ScopeCode.InLoop(
        """
        using var scope = torch.NewDisposeScope();
        Console.WriteLine({|RH5008:x.mean().MoveToOuterDisposeScope()|}.item<float>());
        """);

    [Fact]
    public Task To_the_scope_around_the_loop() => ScopeCode.InMethod(
        """
        using var outer = torch.NewDisposeScope();
        for (int i = 0; i < n; i++)
        {
            using var scope = torch.NewDisposeScope();
            var loss = x.mean().MoveToOuterDisposeScope();
            Console.WriteLine(loss.shape);
        }
        """);

    [Fact]
    public Task Into_a_list_that_is_emptied() => ScopeCode.InMethod(
        """
        var losses = new List<Tensor>();
        for (int i = 0; i < n; i++)
        {
            using var scope = torch.NewDisposeScope();
            losses.Add(x.mean().MoveToOuterDisposeScope());
        }

        foreach (var loss in losses)
            loss.Dispose();
        """);

    [Fact]
    public Task Into_a_list_that_is_returned() => ScopeCode.Returning("List<Tensor>",
        """
        var losses = new List<Tensor>();
        for (int i = 0; i < n; i++)
        {
            using var scope = torch.NewDisposeScope();
            losses.Add(x.mean().MoveToOuterDisposeScope());
        }

        return losses;
        """);

    [Fact]
    public Task And_disposed_in_the_round() => ScopeCode.InLoop(
        """
        Tensor loss;
        using (torch.NewDisposeScope())
            loss = x.mean().MoveToOuterDisposeScope();
        Console.WriteLine(loss.item<float>());
        loss.Dispose();
        """);

    [Fact]
    public Task And_the_former_one_disposed() => ScopeCode.InMethod(
        """
        Tensor state = torch.zeros(8);
        for (int i = 0; i < n; i++)
        {
            using var scope = torch.NewDisposeScope();
            var next = model.forward(state).MoveToOuterDisposeScope();
            state.Dispose();
            state = next;
        }

        state.Dispose();
        """);

    [Fact]
    public Task Out_of_a_round_that_is_the_last() => ScopeCode.Returning("Tensor?",
        """
        for (int i = 0; i < n; i++)
        {
            using var scope = torch.NewDisposeScope();
            var sum = x.add(y);
            if (flag)
                return sum.MoveToOuterDisposeScope();
        }

        return null;
        """);
}
