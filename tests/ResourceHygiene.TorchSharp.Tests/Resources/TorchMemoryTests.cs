using TorchSharp;
using TorchSharp.Fake;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResourceHygiene.TorchSharp.Tests.Resources;

public sealed class TorchMemoryTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 24)]
    [InlineData(ScalarType.Float64, 48)]
    [InlineData(ScalarType.Float16, 12)]
    [InlineData(ScalarType.BFloat16, 12)]
    [InlineData(ScalarType.Byte, 6)]
    [InlineData(ScalarType.Bool, 6)]
    [InlineData(ScalarType.Int64, 48)]
    [InlineData(ScalarType.ComplexFloat64, 96)]
    public void A_tensor_is_as_large_as_its_shape_and_type_say(ScalarType type, long bytes)
    {
        using var tensor = zeros(2, 3, dtype: type);

        Assert.Equal(bytes, TorchMemory.SizeOf(tensor));
    }

    [Fact]
    public void A_number_has_one_element_and_an_empty_tensor_none()
    {
        using var number = tensor(1f);
        using var empty = zeros(0, 5);

        Assert.Equal(4, TorchMemory.SizeOf(number));
        Assert.Equal(0, TorchMemory.SizeOf(empty));
    }

    [Fact]
    public void A_tensor_without_storage_or_without_handle_occupies_nothing()
    {
        using var meta = zeros(1000, device: META);
        var disposed = zeros(4);
        disposed.Dispose();

        Assert.Equal(0, TorchMemory.SizeOf(meta));
        Assert.Equal(0, TorchMemory.SizeOf(disposed));
        Assert.Equal(ResourceLocation.Host, TorchMemory.LocationOf(disposed));
    }

    [Theory]
    [InlineData(DeviceType.CPU, -1, -1)]
    [InlineData(DeviceType.META, -1, -1)]
    [InlineData(DeviceType.CUDA, -1, 0)]
    [InlineData(DeviceType.CUDA, 0, 0)]
    [InlineData(DeviceType.CUDA, 3, 3)]
    [InlineData(DeviceType.MPS, -1, 0)]
    public void A_device_is_a_location(DeviceType type, int index, int device) =>
        Assert.Equal(device, TorchMemory.LocationOf(type, index).DeviceIndex);

    [Fact]
    public void A_tensor_on_a_device_is_located_there()
    {
        using var tensor = zeros(4, device: CUDA);

        Assert.Equal(ResourceLocation.Device(0), TorchMemory.LocationOf(tensor));
    }

    [Fact]
    public void A_module_is_its_parameters_and_buffers_with_those_of_its_children()
    {
        // 10x4 weights and 4 of bias; four times 4 of normalization.
        using var model = nn.Sequential(nn.Linear(10, 4), nn.BatchNorm1d(4), nn.ReLU());

        Assert.Equal(4 * (40 + 4 + 16), TorchMemory.SizeOf(model));
        Assert.Equal(ResourceLocation.Host, TorchMemory.LocationOf(model));
    }

    [Fact]
    public void Gradients_count_and_asking_leaves_no_handles()
    {
        using var model = nn.Linear(10, 4, hasBias: false);
        using var gradient = zeros(4, 10);
        model.weight.grad = gradient;
        var before = FakeLibtorch.LiveTensors;

        Assert.Equal(2 * 4 * 40, TorchMemory.SizeOf(model));
        Assert.Equal(before, FakeLibtorch.LiveTensors);
    }

    [Fact]
    public void Asking_a_script_module_leaves_no_handles()
    {
        using var model = jit.load("model.pt");
        var before = FakeLibtorch.LiveTensors;

        Assert.Equal(64, TorchMemory.SizeOf(model));
        Assert.Equal(before, FakeLibtorch.LiveTensors);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void A_parameter_under_two_names_counts_once()
    {
        var shared = zeros(100).AsParameter();
        using var model = new Tied(shared);

        Assert.Equal(400, TorchMemory.SizeOf(model));
    }

    [Fact]
    public void A_module_lies_where_most_of_it_lies()
    {
        using var model = nn.Linear(10, 4).cuda();

        Assert.Equal(ResourceLocation.Device(0), TorchMemory.LocationOf(model));
    }

    [Fact]
    public void A_disposed_module_occupies_nothing()
    {
        var model = nn.Linear(10, 4);
        model.Dispose();

        Assert.Equal(0, TorchMemory.SizeOf(model));
    }

    [Fact]
    public void Adam_keeps_twice_the_parameters_and_plain_descent_nothing()
    {
        using var model = nn.Linear(10, 4);
        using var adam = optim.Adam(model.parameters());
        using var plain = optim.SGD(model.parameters(), 0.1);
        using var momentum = optim.SGD(model.parameters(), 0.1, momentum: 0.9);

        Assert.Equal(2 * TorchMemory.SizeOf(model), TorchMemory.SizeOf(adam));
        Assert.Equal(0, TorchMemory.SizeOf(plain));
        Assert.Equal(TorchMemory.SizeOf(model), TorchMemory.SizeOf(momentum));
    }

    [Fact]
    public void An_optimizer_whose_model_has_moved_is_of_unknown_size()
    {
        using var model = nn.Linear(10, 4);
        using var adam = optim.Adam(model.parameters().ToList());
        model.cuda();

        Assert.Equal(0, TorchMemory.SizeOf(adam));
        Assert.Equal(ResourceLocation.Host, TorchMemory.LocationOf(adam));
    }

    private sealed class Tied : nn.Module<Tensor, Tensor>
    {
        public Tied(Parameter shared)
            : base(nameof(Tied))
        {
            register_parameter("first", shared);
            register_parameter("second", shared);
        }

        public override Tensor forward(Tensor input) => input.alias();
    }
}
