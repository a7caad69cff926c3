using TorchSharp;
using TorchSharp.Fake;
using static TorchSharp.torch;

namespace ResourceHygiene.TorchSharp.Tests.Scopes;

public sealed class TensorScopeTests
{
    [Fact]
    public void It_disposes_what_is_made_inside()
    {
        var before = FakeLibtorch.LiveTensors;
        using (TensorScope.Begin())
        {
            var a = zeros(4);
            _ = a + a;
        }

        Assert.Equal(before, FakeLibtorch.LiveTensors);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void What_is_moved_to_the_outer_scope_lives_until_that_ends()
    {
        using var outer = TensorScope.Begin("outer");
        Tensor kept;
        using (var inner = TensorScope.Begin("inner"))
        {
            kept = inner.MoveToOuter(zeros(4));
            Assert.Same(outer, inner.Outer);
        }

        Assert.False(kept.IsInvalid);
        outer.Dispose();
        Assert.True(kept.IsInvalid);
    }

    [Fact]
    public void What_is_detached_is_the_callers()
    {
        Tensor mine;
        using (var scope = TensorScope.Begin())
            mine = scope.Detach(zeros(4));

        Assert.False(mine.IsInvalid);
        mine.Dispose();
    }

    [Fact]
    public void The_librarys_own_move_works_before_an_await()
    {
        using var outer = TensorScope.Begin();
        Tensor kept;
        using (TensorScope.Begin())
            kept = zeros(4).MoveToOuterDisposeScope();

        Assert.False(kept.IsInvalid);
        outer.Dispose();
        Assert.True(kept.IsInvalid);
    }

    [Fact]
    public void Owning_a_tensor_takes_it_out_of_the_scope_that_had_it()
    {
        using var scope = TensorScope.Begin();
        Tensor tensor;
        using (NewDisposeScope())
        {
            tensor = scope.Own(zeros(4));
            Assert.Same(tensor, scope.Own(tensor));
        }

        Assert.False(tensor.IsInvalid);
        scope.Dispose();
        Assert.True(tensor.IsInvalid);
    }

    [Fact]
    public void Owning_in_an_inner_scope_takes_it_from_the_outer()
    {
        using var outer = TensorScope.Begin();
        var tensor = outer.Own(zeros(4));
        using (var inner = TensorScope.Begin())
            inner.Own(tensor);

        Assert.True(tensor.IsInvalid);
        Assert.Equal(0, outer.Count);
    }

    [Fact]
    public void Packed_sequences_are_owned_as_tensors_are()
    {
        var before = FakeLibtorch.LiveTensors;
        using (TensorScope.Begin())
        {
            var lengths = zeros(2, dtype: int64);
            _ = nn.utils.rnn.pack_padded_sequence(zeros(2, 3), lengths);
        }

        Assert.Equal(before, FakeLibtorch.LiveTensors);
    }

    [Fact]
    public void Other_things_are_refused()
    {
        using var scope = TensorScope.Begin();
        using var module = nn.ReLU();

        Assert.Throws<ArgumentException>(() => scope.Own(module));
    }

    [Fact]
    public void A_tensor_of_somebody_else_cannot_be_given_away()
    {
        using var foreign = zeros(4);
        using var scope = TensorScope.Begin("step");

        var exception = Assert.Throws<InvalidOperationException>(() => scope.Detach(foreign));

        Assert.Contains("'step'", exception.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => scope.MoveToOuter(foreign));
    }

    [Fact]
    public void What_comes_after_the_end_is_disposed_at_once()
    {
        var scope = TensorScope.Begin();
        scope.Dispose();
        var late = zeros(4);

        Assert.Throws<ObjectDisposedException>(() => scope.Own(late));
        Assert.True(late.IsInvalid);
    }

    [Fact]
    public void It_ends_once_and_in_any_order()
    {
        var outer = TensorScope.Begin();
        var inner = TensorScope.Begin();
        var a = zeros(4);

        outer.Dispose();
        Assert.False(a.IsInvalid);
        Assert.Same(inner, TensorScope.Current);

        inner.Dispose();
        inner.Dispose();
        Assert.True(a.IsInvalid);
        Assert.Null(TensorScope.Current);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void Gradients_are_off_inside_if_asked()
    {
        using (TensorScope.Begin(withoutGradients: true))
        {
            Assert.False(is_grad_enabled());
            using (TensorScope.Begin())
                Assert.False(is_grad_enabled());
        }

        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void It_counts_what_it_owns()
    {
        using var scope = TensorScope.Begin();
        Assert.Equal(0, scope.Count);

        var a = zeros(4);
        _ = a + a;
        Assert.Equal(2, scope.Count);

        a.Dispose();
        Assert.Equal(1, scope.Count);
    }

    [Fact]
    public void A_scope_of_the_library_left_open_inside_is_refused_at_the_end()
    {
        var scope = TensorScope.Begin("step");
        var forgotten = NewDisposeScope();
        var before = FakeLibtorch.LiveTensors;
        _ = scope.Own(zeros(4));

        var exception = Assert.Throws<InvalidOperationException>(scope.Dispose);

        Assert.Contains("tensor scope 'step'", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, FakeLibtorch.LiveTensors);
        forgotten.Dispose();
        Assert.Null(CurrentDisposeScope);
    }
}
