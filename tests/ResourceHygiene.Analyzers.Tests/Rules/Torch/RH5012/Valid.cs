namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5012;

/// <summary>The parameters that the optimizer has are those that the model has.</summary>
public sealed class Valid
{
    [Fact]
    public Task Moved_before() => TorchCode.InMethod(
        """
        model.to(torch.CUDA);
        using var optimizer = torch.optim.Adam(model.parameters());
        optimizer.step();
        """);

    [Fact]
    public Task Moved_when_the_training_is_over() => TorchCode.InMethod(
        """
        var optimizer = torch.optim.Adam(model.parameters());
        optimizer.step();
        optimizer.Dispose();
        model.cpu();
        """);

    [Fact]
    public Task Disposed_after_the_move() => TorchCode.InMethod(
        """
        using var optimizer = torch.optim.Adam(model.parameters());
        optimizer.step();
        model.cpu();
        """);

    [Fact]
    public Task Created_again_after_the_move() => TorchCode.InMethod(
        """
        var optimizer = torch.optim.Adam(model.parameters());
        optimizer.step();
        model.cpu();
        optimizer = torch.optim.Adam(model.parameters());
        optimizer.step();
        """);

    [Fact]
    public Task Of_another_model() => TorchCode.InMethod(
        """
        var other = Linear(1, 2);
        using var optimizer = torch.optim.Adam(model.parameters());
        other.cuda();
        optimizer.step();
        """);

    [Fact]
    public Task Another_model_in_the_variable() => TorchCode.InMethod(
        """
        using var optimizer = torch.optim.Adam(model.parameters());
        model = Linear(1, 2);
        model.cuda();
        optimizer.step();
        """);

    [Fact]
    public Task Created_anew_in_each_round() => TorchCode.InMethod(
        """
        for (int fold = 0; fold < 5; fold++)
        {
            model.cuda();
            using var optimizer = torch.optim.Adam(model.parameters());
            optimizer.step();
            model.cpu();
        }
        """);

    [Fact]
    public Task A_tensor_is_moved() => TorchCode.InMethod(
        """
        using var optimizer = torch.optim.Adam(model.parameters());
        using var moved = x.cuda();
        optimizer.step();
        """);

    [Fact]
    public Task Moved_in_the_other_branch() => TorchCode.InMethod(
        """
        if (flag)
        {
            using var optimizer = torch.optim.Adam(model.parameters());
            optimizer.step();
        }
        else
        {
            model.cuda();
        }
        """);

    [Fact]
    public Task Parameters_counted() => TorchCode.InMethod(
        """
        int count = model.parameters().Count();
        model.cuda();
        Console.WriteLine(count);
        """);
}
