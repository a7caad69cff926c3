namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5004;

/// <summary>What is taken out of its scope is owned by whoever took it out.</summary>
public sealed class Cases
{
    [Fact]
    public Task Detached_and_forgotten() => ScopeCode.InMethod(
        """
        var ones = {|RH5004:torch.ones(3).DetachFromDisposeScope()|};
        Console.WriteLine(ones.shape);
        """);

    [Fact]
    public Task Detached_in_a_scope_and_forgotten() => ScopeCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        var sum = {|RH5004:x.add(y).DetachFromDisposeScope()|};
        Console.WriteLine(sum.shape);
        """);

    [Fact]
    public Task Detached_and_used_for_a_number() => ScopeCode.Returning("float",
        """
        return {|RH5004:x.mean().DetachFromDisposeScope()|}.item<float>();
        """);

    [Fact]
    public Task Detached_and_released_on_some_path() => ScopeCode.InMethod(
        """
        var sum = {|RH5004:x.add(y).DetachFromDisposeScope()|};
        if (flag)
            return;
        sum.Dispose();
        """);

    [Fact]
    public Task Moved_out_of_the_only_scope_of_a_program() => ScopeCode.InProgram(
        """
        Tensor best;
        using (torch.NewDisposeScope())
            best = {|RH5004:torch.ones(3).MoveToOuterDisposeScope()|};
        Console.WriteLine(best.shape);
        """);

    [Fact]
    public Task Moved_out_of_the_only_scope_of_an_async_method() => ScopeCode.InAsyncMethod(
        """
        Tensor best;
        using (torch.NewDisposeScope())
            best = {|RH5004:x.add(y).MoveToOuterDisposeScope()|};
        Console.WriteLine(best.shape);
        await Task.Yield();
        """);

    [Fact]
    public Task Detached_and_returned() => ScopeCode.Returning("Tensor",
        """
        using var scope = torch.NewDisposeScope();
        return x.add(y).DetachFromDisposeScope();
        """);

    [Fact]
    public Task Detached_and_stored() => ScopeCode.InFile(
        """
        sealed class Cache : IDisposable
        {
            private Tensor? _mean;
            public void Fill(Tensor x)
            {
                _mean?.Dispose();
                _mean = x.DetachFromDisposeScope();
            }

            public void Dispose() => _mean?.Dispose();
        }
        """);

    [Fact]
    public Task Detached_and_disposed() => ScopeCode.InMethod(
        """
        using var kept = x.add(y).DetachFromDisposeScope();
        Console.WriteLine(kept.shape);
        """);

    [Fact]
    public Task Moved_to_a_scope_that_is_there() => ScopeCode.InMethod(
        """
        using var outer = torch.NewDisposeScope();
        Tensor best;
        using (torch.NewDisposeScope())
            best = x.add(y).MoveToOuterDisposeScope();
        Console.WriteLine(best.shape);
        """);

    [Fact]
    public Task Moved_to_the_scope_of_the_caller() => ScopeCode.InMethod(
        """
        Tensor best;
        using (torch.NewDisposeScope())
            best = x.add(y).MoveToOuterDisposeScope();
        Console.WriteLine(best.shape);
        """);

    [Fact]
    public Task Detached_by_its_scope_and_forgotten() => ScopeCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        var sum = {|RH5004:scope.Detach(x.add(y))|};
        Console.WriteLine(sum.shape);
        """);

    [Fact]
    public Task Detached_by_its_scope_and_used_once() => ScopeCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        Console.WriteLine({|RH5004:scope.Detach(x.add(y))|}.shape);
        """);

    [Fact]
    public Task Detached_by_its_scope_in_a_loop() => ScopeCode.InLoop(
        """
        using var scope = torch.NewDisposeScope();
        var sum = {|RH5008:scope.Detach(x.add(y))|};
        Console.WriteLine(sum.shape);
        """);

    [Fact]
    public Task Moved_by_the_only_scope_of_a_program() => ScopeCode.InProgram(
        """
        Tensor best;
        using (var scope = torch.NewDisposeScope())
            best = {|RH5004:scope.MoveToOuter(torch.ones(3))|};
        Console.WriteLine(best.shape);
        """);

    [Fact]
    public Task Moved_by_its_scope_to_one_that_is_there() => ScopeCode.InMethod(
        """
        using var outer = torch.NewDisposeScope();
        Tensor best;
        using (var scope = torch.NewDisposeScope())
            best = scope.MoveToOuter(x.add(y));
        Console.WriteLine(best.shape);
        """);

    [Fact]
    public Task Detached_by_its_scope_and_disposed() => ScopeCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        using var sum = scope.Detach(x.add(y));
        Console.WriteLine(sum.shape);
        """);

    [Fact]
    public Task Detached_by_its_scope_and_returned() => ScopeCode.Returning("Tensor",
        """
        using var scope = torch.NewDisposeScope();
        return scope.Detach(x.add(y));
        """);

    [Fact]
    public Task Detached_by_its_scope_and_returned_later() => ScopeCode.Returning("Tensor",
        """
        using var scope = torch.NewDisposeScope();
        var sum = x.add(y);
        var kept = scope.Detach(sum);
        return kept;
        """);
}
