namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.RH5007;

/// <summary>Guards that end on the thread that they began on.</summary>
public sealed class Valid
{
    [Fact]
    public Task Declared_with_using() => TorchCode.InMethod(
        """
        using var _ = torch.no_grad();
        using var y = model.forward(x);
        """);

    [Fact]
    public Task In_a_using_statement() => TorchCode.InMethod(
        """
        using (torch.NewDisposeScope())
        using (var guard = torch.inference_mode())
        {
            var y = model.forward(x);
        }
        """);

    [Fact]
    public Task Disposed_in_finally() => TorchCode.InMethod(
        """
        var guard = torch.no_grad();
        try
        {
            using var y = model.forward(x);
        }
        finally
        {
            guard.Dispose();
        }
        """);

    [Fact]
    public Task Ended_before_the_await() => TorchCode.InAsyncMethod(
        """
        using (torch.NewDisposeScope())
        {
            var y = model.forward(x);
        }

        await Task.Delay(1);
        using (torch.no_grad())
        {
            var y = model.forward(x);
        }
        """);

    [Fact]
    public Task Disposed_by_hand_before_the_await() => TorchCode.InAsyncMethod(
        """
        var scope = torch.NewDisposeScope();
        try
        {
            var y = model.forward(x);
        }
        finally
        {
            scope.Dispose();
        }

        await Task.Delay(1);
        """);

    [Fact]
    public Task Opened_behind_the_await() => TorchCode.InAsyncMethod(
        """
        await Task.Delay(1);
        using var scope = torch.NewDisposeScope();
        var y = model.forward(x);
        """);

    [Fact]
    public Task Returned_to_whoever_asked() => TorchCode.InClass(
        """
        IDisposable Guard() => torch.no_grad();
        DisposeScope Scope()
        {
            var scope = torch.NewDisposeScope();
            return scope;
        }
        """);

    [Fact]
    public Task Kept_in_a_field() => TorchCode.InClass(
        """
        private DisposeScope? _scope;
        void Open() => _scope = torch.NewDisposeScope();
        void Close() => _scope?.Dispose();
        """);

    [Fact]
    public Task One_of_its_own_on_each_thread() => TorchCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        Parallel.For(0, 10, i =>
        {
            using var inner = torch.NewDisposeScope();
            var y = x.add(x);
        });
        """);

    [Fact]
    public Task Other_work_on_another_thread() => TorchCode.InMethod(
        """
        using var scope = torch.NewDisposeScope();
        Task.Run(() => Console.WriteLine("started"));
        """);

    [Fact]
    public Task A_lambda_that_runs_here() => TorchCode.InMethod(
        """
        using var guard = torch.no_grad();
        var all = Enumerable.Range(0, 4).Select(i => model.forward(x)).ToList();
        """);

    [Fact]
    public Task An_await_in_a_lambda_below_it() => TorchCode.InMethod(
        """
        using var guard = torch.no_grad();
        Func<Task> later = async () => await Task.Delay(1);
        """);

    [Fact]
    public Task The_same_name_in_another_library() => TorchCode.InClass(
        """
        IDisposable no_grad() => new System.IO.MemoryStream();
        void M() => no_grad();
        """);

    [Fact]
    public Task Handed_to_somebody_who_disposes_it() => TorchCode.InClass(
        """
        void M(List<IDisposable> guards)
        {
            var guard = torch.no_grad();
            guards.Add(guard);
        }
        """);

    [Fact]
    public Task Disposed_by_hand_with_nothing_in_between_that_throws() => TorchCode.InMethod(
        """
        var guard = torch.no_grad();
        var rate = 0.5f;
        guard.Dispose();
        """);

    [Fact]
    public Task Disposed_by_hand_on_both_ways() => TorchCode.InMethod(
        """
        var guard = torch.no_grad();
        try
        {
            model.forward(x).Dispose();
        }
        catch
        {
            guard.Dispose();
            throw;
        }

        guard.Dispose();
        """);

    [Fact]
    public Task Handed_to_a_using_later() => TorchCode.InMethod(
        """
        var scope = torch.NewDisposeScope();
        using (scope)
        {
            var y = model.forward(x);
        }
        """);
}
