using ResourceHygiene.Tests;
using TorchSharp;
using TorchSharp.Fake;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResourceHygiene.TorchSharp.Tests.Reference;

public sealed class ModuleFactsTests
{
    [Fact]
    public void A_module_disposes_what_is_registered()
    {
        var model = new Model();
        var weight = model.First.weight;

        model.Dispose();

        Assert.True(weight.IsInvalid);
        Assert.False(model.Late!.weight.IsInvalid);
        model.Late.Dispose();
    }

    [Fact]
    public void The_garbage_collector_frees_no_module()
    {
        var before = FakeLibtorch.LiveModules;

        Assert.True(Garbage.IsCollected(Garbage.Make(static () => nn.ReLU())));

        Assert.Equal(before + 1, FakeLibtorch.LiveModules);
    }

    [Fact]
    public void A_move_makes_new_parameters_in_the_same_module()
    {
        using var model = nn.Linear(2, 3);
        var before = model.weight;

        Assert.Same(model, model.cuda());

        Assert.True(before.IsInvalid);
        Assert.Equal(DeviceType.CUDA, model.weight.device_type);
    }

    [Fact]
    public void An_optimizer_does_not_survive_a_move_of_its_model()
    {
        using var model = nn.Linear(2, 3);
        using var optimizer = optim.Adam(model.parameters());
        model.cuda();

        Assert.ThrowsAny<Exception>(() => optimizer.step());
    }

    [Fact]
    public void A_buffer_that_is_not_persistent_is_never_disposed()
    {
        using var forgotten = zeros(4);
        var model = nn.ReLU();
        model.register_buffer("cache", forgotten, persistent: false);

        model.Dispose();

        Assert.False(forgotten.IsInvalid);
    }

    [Fact]
    public void A_list_that_nobody_registered_does_not_dispose_its_items()
    {
        using var child = nn.Linear(2, 2);
        nn.ModuleList(child).Dispose();

        Assert.False(child.weight.IsInvalid);
    }

    [Fact]
    public void A_loader_disposes_each_batch_when_the_next_is_asked_for()
    {
        using var inputs = zeros(4, 2);
        using var loader = utils.data.DataLoader(utils.data.TensorDataset(inputs), 2);

        var batches = loader.ToList();

        Assert.Equal(2, batches.Count);
        Assert.All(batches, static batch => Assert.True(batch[0].IsInvalid));
        Assert.False(inputs.IsInvalid);
    }

    [Fact]
    public void A_script_module_lists_new_handles()
    {
        using var module = jit.load("model.pt");
        using var first = module.parameters().Single();
        using var second = module.parameters().Single();

        Assert.NotSame(first, second);
    }

    private sealed class Model : nn.Module<Tensor, Tensor>
    {
        public Model()
            : base(nameof(Model))
        {
            First = nn.Linear(2, 2);
            RegisterComponents();
            Late = nn.Linear(2, 2);
        }

        public Linear First { get; }

        public Linear? Late { get; }

        public override Tensor forward(Tensor input) => First.call(input);
    }
}
