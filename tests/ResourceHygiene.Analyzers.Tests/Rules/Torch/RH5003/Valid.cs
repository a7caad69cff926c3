namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5003;

/// <summary>What is moved out, let go, or never belonged to the scope.</summary>
public sealed class Valid
{
    [Fact]
    public Task Moved_out_on_the_return() => ScopeCode.Returning("Tensor",
        """
        using var scope = torch.NewDisposeScope();
        return x.add(y).MoveToOuterDisposeScope();
        """);

    [Fact]
    public Task Moved_out_before() => ScopeCode.Returning("Tensor",
        """
        using var scope = torch.NewDisposeScope();
        var sum = x.add(y);
        sum.MoveToOuterDisposeScope();
        return sum;
        """);

    [Fact]
    public Task Moved_out_by_the_scope() => ScopeCode.Returning("Tensor",
        """
        using var scope = torch.NewDisposeScope();
        var sum = x.add(y);
        scope.MoveToOuter(sum);
        return sum;
        """);

    [Fact]
    public Task Moved_out_by_what_the_scope_returns() => ScopeCode.Returning("Tensor",
        """
        using var scope = torch.NewDisposeScope();
        var sum = x.add(y);
        return scope.MoveToOuter(sum);
        """);

    [Fact]
    public Task Detached() => ScopeCode.InClass(
        """
        private Tensor? _mean;
        void M(Tensor x)
        {
            using var scope = torch.NewDisposeScope();
            _mean = x.mean().DetachFromDisposeScope();
        }
        """);

    [Fact]
    public Task Detached_by_the_scope() => ScopeCode.InClass(
        """
        private Tensor? _mean;
        void M(Tensor x)
        {
            using var scope = torch.NewDisposeScope();
            var mean = x.mean();
            scope.Detach(mean);
            _mean = mean;
        }
        """);

    [Fact]
    public Task What_was_there_before() => ScopeCode.Returning("Tensor",
        """
        using var scope = torch.NewDisposeScope();
        Console.WriteLine(x.sum().item<float>());
        return x;
        """);

    [Fact]
    public Task A_number() => ScopeCode.Returning("float",
        """
        using var scope = torch.NewDisposeScope();
        return x.add(y).mean().item<float>();
        """);

    [Fact]
    public Task A_weight() => ScopeCode.InModel(
        """
            public override Tensor forward(Tensor input) => first.forward(input);
            public Tensor Weight()
            {
                using var scope = torch.NewDisposeScope();
                return first.weight;
            }
        """);

    [Fact]
    public Task Made_before_the_scope() => ScopeCode.Returning("Tensor",
        """
        var sum = x.add(y);
        using var scope = torch.NewDisposeScope();
        Console.WriteLine(sum.mean().item<float>());
        return sum;
        """);

    [Fact]
    public Task A_variable_that_gets_another_value_after_the_scope() => ScopeCode.Returning("Tensor",
        """
        Tensor sum;
        using (torch.NewDisposeScope())
        {
            sum = x.add(y);
            Console.WriteLine(sum.shape);
        }

        sum = y.alias();
        return sum;
        """);

    [Fact]
    public Task What_a_method_in_source_detached() => ScopeCode.InClass(
        """
        static Tensor Load() => torch.zeros(3).DetachFromDisposeScope();
        Tensor M()
        {
            using var scope = torch.NewDisposeScope();
            return Load();
        }
        """);

    [Fact]
    public Task Yielded_while_the_scope_is_open() => ScopeCode.InClass(
        """
        IEnumerable<Tensor> M(Tensor x)
        {
            using var scope = torch.NewDisposeScope();
            yield return x.add(x);
        }
        """);

    [Fact]
    public Task A_lambda_that_runs_in_the_scope() => ScopeCode.Returning("float",
        """
        using var scope = torch.NewDisposeScope();
        Func<float> mean = () => x.shape[0];
        return mean();
        """);

    [Fact]
    public Task A_field_that_is_emptied() => ScopeCode.InClass(
        """
        private Tensor? _current;
        void M(Tensor x)
        {
            using var scope = torch.NewDisposeScope();
            _current = x.mean();
            Console.WriteLine(_current.shape);
            _current = null;
        }
        """);

    [Fact]
    public Task A_list_of_the_scope() => ScopeCode.Returning("Tensor",
        """
        using var scope = torch.NewDisposeScope();
        var all = new List<Tensor>();
        all.Add(x.add(y));
        all.Add(x.mul(y));
        return torch.cat(all, 0).MoveToOuterDisposeScope();
        """);
}
