using TorchSharp;
using TorchSharp.Fake;
using static TorchSharp.torch;

namespace ResourceHygiene.TorchSharp.Tests.Scopes;

/// <summary>What TorchSharp's own scope gets wrong when a thread changes, and this one does not.</summary>
public sealed class AwaitTests
{
    [Fact]
    public async Task The_librarys_scope_loses_what_is_made_after_an_await()
    {
        Tensor after;
        using (NewDisposeScope())
        {
            await Hop.ToAnotherThreadAsync();
            after = zeros(4);
        }

        Assert.False(after.IsInvalid);
        after.Dispose();
    }

    [Fact]
    public Task Tensors_made_before_and_after_an_await_are_disposed_at_the_end() =>
        Hop.StartAsync(static async () =>
        {
            Tensor before, after;
            await using (TensorScope.Begin())
            {
                before = zeros(4);
                await Hop.ToAnotherThreadAsync();
                Assert.False(before.IsInvalid);
                after = zeros(4);
            }

            Assert.True(before.IsInvalid);
            Assert.True(after.IsInvalid);
        });

    [Fact]
    public Task Gradients_stay_off_after_an_await() =>
        Hop.StartAsync(static async () =>
        {
            await using (TensorScope.Begin(withoutGradients: true))
            {
                await Hop.ToAnotherThreadAsync();
                Assert.False(is_grad_enabled());
            }

            Assert.True(is_grad_enabled());
        });

    [Fact]
    public async Task A_callers_thread_is_left_as_it_was_while_the_callee_waits()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = WaitInsideAsync(gate.Task);

        using var innocent = zeros(4);
        Assert.Null(CurrentDisposeScope);
        Assert.Null(TensorScope.Current);
        Assert.True(is_grad_enabled());

        gate.SetResult();
        await work;
        Assert.False(innocent.IsInvalid);

        static async Task WaitInsideAsync(Task gate)
        {
            await using var scope = TensorScope.Begin(withoutGradients: true);
            _ = zeros(4);
            await gate.ConfigureAwait(false);
            Assert.Equal(1, scope.Count);
        }
    }

    [Fact]
    public async Task A_pool_thread_is_clean_for_the_next_who_uses_it()
    {
        await using var scope = TensorScope.Begin(withoutGradients: true);
        await Hop.ToAnotherThreadAsync();

        var (current, gradients) = Hop.OnStrangeThread(static () => (CurrentDisposeScope, is_grad_enabled()));

        Assert.Null(current);
        Assert.True(gradients);
    }

    [Fact]
    public Task Nested_scopes_move_between_threads_together() =>
        Hop.StartAsync(static async () =>
        {
            Tensor ofOuter, ofInner, moved;
            await using (TensorScope.Begin("outer"))
            {
                ofOuter = zeros(4);
                await using (var inner = TensorScope.Begin("inner"))
                {
                    ofInner = zeros(4);
                    await Hop.ToAnotherThreadAsync();
                    moved = inner.MoveToOuter(zeros(4));
                }

                Assert.True(ofInner.IsInvalid);
                Assert.False(ofOuter.IsInvalid);
                Assert.False(moved.IsInvalid);
            }

            Assert.True(ofOuter.IsInvalid);
            Assert.True(moved.IsInvalid);
        });

    [Fact]
    public Task A_tensor_made_before_an_await_can_be_given_away_after_it() =>
        Hop.StartAsync(static async () =>
        {
            Tensor mine;
            await using (var scope = TensorScope.Begin())
            {
                var tensor = zeros(4);
                await Hop.ToAnotherThreadAsync();
                mine = scope.Detach(tensor);
            }

            Assert.False(mine.IsInvalid);
            mine.Dispose();
        });

    [Fact]
    public async Task What_child_tasks_make_belongs_to_the_scope()
    {
        var before = FakeLibtorch.LiveTensors;
        await using (TensorScope.Begin())
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(static task => Task.Run(async () =>
            {
                _ = zeros(task + 1);
                await Hop.ToAnotherThreadAsync();
                _ = zeros(task + 1);
            })));
            Assert.Equal(before + 16, FakeLibtorch.LiveTensors);
        }

        Assert.True(Hop.IsSoon(() => FakeLibtorch.LiveTensors == before));
    }

    [Fact]
    public async Task What_a_child_makes_after_the_end_is_its_own()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<Tensor> child;
        await using (TensorScope.Begin())
            child = LateAsync(gate.Task);

        gate.SetResult();
        using var late = await child;

        Assert.False(late.IsInvalid);

        static async Task<Tensor> LateAsync(Task gate)
        {
            await gate.ConfigureAwait(false);
            return zeros(4);
        }
    }

    [Fact]
    public async Task What_a_child_was_making_when_the_scope_ended_is_disposed_when_the_child_leaves()
    {
        using var made = new ManualResetEventSlim();
        using var ended = new ManualResetEventSlim();
        Tensor? tensor = null;
        Task child;
        var scope = TensorScope.Begin();
        child = Task.Factory.StartNew(
            () =>
            {
                tensor = zeros(4);
                made.Set();
                ended.Wait();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        made.Wait();
        scope.Dispose();
        ended.Set();

        await child;
        // The thread leaves the flow just after its task is done.
        Assert.True(Hop.IsSoon(() => tensor!.IsInvalid));
        Assert.Empty(scope.LateFailures);
    }

    [Fact]
    public async Task A_scope_of_the_library_held_across_an_await_is_refused_and_nothing_leaks()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(static () => Hop.StartAsync(static async () =>
        {
            await using var scope = TensorScope.Begin("epoch");
            using var held = NewDisposeScope();
            _ = scope.Own(zeros(4));
            await Hop.ToAnotherThreadAsync();
        }));

        Assert.Contains("tensor scope 'epoch'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("await", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_flows_at_once_dispose_their_own_tensors_and_no_others()
    {
        var before = FakeLibtorch.LiveTensors;

        await Task.WhenAll(Enumerable.Range(0, 32).Select(static async flow =>
        {
            for (var step = 0; step < 20; step++)
            {
                await using var scope = TensorScope.Begin();
                var input = zeros(flow + 1);
                await Task.Yield();
                var doubled = input + input;
                await Task.Yield();
                Assert.False(input.IsInvalid);
                Assert.Equal([flow + 1], doubled.shape);
            }
        }));

        Assert.True(Hop.IsSoon(() => FakeLibtorch.LiveTensors == before));
    }

    [Fact]
    public async Task An_exception_inside_ends_the_scope_and_goes_on()
    {
        Tensor? made = null;

        await Assert.ThrowsAsync<FormatException>(async () =>
        {
            await using var scope = TensorScope.Begin();
            made = zeros(4);
            await Hop.ToAnotherThreadAsync();
            throw new FormatException();
        });

        Assert.True(Hop.IsSoon(() => made!.IsInvalid));
    }
}
