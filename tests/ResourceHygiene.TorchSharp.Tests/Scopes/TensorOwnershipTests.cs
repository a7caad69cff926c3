using TorchSharp;
using static TorchSharp.torch;

namespace ResourceHygiene.TorchSharp.Tests.Scopes;

public sealed class TensorOwnershipTests
{
    [Fact]
    public void A_clean_up_scope_takes_a_tensor_out_of_the_librarys_scope()
    {
        using var cleanup = new CleanupScope();
        Tensor tensor;
        using (NewDisposeScope())
            tensor = cleanup.OwnTensor(zeros(4));

        Assert.False(tensor.IsInvalid);
        cleanup.Dispose();
        Assert.True(tensor.IsInvalid);
    }

    [Fact]
    public void Owning_it_as_any_disposable_leaves_it_with_two_owners()
    {
        using var cleanup = new CleanupScope();
        Tensor tensor;
        using (NewDisposeScope())
            tensor = cleanup.Own(zeros(4));

        Assert.True(tensor.IsInvalid);
    }

    [Fact]
    public Task A_clean_up_scope_takes_a_tensor_from_a_tensor_scope_also_after_an_await() =>
        Hop.StartAsync(static async () =>
        {
            await using var cleanup = new CleanupScope();
            Tensor before, after;
            await using (TensorScope.Begin())
            {
                before = zeros(4);
                await Hop.ToAnotherThreadAsync();
                cleanup.OwnTensor(before);
                after = cleanup.OwnTensor(zeros(4));
            }

            Assert.False(before.IsInvalid);
            Assert.False(after.IsInvalid);
            await cleanup.DisposeAsync();
            Assert.True(before.IsInvalid);
            Assert.True(after.IsInvalid);
        });

    [Fact]
    public void A_tensor_goes_back_from_a_clean_up_scope_to_the_library()
    {
        using var cleanup = new CleanupScope();
        Tensor tensor;
        using (var scope = NewDisposeScope())
        {
            tensor = cleanup.OwnTensor(zeros(4));
            cleanup.MoveToDisposeScope(tensor, scope);
            Assert.Equal(0, cleanup.Count);
            Assert.True(scope.Contains(tensor));
        }

        Assert.True(tensor.IsInvalid);
    }

    [Fact]
    public void A_tensor_for_a_scope_that_has_ended_is_disposed_instead_of_leaked()
    {
        using var cleanup = new CleanupScope();
        var ended = NewDisposeScope();
        ended.Dispose();
        var tensor = cleanup.OwnTensor(zeros(4));

        Assert.Throws<ObjectDisposedException>(() => cleanup.MoveToDisposeScope(tensor, ended));
        Assert.True(tensor.IsInvalid);
    }

    [Fact]
    public void A_clean_up_scope_that_has_ended_disposes_the_tensor_at_once()
    {
        var cleanup = new CleanupScope();
        cleanup.Dispose();
        var tensor = zeros(4);

        Assert.Throws<ObjectDisposedException>(() => cleanup.OwnTensor(tensor));
        Assert.True(tensor.IsInvalid);
    }

    [Fact]
    public void Anything_else_is_refused()
    {
        using var cleanup = new CleanupScope();
        using var module = nn.ReLU();

        Assert.Throws<ArgumentException>(() => cleanup.OwnTensor(module));
    }

    [Fact]
    public Task Tensors_of_a_clean_up_scope_live_as_long_as_it_does() =>
        Hop.StartAsync(static async () =>
        {
            Tensor before, after;
            await using (var cleanup = CleanupScope.Begin("step"))
            {
                cleanup.BeginTensors(withoutGradients: true);
                before = zeros(4);
                await Hop.ToAnotherThreadAsync();
                after = zeros(4);
                Assert.False(is_grad_enabled());
                Assert.False(before.IsInvalid);
            }

            Assert.True(before.IsInvalid);
            Assert.True(after.IsInvalid);
        });

    [Fact]
    public void A_tensor_scope_hands_a_tensor_to_a_clean_up_scope()
    {
        using var cleanup = new CleanupScope();
        Tensor tensor;
        using (var scope = TensorScope.Begin())
            tensor = scope.MoveTo(zeros(4), cleanup);

        Assert.False(tensor.IsInvalid);
        Assert.Equal(1, cleanup.Count);
    }
}
