namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5018;

/// <summary>The same number becomes a native object in each round.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task Of_an_operator() => TorchCode.InMethod(
        """
        for (int i = 0; i < 10; i++)
        {
            using var y = x * {|RH5018:2|};
        }
        """);

    [Fact]
    public Task Of_an_argument() => TorchCode.InMethod(
        """
        while (flag)
            x.add_({|RH5018:0.5|});
        """);

    [Fact]
    public Task Of_a_negative_number() => TorchCode.InMethod(
        """
        do
            x.add_({|RH5018:-1f|});
        while (flag);
        """);

    [Fact]
    public Task In_a_foreach() => TorchCode.InMethod(
        """
        foreach (var batch in loader)
        {
            using var y = batch["data"].mul({|RH5018:0.1f|});
        }
        """);

    [Fact]
    public Task Of_a_constant() => TorchCode.InMethod(
        """
        const double rate = 0.1;
        for (int i = 0; i < 10; i++)
            x.add_({|RH5018:rate|});
        """);

    [Fact]
    public Task Of_a_variable_that_stays() => TorchCode.InClass(
        """
        void M(Tensor x, float scale)
        {
            for (int i = 0; i < 10; i++)
            {
                using var y = x * {|RH5018:scale|};
            }
        }
        """);

    [Fact]
    public Task Of_a_named_constant() => TorchCode.InMethod(
        """
        for (int i = 0; i < 10; i++)
            x.add_({|RH5018:Math.PI|});
        """);

    [Fact]
    public Task Told_once_for_a_number() => TorchCode.InMethod(
        """
        for (int i = 0; i < 10; i++)
        {
            x.add_({|RH5018:2|});
            x.add_(2);
            x.add_({|RH5018:3|});
        }
        """);

    [Fact]
    public Task In_the_inner_of_two_loops() => TorchCode.InMethod(
        """
        for (int i = 0; i < 10; i++)
        {
            for (int j = 0; j < 10; j++)
                x.add_({|RH5018:2|});
        }
        """);

    [Fact]
    public Task That_stays_in_the_inner_loop_only() => TorchCode.InMethod(
        """
        for (int i = 0; i < 10; i++)
        {
            for (int j = 0; j < 10; j++)
                x.add_({|RH5018:i|});
        }
        """);

    [Fact]
    public Task Of_a_comparison() => TorchCode.InMethod(
        """
        while (flag)
        {
            using var mask = x > {|RH5018:0.5|};
        }
        """);

    [Fact]
    public Task Of_a_tensor() => TorchCode.InMethod(
        """
        while (flag)
        {
            using var y = torch.where(x, x, {|RH5018:0f|});
        }
        """);

    [Fact]
    public Task Of_an_assignment_to_elements() => TorchCode.InMethod(
        """
        for (int i = 0; i < 10; i++)
            x[i] = {|RH5018:0f|};
        """);
}
