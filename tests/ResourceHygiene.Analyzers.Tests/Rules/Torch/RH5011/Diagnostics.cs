namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5011;

/// <summary>State that the module neither moves nor disposes.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task A_module_set_after_registering() => TorchCode.InModule(
        """
        private readonly Linear _first;
        private readonly Linear _second;
        public Net() : base("net")
        {
            _first = Linear(1, 2);
            RegisterComponents();
            {|RH5011:_second|} = Linear(2, 3);
        }
        """);

    [Fact]
    public Task A_module_created_after_registering() => TorchCode.InModule(
        """
        private Module? _head;
        public Net() : base("net")
        {
            this.RegisterComponents();
            {|RH5011:this._head|} = Linear(1, 2);
        }
        """);

    [Fact]
    public Task A_property_set_after_registering() => TorchCode.InModule(
        """
        public Linear Head { get; }
        public Net() : base("net")
        {
            RegisterComponents();
            {|RH5011:Head|} = Linear(1, 2);
        }
        """);

    [Fact]
    public Task A_tensor_set_after_registering() => TorchCode.InModule(
        """
        private readonly Tensor _mask;
        public Net() : base("net")
        {
            RegisterComponents();
            {|RH5011:_mask|} = torch.zeros(3);
        }
        """);

    [Fact]
    public Task A_parameter_set_below_a_condition() => TorchCode.InModule(
        """
        private readonly Parameter? _bias;
        public Net(bool hasBias) : base("net")
        {
            RegisterComponents();
            if (hasBias)
                {|RH5011:_bias|} = Parameter(torch.zeros(3));
        }
        """);

    [Fact]
    public Task A_module_that_is_moved_while_it_is_set() => TorchCode.InModule(
        """
        private readonly Linear _head;
        public Net() : base("net")
        {
            RegisterComponents();
            {|RH5011:_head|} = Linear(1, 2).to(torch.CPU);
        }
        """);

    [Fact]
    public Task A_field_of_a_class_whose_base_registers() => TorchCode.InFile(
        """
        abstract class Base : Module<Tensor, Tensor>
        {
            protected readonly Linear Body;
            protected Base() : base("base")
            {
                Body = Linear(1, 2);
                RegisterComponents();
            }
        }

        class Derived : Base
        {
            private readonly Linear _head;
            public Derived()
            {
                {|RH5011:_head|} = Linear(2, 3);
                RegisterComponents();
            }

            public override Tensor forward(Tensor input) => _head.forward(input);
        }
        """);

    [Fact]
    public Task Modules_in_a_list() => TorchCode.InModule(
        """
        private readonly List<Module<Tensor, Tensor>> {|RH5011:_layers|} = new();
        public Net() : base("net")
        {
            for (int i = 0; i < 3; i++)
                _layers.Add(Linear(1, 1));
            RegisterComponents();
        }
        """);

    [Fact]
    public Task Modules_in_an_array() => TorchCode.InModule(
        """
        private readonly Linear[] {|RH5011:_layers|};
        public Net() : base("net")
        {
            _layers = new Linear[2];
            _layers[0] = Linear(1, 1);
            RegisterComponents();
        }
        """);

    [Fact]
    public Task Modules_in_a_dictionary() => TorchCode.InModule(
        """
        private readonly Dictionary<string, Module> {|RH5011:_heads|} = new() { ["a"] = Linear(1, 2) };
        public Net() : base("net") => RegisterComponents();
        """);

    [Fact]
    public Task Modules_out_of_a_query() => TorchCode.InModule(
        """
        private readonly List<Linear> {|RH5011:_layers|};
        public Net() : base("net")
        {
            _layers = Enumerable.Range(0, 3).Select(i => Linear(i, i)).ToList();
            RegisterComponents();
        }
        """);

    [Fact]
    public Task A_buffer_that_is_not_persistent() => TorchCode.InModule(
        """
        public Net() : base("net")
        {
            {|RH5011:register_buffer("mask", torch.zeros(3), persistent: false)|};
            RegisterComponents();
        }
        """);

    [Fact]
    public Task A_buffer_that_is_not_persistent_by_position() => TorchCode.InMethod(
        """
        {|RH5011:model.register_buffer("mask", x, false)|};
        """);
}
