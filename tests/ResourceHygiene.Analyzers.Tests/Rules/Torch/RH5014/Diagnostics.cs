namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5014;

/// <summary>Evaluation that keeps the graph of every result.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task One_result() => TorchCode.InMethod(
        """
        model.eval();
        using var y = {|RH5014:model.forward(x)|};
        """);

    [Fact]
    public Task By_call() => TorchCode.InMethod(
        """
        model.eval();
        using var y = {|RH5014:model.call(x)|};
        """);

    [Fact]
    public Task In_a_loop() => TorchCode.InMethod(
        """
        model.eval();
        foreach (var batch in loader)
        {
            using var y = {|RH5014:model.forward(batch["data"])|};
        }
        """);

    [Fact]
    public Task In_a_lambda() => TorchCode.InMethod(
        """
        model.eval();
        var all = Enumerable.Range(0, 3).Select(_ => {|RH5014:model.forward(x)|}).ToList();
        """);

    [Fact]
    public Task Of_a_local_model() => TorchCode.InMethod(
        """
        var net = Linear(1, 2);
        net.eval();
        using var y = {|RH5014:net.forward(x)|};
        """);

    [Fact]
    public Task Within_a_scope_which_is_another_matter() => TorchCode.InMethod(
        """
        model.eval();
        using var scope = torch.NewDisposeScope();
        var y = {|RH5014:model.forward(x)|};
        """);

    [Fact]
    public Task In_a_service_that_is_set_up_once() => TorchCode.InClass(
        """
        private readonly Linear _model;
        public C()
        {
            _model = Linear(1, 2);
            _model.eval();
        }

        public float Predict(Tensor x)
        {
            using var y = {|RH5014:_model.forward(x)|};
            return y.item<float>();
        }
        """);

    [Fact]
    public Task In_each_method_of_a_service() => TorchCode.InClass(
        """
        private readonly Linear _model = Linear(1, 2);
        public C() => _model.eval();
        public Tensor One(Tensor x) => {|RH5014:_model.forward(x)|};
        public Tensor Other(Tensor x) => {|RH5014:_model.call(x)|};
        """);

    [Fact]
    public Task Of_a_field_in_one_method() => TorchCode.InClass(
        """
        private readonly Linear _model = Linear(1, 2);
        Tensor Predict(Tensor x)
        {
            _model.eval();
            return {|RH5014:_model.forward(x)|};
        }
        """);

    [Fact]
    public Task Below_a_condition() => TorchCode.InMethod(
        """
        if (flag)
            model.eval();
        using var y = {|RH5014:model.forward(x)|};
        """);
}
