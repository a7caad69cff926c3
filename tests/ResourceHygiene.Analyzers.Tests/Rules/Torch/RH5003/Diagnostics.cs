namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5003;

/// <summary>What its scope disposes and somebody uses afterwards.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task Returned() => ScopeCode.Returning("Tensor",
        """
        using var scope = torch.NewDisposeScope();
        return {|RH5003:x.add(y)|};
        """);

    [Fact]
    public Task Returned_from_a_variable() => ScopeCode.Returning("Tensor",
        """
        using var scope = torch.NewDisposeScope();
        var sum = x.add(y);
        return {|RH5003:sum|};
        """);

    [Fact]
    public Task Returned_from_the_block_of_a_scope() => ScopeCode.Returning("Tensor",
        """
        using (torch.NewDisposeScope())
        {
            var sum = x + y;
            return {|RH5003:sum|};
        }
        """);

    [Fact]
    public Task Returned_by_a_condition() => ScopeCode.Returning("Tensor",
        """
        using var scope = torch.NewDisposeScope();
        var sum = x.add(y);
        return flag ? {|RH5003:sum|} : x;
        """);

    [Fact]
    public Task Returned_from_a_reassigned_variable() => ScopeCode.Returning("Tensor",
        """
        using var scope = torch.NewDisposeScope();
        var h = model.forward(x);
        h = h.relu();
        return {|RH5003:h|};
        """);

    [Fact]
    public Task Returned_after_an_in_place_call() => ScopeCode.Returning("Tensor",
        """
        using var scope = torch.NewDisposeScope();
        return {|RH5003:x.add(y).relu_()|};
        """);

    [Fact]
    public Task Returned_in_a_tuple() => ScopeCode.Returning("(Tensor, int)",
        """
        using var scope = torch.NewDisposeScope();
        var sum = x.add(y);
        return ({|RH5003:sum|}, 1);
        """);

    [Fact]
    public Task Returned_in_a_list() => ScopeCode.Returning("List<Tensor>",
        """
        using var scope = torch.NewDisposeScope();
        var all = new List<Tensor>();
        for (int i = 0; i < 3; i++)
            all.Add({|RH5003:x.add(y)|});
        return all;
        """);

    [Fact]
    public Task Stored_in_a_field() => ScopeCode.InClass(
        """
        private Tensor? _mean;
        void M(Tensor x)
        {
            using var scope = torch.NewDisposeScope();
            _mean = {|RH5003:x.mean()|};
        }
        """);

    [Fact]
    public Task Stored_in_a_static_field() => ScopeCode.InClass(
        """
        private static Tensor? s_mean;
        static void M(Tensor x)
        {
            using (torch.NewDisposeScope())
                s_mean = {|RH5003:x.mean()|};
        }
        """);

    [Fact]
    public Task Added_to_a_list_in_a_field() => ScopeCode.InClass(
        """
        private readonly List<Tensor> _losses = new();
        void M(Tensor x)
        {
            using var scope = torch.NewDisposeScope();
            var loss = x.mean();
            _losses.Add({|RH5003:loss|});
        }
        """);

    [Fact]
    public Task Read_after_the_scope() => ScopeCode.Returning("float",
        """
        Tensor loss;
        using (torch.NewDisposeScope())
        {
            loss = {|RH5003:x.mean()|};
        }

        return loss.item<float>();
        """);

    [Fact]
    public Task Added_to_a_list_that_is_read_after_the_scope() => ScopeCode.InMethod(
        """
        var all = new List<Tensor>();
        for (int i = 0; i < n; i++)
        {
            using var scope = torch.NewDisposeScope();
            all.Add({|RH5003:x.add(y)|});
        }

        Console.WriteLine(all[0].shape);
        """);

    [Fact]
    public Task Read_in_the_next_round() => ScopeCode.InMethod(
        """
        using var hidden = torch.zeros(8);
        var state = hidden;
        for (int i = 0; i < n; i++)
        {
            using var scope = torch.NewDisposeScope();
            state = {|RH5003:model.forward(state)|};
        }
        """);

    [Fact]
    public Task Given_out() => ScopeCode.InClass(
        """
        void M(Tensor x, out Tensor mean)
        {
            using var scope = torch.NewDisposeScope();
            mean = {|RH5003:x.mean()|};
        }
        """);

    [Fact]
    public Task Returned_from_a_lambda_with_a_scope() => ScopeCode.Returning("Func<Tensor>",
        """
        return () =>
        {
            using var scope = torch.NewDisposeScope();
            return {|RH5003:x.add(y)|};
        };
        """);

    [Fact]
    public Task From_a_model() => ScopeCode.InModel(
        """
            public override Tensor forward(Tensor input)
            {
                using var scope = torch.NewDisposeScope();
                var hidden = first.forward(input);
                return {|RH5003:second.forward(hidden)|};
            }
        """);

    [Fact]
    public Task Made_by_a_method_in_source() => ScopeCode.InClass(
        """
        static Tensor Mix(Tensor a, Tensor b) => a.add(b);
        Tensor M(Tensor a)
        {
            using var scope = torch.NewDisposeScope();
            return {|RH5003:Mix(a, a)|};
        }
        """);
}
