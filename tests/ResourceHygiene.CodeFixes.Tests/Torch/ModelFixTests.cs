using ResourceHygiene.CodeFixes.Torch;

namespace ResourceHygiene.CodeFixes.Tests.Torch;

/// <summary>Modules know their state, optimizers their parameters, parameters their tensors.</summary>
public sealed class ModelFixTests
{
    [Fact]
    public Task A_field_is_set_before_registering() => TorchFixes<SetBeforeRegisteringFix>.FixesFile(
        """
        class Net : Module<Tensor, Tensor>
        {
            private readonly Linear _first;
            private readonly Linear _second;
            public Net(int width) : base("net")
            {
                _first = Linear(1, width);
                RegisterComponents();
                {|RH5011:_second|} = Linear(width, 1); // the head
            }

            public override Tensor forward(Tensor input) => _second.forward(input);
        }
        """,
        """
        class Net : Module<Tensor, Tensor>
        {
            private readonly Linear _first;
            private readonly Linear _second;
            public Net(int width) : base("net")
            {
                _first = Linear(1, width);
                _second = Linear(width, 1); // the head
                RegisterComponents();
            }

            public override Tensor forward(Tensor input) => _second.forward(input);
        }
        """);

    [Fact]
    public Task Several_fields_keep_their_order() => TorchFixes<SetBeforeRegisteringFix>.FixesFile(
        """
        class Net : Module<Tensor, Tensor>
        {
            private readonly Linear _first;
            private readonly Linear _second;
            public Net() : base("net")
            {
                RegisterComponents();
                {|RH5011:_first|} = Linear(1, 2);
                {|RH5011:_second|} = Linear(2, 1);
            }

            public override Tensor forward(Tensor input) => _second.forward(_first.forward(input));
        }
        """,
        """
        class Net : Module<Tensor, Tensor>
        {
            private readonly Linear _first;
            private readonly Linear _second;
            public Net() : base("net")
            {
                _first = Linear(1, 2);
                _second = Linear(2, 1);
                RegisterComponents();
            }

            public override Tensor forward(Tensor input) => _second.forward(_first.forward(input));
        }
        """);

    [Theory]
    [InlineData("int width = 3; width++; {|RH5011:_head|} = Linear(width, 1);")]
    [InlineData("if (flag) {|RH5011:_head|} = Linear(1, 1);")]
    public Task Nothing_is_offered_where_something_in_between_decides(string statements) => TorchFixes<SetBeforeRegisteringFix>.OffersNothing(
        $$"""
        class Net : Module<Tensor, Tensor>
        {
            private Linear? _head;
            public Net(bool flag) : base("net") { RegisterComponents(); {{statements}} }
            public override Tensor forward(Tensor input) => input.alias();
        }
        """);

    [Fact]
    public Task The_model_is_moved_first() => TorchFixes<MoveModelFirstFix>.Fixes(
        """
        void M(Linear model, Device device)
        {
            using var optimizer = {|RH5012:torch.optim.Adam(model.parameters())|};
            // to the GPU
            model.to(device);
            optimizer.step();
        }
        """,
        """
        void M(Linear model, Device device)
        {
            // to the GPU
            model.to(device);
            using var optimizer = torch.optim.Adam(model.parameters());
            optimizer.step();
        }
        """);

    [Theory]
    [InlineData("void M(Linear model) { using var optimizer = {|RH5012:torch.optim.Adam(model.parameters())|}; Device device = CPU; model.to(device); optimizer.step(); }")]
    [InlineData("void M(Linear model, bool flag) { using var optimizer = {|RH5012:torch.optim.Adam(model.parameters())|}; if (flag) model.cuda(); optimizer.step(); }")]
    public Task Nothing_is_offered_where_the_move_is_decided_later(string member) => TorchFixes<MoveModelFirstFix>.OffersNothing(member);

    [Fact]
    public Task A_parameter_is_built_from_an_alias() => TorchFixes<BuildFromAliasFix>.Fixes(
        """
        void M(Tensor x, Tensor y)
        {
            using var first = new Parameter({|RH5010:x|});
            using var second = {|RH5010:y|}.AsParameter();
            using var sum = x.add(y);
        }
        """,
        """
        void M(Tensor x, Tensor y)
        {
            using var first = new Parameter(x.alias());
            using var second = y.alias().AsParameter();
            using var sum = x.add(y);
        }
        """);

    [Fact]
    public Task A_gradient_is_cleared() => TorchFixes<ClearGradientFix>.Fixes(
        """
        void M(Linear model)
        {
            foreach (var parameter in model.parameters())
                parameter.grad?{|RH5015:.Dispose()|};
        }
        """,
        """
        void M(Linear model)
        {
            foreach (var parameter in model.parameters())
                parameter.grad = null;
        }
        """);

    [Theory]
    [InlineData("void M(Tensor x) { {|RH5015:x.T.Dispose()|}; }")]
    public Task Nothing_is_offered_for_another_alias(string member) => TorchFixes<ClearGradientFix>.OffersNothing(member);
}
