namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5015;

/// <summary>A handle that was just made is disposed, and nothing else.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task The_gradient_of_a_parameter() => TorchCode.InMethod(
        """
        foreach (var parameter in model.parameters())
            {|RH5015:parameter.grad!.Dispose()|};
        """);

    [Fact]
    public Task The_gradient_if_there_is_one() => TorchCode.InMethod(
        """
        foreach (var parameter in model.parameters())
            parameter.grad?{|RH5015:.Dispose()|};
        """);

    [Fact]
    public Task The_gradient_of_a_weight() => TorchCode.InClass(
        """
        void M(Linear layer) => {|RH5015:layer.weight.grad!.Dispose()|};
        """);

    [Fact]
    public Task The_transposed() => TorchCode.InMethod("{|RH5015:x.T.Dispose()|};");

    [Fact]
    public Task A_row() => TorchCode.InMethod("{|RH5015:x[0].Dispose()|};");

    [Fact]
    public Task An_alias() => TorchCode.InMethod("{|RH5015:x.alias().Dispose()|};");

    [Fact]
    public Task What_is_detached() => TorchCode.InMethod("{|RH5015:x.detach().Dispose()|};");

    [Fact]
    public Task A_view() => TorchCode.InMethod("{|RH5015:x.view(1, 2).Dispose()|};");

    [Fact]
    public Task The_real_part() => TorchCode.InMethod("{|RH5015:x.real.Dispose()|};");

    [Fact]
    public Task In_parentheses() => TorchCode.InMethod("{|RH5015:(x.T).Dispose()|};");
}

/// <summary>What is disposed is what is meant.</summary>
public sealed class Valid
{
    [Fact]
    public Task The_tensor() => TorchCode.InMethod("x.Dispose();");

    [Fact]
    public Task A_result_that_nobody_wants() => TorchCode.InMethod("model.forward(x).Dispose();");

    [Fact]
    public Task A_copy() => TorchCode.InMethod("x.clone().Dispose();");

    [Fact]
    public Task An_alias_that_was_used() => TorchCode.InMethod(
        """
        using var gradient = model.parameters().First().grad!;
        Console.WriteLine(gradient.shape);
        """);

    [Fact]
    public Task An_element_of_an_array() => TorchCode.InClass("void M(Tensor[] tensors) => tensors[0].Dispose();");

    [Fact]
    public Task An_element_of_a_dictionary() => TorchCode.InClass("void M(Dictionary<string, Tensor> tensors) => tensors[\"a\"].Dispose();");

    [Fact]
    public Task A_property_of_ones_own() => TorchCode.InClass(
        """
        private Tensor grad { get; } = torch.zeros(1);
        void M() { grad.Dispose(); this.grad.Dispose(); }
        """);

    [Fact]
    public Task The_weight_of_a_layer() => TorchCode.InClass("void M(Linear layer) => layer.weight.Dispose();");

    [Fact]
    public Task Something_of_another_library() => TorchCode.InClass("void M(System.IO.MemoryStream stream) => stream.Dispose();");

    [Fact]
    public Task In_place_operations() => TorchCode.InMethod("x.add_(1).Dispose();");
}
