namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5014;

/// <summary>Gradients are off, or wanted, or somebody else's decision.</summary>
public sealed class Valid
{
    [Fact]
    public Task Under_no_grad() => TorchCode.InMethod(
        """
        model.eval();
        using var guard = torch.no_grad();
        using var y = model.forward(x);
        """);

    [Fact]
    public Task Under_inference_mode() => TorchCode.InMethod(
        """
        using (torch.inference_mode())
        {
            model.eval();
            using var y = model.forward(x);
        }
        """);

    [Fact]
    public Task Under_a_guard_of_the_caller() => TorchCode.InClass(
        """
        void Evaluate(Linear model, Tensor x)
        {
            using var guard = torch.no_grad();
            Run(model, x);
        }

        private void Run(Linear model, Tensor x)
        {
            model.eval();
            using var y = model.forward(x);
        }
        """);

    [Fact]
    public Task Trained_in_the_same_method() => TorchCode.InMethod(
        """
        model.eval();
        using var y = model.forward(x);
        using var loss = y.sum();
        loss.backward();
        """);

    [Fact]
    public Task Gradients_of_the_input_are_wanted() => TorchCode.InMethod(
        """
        model.eval();
        x.requires_grad_();
        using var y = model.forward(x);
        """);

    [Fact]
    public Task Never_run() => TorchCode.InMethod("model.eval();");

    [Fact]
    public Task Run_before() => TorchCode.InMethod(
        """
        using var y = model.forward(x);
        model.eval();
        """);

    [Fact]
    public Task Another_model() => TorchCode.InMethod(
        """
        var net = Linear(1, 2);
        net.eval();
        using var y = model.forward(x);
        """);

    [Fact]
    public Task A_frozen_part_of_a_module() => TorchCode.InModule(
        """
        private readonly Linear _backbone = Linear(1, 2);
        public Net() : base("net")
        {
            _backbone.eval();
            RegisterComponents();
        }

        private Tensor Features(Tensor x) => _backbone.forward(x);
        """);

    [Fact]
    public Task A_class_that_trains_as_well() => TorchCode.InClass(
        """
        private readonly Linear _model = Linear(1, 2);
        void Freeze() => _model.eval();
        void Unfreeze() => _model.train();
        Tensor Run(Tensor x) => _model.forward(x);
        """);

    [Fact]
    public Task A_service_under_no_grad() => TorchCode.InClass(
        """
        private readonly Linear _model = Linear(1, 2);
        public C() => _model.eval();
        Tensor Run(Tensor x)
        {
            using var guard = torch.no_grad();
            return _model.forward(x);
        }
        """);

    [Fact]
    public Task Only_in_training_mode() => TorchCode.InMethod(
        """
        model.train();
        using var y = model.forward(x);
        """);
}
