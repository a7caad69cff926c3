namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5011;

/// <summary>State that the module knows, or that is somebody else's.</summary>
public sealed class Valid
{
    [Fact]
    public Task Set_before_registering() => TorchCode.InModule(
        """
        private readonly Linear _first;
        public Net() : base("net")
        {
            _first = Linear(1, 2);
            RegisterComponents();
        }
        """);

    [Fact]
    public Task Registered_by_hand() => TorchCode.InModule(
        """
        private readonly Linear _first;
        public Net() : base("net")
        {
            RegisterComponents();
            _first = Linear(1, 2);
            register_module("first", _first);
        }
        """);

    [Fact]
    public Task Another_name_for_a_child() => TorchCode.InModule(
        """
        private readonly Linear _first;
        private readonly Module _last;
        public Net() : base("net")
        {
            _first = Linear(1, 2);
            RegisterComponents();
            _last = _first;
        }
        """);

    [Fact]
    public Task A_number_set_afterwards() => TorchCode.InModule(
        """
        private readonly int _width;
        public Net() : base("net")
        {
            RegisterComponents();
            _width = 3;
        }
        """);

    [Fact]
    public Task A_local_module() => TorchCode.InModule(
        """
        public Net() : base("net")
        {
            RegisterComponents();
            Linear scratch;
            scratch = Linear(1, 2);
            scratch.Dispose();
        }
        """);

    [Fact]
    public Task A_tensor_that_the_disposer_knows() => TorchCode.InModule(
        """
        private readonly Tensor _mask;
        public Net() : base("net")
        {
            RegisterComponents();
            _mask = torch.zeros(3);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _mask.Dispose();
            base.Dispose(disposing);
        }
        """);

    [Fact]
    public Task Modules_in_a_module_list() => TorchCode.InModule(
        """
        private readonly ModuleList<Linear> _layers = ModuleList<Linear>();
        public Net() : base("net")
        {
            _layers.append(Linear(1, 1));
            RegisterComponents();
        }
        """);

    [Fact]
    public Task A_list_that_becomes_a_module() => TorchCode.InModule(
        """
        private readonly List<Linear> _layers = new();
        private readonly ModuleList<Linear> _registered;
        public Net() : base("net")
        {
            _layers.Add(Linear(1, 1));
            _registered = ModuleList(_layers.ToArray());
            RegisterComponents();
        }
        """);

    [Fact]
    public Task A_list_of_children_that_have_fields() => TorchCode.InModule(
        """
        private readonly Linear _first;
        private readonly Linear[] _all;
        public Net() : base("net")
        {
            _first = Linear(1, 1);
            _all = new[] { _first };
            RegisterComponents();
        }
        """);

    [Fact]
    public Task A_list_whose_elements_are_registered_one_by_one() => TorchCode.InModule(
        """
        private readonly List<Linear> _layers = new();
        public Net() : base("net")
        {
            for (int i = 0; i < 3; i++)
            {
                var layer = Linear(1, 1);
                _layers.Add(layer);
                register_module("layer" + i, layer);
            }
        }
        """);

    [Fact]
    public Task A_list_in_a_class_that_is_no_module() => TorchCode.InClass(
        """
        private readonly List<Linear> _models = new();
        void Add() => _models.Add(Linear(1, 1));
        """);

    [Fact]
    public Task A_list_that_is_handed_in() => TorchCode.InModule(
        """
        private readonly List<Linear> _shared;
        public Net(List<Linear> shared) : base("net")
        {
            _shared = shared;
            RegisterComponents();
        }
        """);

    [Fact]
    public Task A_persistent_buffer() => TorchCode.InModule(
        """
        public Net() : base("net")
        {
            register_buffer("mask", torch.zeros(3));
            register_buffer("other", torch.zeros(3), persistent: true);
        }
        """);

    [Fact]
    public Task A_buffer_of_which_the_disposer_takes_care() => TorchCode.InModule(
        """
        private readonly Tensor _mask = torch.zeros(3);
        public Net() : base("net") => register_buffer("mask", _mask, persistent: false);
        protected override void Dispose(bool disposing)
        {
            _mask.Dispose();
            base.Dispose(disposing);
        }
        """);
}
