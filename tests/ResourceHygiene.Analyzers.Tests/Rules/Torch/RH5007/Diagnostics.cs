namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5007;

/// <summary>A guard that nothing disposes, or that holds where another thread may go on.</summary>
public sealed class Diagnostics
{
    [Fact]
    public Task As_a_statement() => TorchCode.InMethod("{|RH5007:torch.no_grad()|};");

    [Fact]
    public Task Into_a_discard() => TorchCode.InMethod("_ = {|RH5007:torch.inference_mode()|};");

    [Fact]
    public Task A_scope_as_a_statement() => TorchCode.InMethod(
        """
        {|RH5007:NewDisposeScope()|};
        using var y = x.add(x);
        """);

    [Fact]
    public Task In_a_variable_that_only_looks_like_a_discard() => TorchCode.InMethod(
        """
        var _ = {|RH5007:torch.no_grad()|};
        using var y = model.forward(x);
        """);

    [Fact]
    public Task In_a_variable_without_using() => TorchCode.InMethod(
        """
        var scope = {|RH5007:torch.NewDisposeScope()|};
        var y = x.add(x);
        scope.MoveToOuter(y);
        """);

    [Fact]
    public Task Of_anomaly_detection() => TorchCode.InMethod("{|RH5007:torch.autograd.detect_anomaly()|};");

    [Fact]
    public Task Gradients_set_and_never_set_back() => TorchCode.InMethod("{|RH5007:torch.set_grad_enabled(false)|};");

    [Fact]
    public Task A_scope_held_across_await() => TorchCode.InAsyncMethod(
        """
        using var scope = {|RH5007:torch.NewDisposeScope()|};
        await Task.Delay(1);
        using var y = x.add(x);
        """);

    [Fact]
    public Task No_grad_held_across_await() => TorchCode.InAsyncMethod(
        """
        using ({|RH5007:torch.no_grad()|})
        {
            await Task.Delay(1).ConfigureAwait(false);
        }
        """);

    [Fact]
    public Task Held_across_await_of_a_loop() => TorchCode.InClass(
        """
        async Task M(IAsyncEnumerable<Tensor> tensors)
        {
            using var guard = {|RH5007:torch.inference_mode()|};
            await foreach (var tensor in tensors)
                tensor.Dispose();
        }
        """);

    [Fact]
    public Task Held_across_await_and_disposed_by_hand() => TorchCode.InAsyncMethod(
        """
        var scope = {|RH5007:torch.NewDisposeScope()|};
        try
        {
            await Task.Delay(1);
        }
        finally
        {
            scope.Dispose();
        }
        """);

    [Fact]
    public Task Held_across_yield_return() => TorchCode.InClass(
        """
        IEnumerable<float> M(IEnumerable<Tensor> tensors)
        {
            using var scope = {|RH5007:torch.NewDisposeScope()|};
            foreach (var tensor in tensors)
                yield return tensor.sum().item<float>();
        }
        """);

    [Fact]
    public Task Relied_on_by_another_thread() => TorchCode.InMethod(
        """
        using var scope = {|RH5007:torch.NewDisposeScope()|};
        Parallel.For(0, 10, i => { var y = x.add(x); });
        """);

    [Fact]
    public Task Relied_on_by_a_task() => TorchCode.InMethod(
        """
        using (torch.no_grad())
        {
        }

        using (var guard = {|RH5007:torch.no_grad()|})
        {
            Task.Run(() => model.forward(x)).Wait();
        }
        """);

    [Fact]
    public Task Relied_on_by_a_parallel_query() => TorchCode.InMethod(
        """
        using var guard = {|RH5007:torch.no_grad()|};
        var all = Enumerable.Range(0, 4).AsParallel().Select(i => model.forward(x)).ToList();
        """);

    [Fact]
    public Task Disposed_by_hand_if_nothing_throws() => TorchCode.InMethod(
        """
        var guard = {|RH5007:torch.no_grad()|};
        using var y = model.forward(x);
        guard.Dispose();
        """);

    [Fact]
    public Task Disposed_by_hand_at_the_end_of_each_round() => TorchCode.InMethod(
        """
        for (int i = 0; i < 10; i++)
        {
            var scope = {|RH5007:torch.NewDisposeScope()|};
            var y = x + i;
            scope.Dispose();
        }
        """);

    [Fact]
    public Task Disposed_by_hand_before_each_return() => TorchCode.InClass(
        """
        float M(Tensor x, bool flag)
        {
            var guard = {|RH5007:torch.inference_mode()|};
            var sum = x.sum().item<float>();
            if (flag)
            {
                guard.Dispose();
                return 0;
            }

            guard.Dispose();
            return sum;
        }
        """);

    [Fact]
    public Task Disposed_by_hand_after_something_else_was_cleaned_up() => TorchCode.InMethod(
        """
        var guard = {|RH5007:torch.no_grad()|};
        try
        {
            model.forward(x).Dispose();
        }
        finally
        {
            x.Dispose();
        }

        guard.Dispose();
        """);
}
