namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5012;

/// <summary>The optimizer goes by parameters that the model has replaced.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task Moved_to_a_device() => TorchCode.InMethod(
        """
        using var optimizer = {|RH5012:torch.optim.Adam(model.parameters())|};
        model.to(torch.CUDA);
        optimizer.step();
        """);

    [Fact]
    public Task Moved_with_cuda() => TorchCode.InMethod(
        """
        using var optimizer = {|RH5012:torch.optim.Adam(model.parameters(), 0.1)|};
        model.cuda();
        optimizer.step();
        """);

    [Fact]
    public Task Moved_and_assigned_again() => TorchCode.InMethod(
        """
        using var optimizer = {|RH5012:torch.optim.Adam(model.parameters())|};
        model = model.to(torch.CUDA);
        optimizer.step();
        """);

    [Fact]
    public Task Moved_below_a_condition() => TorchCode.InMethod(
        """
        using var optimizer = {|RH5012:torch.optim.Adam(model.parameters())|};
        if (flag)
            model.cuda();
        optimizer.zero_grad();
        optimizer.step();
        """);

    [Fact]
    public Task Used_in_a_loop_afterwards() => TorchCode.InMethod(
        """
        using var optimizer = {|RH5012:torch.optim.Adam(model.parameters())|};
        model.cuda();
        for (int epoch = 0; epoch < 10; epoch++)
            optimizer.step();
        """);

    [Fact]
    public Task Moved_back_and_forth_in_a_loop() => TorchCode.InMethod(
        """
        model.cuda();
        using var optimizer = {|RH5012:torch.optim.Adam(model.parameters())|};
        for (int epoch = 0; epoch < 10; epoch++)
        {
            optimizer.step();
            model.cpu();
        }
        """);

    [Fact]
    public Task Of_a_model_in_a_field() => TorchCode.InClass(
        """
        private readonly Linear _model = Linear(1, 2);
        private readonly torch.optim.Optimizer _optimizer;
        public C()
        {
            _optimizer = {|RH5012:torch.optim.Adam(_model.parameters())|};
            _model.cuda();
        }
        """);

    [Fact]
    public Task Of_a_local_model() => TorchCode.InMethod(
        """
        var net = Linear(1, 2);
        var optimizer = {|RH5012:torch.optim.Adam(net.parameters())|};
        net.to(torch.CUDA);
        optimizer.step();
        """);

    [Fact]
    public Task Handed_on_after_the_move() => TorchCode.InClass(
        """
        void M(Linear net)
        {
            var optimizer = {|RH5012:torch.optim.Adam(net.parameters())|};
            net.cuda();
            Train(net, optimizer);
        }

        void Train(Linear net, torch.optim.Optimizer optimizer) { }
        """);

    [Fact]
    public Task With_the_parameters_in_a_list() => TorchCode.InMethod(
        """
        using var optimizer = {|RH5012:torch.optim.Adam(model.parameters().ToList())|};
        model.cuda();
        optimizer.step();
        """);
}
