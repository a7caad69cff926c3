namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5009;

/// <summary>A using that gets the object it was made on.</summary>
public sealed class Cases
{
    [Fact]
    public Task Of_a_parameter() => ScopeCode.InMethod(
        """
        using var sum = {|RH5009:x.add_(y)|};
        Console.WriteLine(sum.shape);
        """);

    [Fact]
    public Task Of_a_field() => ScopeCode.InFile(
        """
        sealed class Total : IDisposable
        {
            private readonly Tensor _total = torch.zeros(3);
            public void Add(Tensor x)
            {
                using var sum = {|RH5009:_total.add_(x)|};
            }

            public void Dispose() => _total.Dispose();
        }
        """);

    [Fact]
    public Task Of_a_variable_that_is_read_afterwards() => ScopeCode.Returning("float",
        """
        using var total = torch.zeros(3);
        using (var sum = {|RH5009:total.add_(y)|})
            Console.WriteLine(sum.shape);
        return total.item<float>();
        """);

    [Fact]
    public Task Of_a_variable_in_a_loop() => ScopeCode.InMethod(
        """
        using var total = torch.zeros(3);
        for (int i = 0; i < n; i++)
        {
            using var sum = {|RH5009:total.add_(y)|};
        }
        """);

    [Fact]
    public Task Of_several_in_place_calls() => ScopeCode.InMethod(
        """
        using var sum = {|RH5009:x.add_(y).mul_(y).relu_()|};
        """);

    [Fact]
    public Task Without_a_variable() => ScopeCode.InMethod(
        """
        using ({|RH5009:x.requires_grad_()|})
        {
        }
        """);

    [Fact]
    public Task Of_what_belongs_to_the_scope_or_the_caller() => ScopeCode.Returning("Tensor",
        """
        using var view = {|RH5009:x.with_requires_grad()|};
        return view.add(y);
        """);

    [Fact]
    public Task Of_something_new() => ScopeCode.InMethod(
        """
        using var ones = torch.ones(3).add_(y);
        Console.WriteLine(ones.shape);
        """);

    [Fact]
    public Task Of_a_variable_that_nobody_reads_afterwards() => ScopeCode.InMethod(
        """
        var ones = torch.ones(3);
        using var sum = ones.add_(y);
        Console.WriteLine(sum.shape);
        """);

    [Fact]
    public Task Of_a_call_that_makes_a_new_one() => ScopeCode.InMethod(
        """
        using var sum = x.add(y);
        using var cleared = x.zero_();
        Console.WriteLine(sum.shape);
        """);

    [Fact]
    public Task As_a_statement() => ScopeCode.InMethod(
        """
        x.add_(y);
        Console.WriteLine(x.shape);
        """);

    [Fact]
    public Task Of_a_variable_that_is_disposed_once_more() => ScopeCode.InMethod(
        """
        var ones = torch.ones(3);
        using (var sum = ones.add_(y))
            Console.WriteLine(sum.shape);
        """);
}
