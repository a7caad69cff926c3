using TorchSharp;
using TorchSharp.Fake;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResourceHygiene.TorchSharp.Tests.Reference;

/// <summary>The declarations behave as the real library was seen to, as far as ownership goes; tests elsewhere rely on it.</summary>
public sealed class TensorFactsTests
{
    [Fact]
    public void Every_operation_makes_a_handle()
    {
        using var a = zeros(4);
        var before = FakeLibtorch.LiveTensors;

        using var b = a.add(a);
        using var c = a[0];
        using var d = a.T;

        Assert.Equal(before + 3, FakeLibtorch.LiveTensors);
    }

    [Fact]
    public void An_in_place_operation_returns_the_same_object_but_for_a_few()
    {
        using var a = zeros(4);

        Assert.Same(a, a.add_(a));
        Assert.Same(a, a.relu_());
        Assert.Same(a, a.requires_grad_());
        using var zeroed = a.zero_();
        Assert.NotSame(a, zeroed);
    }

    [Fact]
    public void Storage_lives_as_long_as_its_last_handle()
    {
        var before = FakeLibtorch.LiveBytes(DeviceType.CPU);
        var a = zeros(1000);
        var view = a[5];

        a.Dispose();
        Assert.Equal(before + 4000, FakeLibtorch.LiveBytes(DeviceType.CPU));

        view.Dispose();
        Assert.Equal(before, FakeLibtorch.LiveBytes(DeviceType.CPU));
    }

    [Fact]
    public void A_move_that_changes_nothing_is_a_new_handle_all_the_same()
    {
        using var a = zeros(4);
        using var b = a.cpu();

        Assert.NotSame(a, b);
    }

    [Fact]
    public void A_disposed_tensor_says_so()
    {
        var a = zeros(4);
        a.Dispose();
        a.Dispose();

        Assert.True(a.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => a.add(a));
    }

    [Fact]
    public void A_parameter_takes_the_tensor_over()
    {
        var a = zeros(4);
        using var parameter = new Parameter(a);

        Assert.True(a.IsInvalid);
        Assert.False(parameter.IsInvalid);
    }

    [Fact]
    public void A_number_becomes_a_scalar_that_no_scope_owns()
    {
        using var scope = NewDisposeScope();
        var before = FakeLibtorch.LiveScalars;
        var a = zeros(4);

        _ = a * 2f;
        scope.DisposeEverything();

        Assert.Equal(before + 1, FakeLibtorch.LiveScalars);
    }

    [Fact]
    public void A_number_minus_a_tensor_makes_two_tensors()
    {
        using var a = zeros(4);
        using var two = 2f.ToScalar();
        var before = FakeLibtorch.LiveTensors;

        using var b = two - a;

        Assert.Equal(before + 2, FakeLibtorch.LiveTensors);
        Assert.False(b.IsInvalid);
    }

    [Fact]
    public void A_comparison_is_a_tensor()
    {
        using var a = zeros(4);
        using var b = zeros(4);
        using var equal = a == b;

        Assert.Equal(ScalarType.Bool, equal.dtype);
    }

    [Fact]
    public void Each_read_of_a_gradient_is_a_new_handle()
    {
        using var a = zeros(4);
        using var gradient = ones(4);
        a.grad = gradient;

        using var first = a.grad;
        using var second = a.grad;

        Assert.NotSame(first, second);
        Assert.False(gradient.IsInvalid);
    }
}
