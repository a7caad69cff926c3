namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5018;

/// <summary>Created once, or another number each time.</summary>
public sealed class Valid
{
    [Fact]
    public Task Outside_of_loops() => TorchCode.InMethod("using var y = x * 2;");

    [Fact]
    public Task Created_before_the_loop() => TorchCode.InMethod(
        """
        using Scalar two = 2;
        for (int i = 0; i < 10; i++)
        {
            using var y = x * two;
        }
        """);

    [Fact]
    public Task Another_number_in_each_round() => TorchCode.InMethod(
        """
        for (int i = 0; i < 10; i++)
            x.add_(i);
        """);

    [Fact]
    public Task A_variable_that_changes() => TorchCode.InMethod(
        """
        double rate = 1;
        while (flag)
        {
            x.add_(rate);
            rate *= 0.9;
        }
        """);

    [Fact]
    public Task Numbers_among_numbers() => TorchCode.InMethod(
        """
        int sum = 0;
        for (int i = 0; i < 10; i++)
            sum += i * 2;
        """);

    [Fact]
    public Task A_shape() => TorchCode.InMethod(
        """
        for (int i = 0; i < 10; i++)
        {
            using var y = torch.zeros(2, 3);
        }
        """);

    [Fact]
    public Task A_number_that_is_no_operand() => TorchCode.InMethod(
        """
        while (flag)
        {
            using var y = x.sum(0);
        }
        """);

    [Fact]
    public Task An_index() => TorchCode.InMethod(
        """
        for (int i = 0; i < 10; i++)
        {
            using var row = x[0];
        }
        """);

    [Fact]
    public Task In_a_lambda_that_is_made_in_the_loop() => TorchCode.InMethod(
        """
        for (int i = 0; i < 10; i++)
        {
            Func<Tensor> later = () => x * 2;
        }
        """);

    [Fact]
    public Task A_result_of_a_call() => TorchCode.InMethod(
        """
        while (flag)
            x.add_(Math.Sqrt(2));
        """);

    [Fact]
    public Task An_option_of_an_optimizer() => TorchCode.InMethod(
        """
        for (int i = 0; i < 10; i++)
        {
            using var optimizer = torch.optim.Adam(model.parameters(), 0.1);
        }
        """);

    [Fact]
    public Task Tensors_among_themselves() => TorchCode.InMethod(
        """
        while (flag)
        {
            using var y = x + x;
        }
        """);
}
