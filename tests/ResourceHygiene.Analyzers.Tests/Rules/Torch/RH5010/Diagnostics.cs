namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5010;

/// <summary>The handle of a tensor belongs to the Parameter that was made from it, and the tensor is used.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task By_the_constructor() => TorchCode.InMethod(
        """
        var weight = torch.rand(3);
        using var parameter = new Parameter({|RH5010:weight|});
        using var sum = weight.sum();
        """);

    [Fact]
    public Task By_the_factory() => TorchCode.InMethod(
        """
        var weight = torch.rand(3);
        using var parameter = torch.nn.Parameter({|RH5010:weight|}, false);
        Console.WriteLine(weight.shape);
        """);

    [Fact]
    public Task By_the_factory_imported_statically() => TorchCode.InMethod(
        """
        using var parameter = Parameter({|RH5010:x|});
        using var y = model.forward(x);
        """);

    [Fact]
    public Task By_AsParameter() => TorchCode.InMethod(
        """
        using var parameter = {|RH5010:x|}.AsParameter();
        using var sum = x.sum();
        """);

    [Fact]
    public Task By_a_target_typed_constructor() => TorchCode.InMethod(
        """
        Parameter parameter = new({|RH5010:x|});
        using var sum = x.sum();
        """);

    [Fact]
    public Task Used_in_the_same_expression() => TorchCode.InMethod(
        """
        using var sum = Parameter({|RH5010:x|}).add(x);
        """);

    [Fact]
    public Task Used_below_a_condition() => TorchCode.InMethod(
        """
        using var parameter = new Parameter({|RH5010:x|});
        if (flag)
            model.forward(x).Dispose();
        """);

    [Fact]
    public Task Used_behind_the_block_that_took_it() => TorchCode.InMethod(
        """
        if (flag)
        {
            model.register_parameter("w", new Parameter({|RH5010:x|}));
        }

        using var sum = x.sum();
        """);

    [Fact]
    public Task Returned_afterwards() => TorchCode.InClass(
        """
        Tensor M(Tensor weight, Module model)
        {
            model.register_parameter("w", new Parameter({|RH5010:weight|}));
            return weight;
        }
        """);

    [Fact]
    public Task Taken_again_in_the_next_round() => TorchCode.InMethod(
        """
        var weight = torch.rand(3);
        for (int i = 0; i < 3; i++)
            model.register_parameter("w" + i, new Parameter({|RH5010:weight|}));
        """);

    [Fact]
    public Task Taken_twice() => TorchCode.InMethod(
        """
        using var first = Parameter({|RH5010:x|});
        using var second = Parameter(x);
        """);
}
