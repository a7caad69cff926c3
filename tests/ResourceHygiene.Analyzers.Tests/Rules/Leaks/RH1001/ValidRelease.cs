namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>A release on some path is enough for this rule; RH1002 will ask about the others.</summary>
public sealed class ValidRelease
{
    [Fact]
    public Task Dispose() => LeakCode.InMethod(
        """
        var resource = new Resource();
        resource.Use();
        resource.Dispose();
        """);

    [Fact]
    public Task Null_conditional_dispose() => LeakCode.InMethod(
        """
        var resource = flag ? new Resource() : null;
        resource?.Dispose();
        """);

    [Fact]
    public Task Dispose_in_finally() => LeakCode.InMethod(
        """
        Resource? resource = null;
        try
        {
            resource = new Resource();
            resource.Use();
        }
        finally
        {
            resource?.Dispose();
        }
        """);

    [Fact]
    public Task Dispose_through_the_interface() => LeakCode.InMethod(
        """
        var resource = new Resource();
        ((IDisposable)resource).Dispose();
        """);

    [Fact]
    public Task Dispose_async() => LeakCode.InAsyncMethod(
        """
        var resource = new AsyncResource();
        await resource.DisposeAsync();
        """);

    [Fact]
    public Task Close() => LeakCode.InMethod(
        """
        var stream = File.OpenRead(path);
        stream.Close();
        """);

    [Fact]
    public Task Dispose_through_a_pattern_variable() => LeakCode.InMethod(
        """
        object resource = new Resource();
        if (resource is IDisposable disposable)
            disposable.Dispose();
        """);

    [Fact]
    public Task Dispose_through_an_empty_property_pattern() => LeakCode.InMethod(
        """
        var resource = flag ? new Resource() : null;
        if (resource is { } found)
            found.Dispose();
        """);

    [Fact]
    public Task Dispose_through_a_switch() => LeakCode.InMethod(
        """
        object resource = new Resource();
        switch (resource)
        {
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
        """);

    [Fact]
    public Task Dispose_through_as() => LeakCode.InMethod(
        """
        object resource = new Resource();
        (resource as IDisposable)?.Dispose();
        """);

    [Fact]
    public Task Dispose_through_an_alias() => LeakCode.InMethod(
        """
        var resource = new Resource();
        var other = resource;
        other.Dispose();
        """);

    [Fact]
    public Task Dispose_through_a_chain_of_aliases() => LeakCode.InMethod(
        """
        var resource = new Resource();
        IDisposable second = resource;
        object third = second;
        ((IDisposable)third).Dispose();
        """);

    [Fact]
    public Task Dispose_inside_a_loop_before_reassignment() => LeakCode.InMethod(
        """
        Resource? current = null;
        for (int i = 0; i < 3; i++)
        {
            current?.Dispose();
            current = new Resource();
        }
        current?.Dispose();
        """);

    [Fact]
    public Task Release_method_of_an_annotated_type() => LeakCode.InFile(
        """
        [MustRelease(nameof(Free))]
        class Block { public void Free() { } }
        class C
        {
            void M()
            {
                var block = new Block();
                block.Free();
            }
        }
        """);

    [Fact]
    public Task Method_annotated_as_releasing_its_object() => LeakCode.InFile(
        """
        class Session : Resource { [Releases] public void Logout() { } }
        class C
        {
            void M()
            {
                var session = new Session();
                session.Logout();
            }
        }
        """);

    [Fact]
    public Task Source_method_that_disposes_its_object() => LeakCode.InFile(
        """
        class Session : Resource { public void Shutdown() { Use(); Dispose(); } }
        class C
        {
            void M()
            {
                var session = new Session();
                session.Shutdown();
            }
        }
        """);

    [Fact]
    public Task Helper_that_disposes_its_argument() => LeakCode.InClass(
        """
        static void Finish(IDisposable? disposable) => disposable?.Dispose();

        void M()
        {
            var resource = new Resource();
            Finish(resource);
        }
        """);

    [Fact]
    public Task Generic_helper_that_disposes_its_argument() => LeakCode.InClass(
        """
        static void Finish<T>(T value) where T : IDisposable => value.Dispose();

        void M()
        {
            var resource = new Resource();
            Finish(resource);
        }
        """);

    [Fact]
    public Task Parameter_annotated_as_releasing() => LeakCode.InClass(
        """
        interface ICloser { void Finish([Releases] Resource resource); }

        void M(ICloser closer)
        {
            var resource = new Resource();
            closer.Finish(resource);
        }
        """);

    [Fact]
    public Task Local_function_that_disposes() => LeakCode.InMethod(
        """
        var resource = new Resource();
        Cleanup();

        void Cleanup() => resource.Dispose();
        """);

    [Fact]
    public Task Deconstructed_and_disposed() => LeakCode.InMethod(
        """
        var (first, second) = (new Resource(), new Resource());
        first.Dispose();
        second.Dispose();
        """);

    [Fact]
    public Task A_pooled_object_is_returned() => LeakCode.InFile(
        """
        interface IPool { Resource Rent(); void Return(Resource resource); }
        class C
        {
            void M(IPool pool)
            {
                var resource = pool.Rent();
                pool.Return(resource);
            }
        }
        """);

    [Fact]
    public Task By_a_handler_of_its_own_event() => LeakCode.InClass(
        """
        void M()
        {
            var timer = new System.Timers.Timer(1);
            timer.Elapsed += (sender, _) => ((IDisposable)sender!).Dispose();
            var other = new System.Timers.Timer(1);
            other.Elapsed += OnElapsed;
        }

        static void OnElapsed(object? sender, System.Timers.ElapsedEventArgs e) => (sender as IDisposable)?.Dispose();
        """);
}
