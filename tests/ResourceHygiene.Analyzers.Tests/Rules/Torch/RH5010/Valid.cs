namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5010;

/// <summary>Nothing uses the tensor any more, or it has another handle.</summary>
public sealed class Valid
{
    [Fact]
    public Task The_parameter_is_used() => TorchCode.InMethod(
        """
        var weight = torch.rand(3);
        using var parameter = new Parameter(weight);
        using var sum = parameter.sum();
        """);

    [Fact]
    public Task Made_from_an_alias() => TorchCode.InMethod(
        """
        using var parameter = new Parameter(x.alias());
        using var sum = x.sum();
        """);

    [Fact]
    public Task Disposed_afterwards() => TorchCode.InMethod(
        """
        using var parameter = new Parameter(x);
        x.Dispose();
        """);

    [Fact]
    public Task Asked_whether_it_is_empty() => TorchCode.InMethod(
        """
        using var parameter = new Parameter(x);
        Console.WriteLine(x.IsInvalid);
        """);

    [Fact]
    public Task Assigned_in_between() => TorchCode.InMethod(
        """
        using var parameter = new Parameter(x);
        x = torch.rand(3);
        using var sum = x.sum();
        """);

    [Fact]
    public Task Assigned_itself() => TorchCode.InMethod(
        """
        x = new Parameter(x);
        using var sum = x.sum();
        """);

    [Fact]
    public Task In_the_other_branch() => TorchCode.InMethod(
        """
        if (flag)
            model.register_parameter("w", new Parameter(x));
        else
            model.register_buffer("w", x);
        """);

    [Fact]
    public Task In_a_branch_that_leaves() => TorchCode.InMethod(
        """
        if (flag)
        {
            model.register_parameter("w", new Parameter(x));
            return;
        }

        using var sum = x.sum();
        """);

    [Fact]
    public Task Made_anew_in_each_round() => TorchCode.InMethod(
        """
        for (int i = 0; i < 3; i++)
        {
            var weight = torch.rand(i);
            using var before = weight.sum();
            model.register_parameter("w" + i, new Parameter(weight));
        }
        """);

    [Fact]
    public Task Of_a_loop_over_tensors() => TorchCode.InClass(
        """
        List<Parameter> M(List<Tensor> tensors)
        {
            var parameters = new List<Parameter>();
            foreach (var tensor in tensors)
                parameters.Add(new Parameter(tensor));
            return parameters;
        }
        """);

    [Fact]
    public Task Used_before() => TorchCode.InMethod(
        """
        using var sum = x.sum();
        using var parameter = new Parameter(x);
        """);

    [Fact]
    public Task A_parameter_of_another_library() => TorchCode.InFile(
        """
        namespace Other
        {
            class Parameter(object value) { public object Value => value; }
            class C { void M(Tensor x) { var parameter = new Parameter(x); x.sum().Dispose(); } }
        }
        """);
}
