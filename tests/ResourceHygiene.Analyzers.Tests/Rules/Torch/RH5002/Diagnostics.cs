namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5002;

/// <summary>What an expression makes on its way.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task The_links_of_a_chain() => ScopeCode.Returning("Tensor",
        """
        return {|RH5002:x.add(y).relu()|}.sum();
        """);

    [Fact]
    public Task One_link() => ScopeCode.Returning("Tensor", "return {|RH5002:x.add(y)|}.relu();");

    [Fact]
    public Task The_operands_of_an_operator() => ScopeCode.Returning("Tensor", "return {|RH5002:x * y|} + x;");

    [Fact]
    public Task Both_operands_are_one_report() => ScopeCode.Returning("Tensor", "return {|RH5002:x * y|} + x.relu();");

    [Fact]
    public Task An_argument() => ScopeCode.Returning("Tensor", "return torch.add(x, {|RH5002:y.relu()|});");

    [Fact]
    public Task What_a_number_is_read_from() => ScopeCode.Returning("float", "return {|RH5002:x.sum()|}.item<float>();");

    [Fact]
    public Task What_a_number_is_converted_from() => ScopeCode.Returning("float", "return (float){|RH5002:x.sum()|};");

    [Fact]
    public Task An_element_that_is_read() => ScopeCode.Returning("float",
        """
        float total = 0;
        for (int i = 0; i < n; i++)
            total += {|RH5002:x[i]|}.item<float>();
        return total;
        """);

    [Fact]
    public Task An_element_of_an_element() => ScopeCode.Returning("int", "return {|RH5002:x[0][1]|}.ToInt32();");

    [Fact]
    public Task An_index() => ScopeCode.Returning("Tensor", "return x[{|RH5002:y.argmax()|}];");

    [Fact]
    public Task What_is_joined() => ScopeCode.Returning("Tensor", "return torch.cat(new[] { {|RH5002:x.relu()|}, y }, 0);");

    [Fact]
    public Task What_is_joined_in_a_collection_expression() => ScopeCode.Returning("Tensor", "return torch.stack([{|RH5002:x.relu()|}, y]);");

    [Fact]
    public Task What_is_stored_into_an_element() => ScopeCode.InMethod("x[0] = {|RH5002:y.relu()|};");

    [Fact]
    public Task What_is_added_to_an_element() => ScopeCode.InMethod("{|RH5002:x[0] += y.relu()|};");

    [Fact]
    public Task What_is_added_to_a_variable() => ScopeCode.InMethod(
        """
        using var start = torch.zeros(1);
        var total = start;
        Console.WriteLine(({|RH5002:x + y + total|}).shape.Length);
        """);

    [Fact]
    public Task A_loss_that_goes_backward() => ScopeCode.InMethod("{|RH5002:model.forward(x)|}.backward();");

    [Fact]
    public Task The_first_step_of_loading() => ScopeCode.Returning("Tensor",
        """
        return {|RH5002:torch.tensor(new float[] { 1, 2 }).unsqueeze(0)|}.to(torch.CPU);
        """);

    [Fact]
    public Task A_discarded_part_of_a_tuple() => ScopeCode.Returning("Tensor",
        """
        var (values, _) = {|RH5002:x.topk(5)|};
        return values;
        """);

    [Fact]
    public Task The_other_part_of_a_tuple() => ScopeCode.Returning("Tensor", "return {|RH5002:x.topk(5)|}.values;");

    [Fact]
    public Task A_part_of_a_tuple_in_a_variable() => ScopeCode.Returning("Tensor",
        """
        var top = {|RH5002:x.topk(5)|};
        return top.values;
        """);

    [Fact]
    public Task The_other_elements_of_an_array() => ScopeCode.Returning("Tensor", "return {|RH5002:x.chunk(2)|}[0];");

    [Fact]
    public Task Elements_that_are_joined_again() => ScopeCode.Returning("Tensor", "return torch.cat({|RH5002:x.chunk(2)|}, 0);");

    [Fact]
    public Task A_model_once() => ScopeCode.InModel(
        """
            public override Tensor {|RH5002:forward|}(Tensor input)
            {
                var hidden = first.forward(input).relu();
                hidden = hidden.view(-1, 8);
                return second.forward(hidden).softmax(1);
            }
        """);

    [Fact]
    public Task What_a_query_makes_where_no_scope_is_open() => ScopeCode.Returning("List<Tensor>",
        """
        return Enumerable.Range(0, 3).Select(i => ({|RH5002:x + i|}).clone()).ToList();
        """);

    [Fact]
    public Task In_a_lambda_that_runs_at_once_without_a_scope() => ScopeCode.InClass(
        """
        void M(List<Tensor> items) => items.ForEach(item => Console.WriteLine({|RH5002:(item + 1).sum()|}.item<float>()));
        """);

    [Fact]
    public Task In_a_lambda_that_is_kept_beyond_the_scope() => ScopeCode.InClass(
        """
        private Action? _later;
        void M(Tensor x)
        {
            using var scope = torch.NewDisposeScope();
            _later = () => Console.WriteLine({|RH5002:(x + 1).sum()|}.item<float>());
        }
        """);
}
