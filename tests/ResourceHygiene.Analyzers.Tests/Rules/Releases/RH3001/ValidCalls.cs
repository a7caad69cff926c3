namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3001;

/// <summary>A release that is only prepared, that happens elsewhere, or of which nothing is known.</summary>
public sealed class ValidCalls
{
    [Fact]
    public Task A_lambda_that_was_not_called_yet() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        Action finish = () => resource.Dispose();
        resource.Use();
        finish();
        """);

    [Fact]
    public Task A_local_function_that_is_called_once_on_each_path() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
        {
            Finish();
            return;
        }

        resource.Use();
        Finish();

        void Finish() => resource.Dispose();
        """);

    [Fact]
    public Task A_handler_that_may_never_run() => ReleaseCode.InClass(
        """
        event EventHandler? Closing;

        void M()
        {
            var resource = new Resource();
            Closing += (sender, e) => resource.Dispose();
            Closing?.Invoke(this, EventArgs.Empty);
            resource.Dispose();
        }
        """);

    [Fact]
    public Task A_method_that_only_sometimes_releases() => ReleaseCode.InClass(
        """
        static extern bool TryKeep(object resource);

        void M()
        {
            var resource = new Resource();
            if (!TryKeep(resource))
                resource.Dispose();
        }
        """);

    [Fact]
    public Task A_method_that_empties_the_variable() => ReleaseCode.InClass(
        """
        static void Release(ref Resource? resource)
        {
            resource?.Dispose();
            resource = null;
        }

        void M()
        {
            Resource? resource = new Resource();
            resource.Use();
            Release(ref resource);
            resource?.Dispose();
        }
        """);

    [Fact]
    public Task A_method_that_only_uses() => ReleaseCode.InClass(
        """
        static extern void Work([Borrowed] Resource resource);

        void M()
        {
            var resource = new Resource();
            Work(resource);
            resource.Dispose();
        }
        """);

    [Fact]
    public Task Overloads_of_dispose_that_call_each_other() => ReleaseCode.InFile(
        """
        class C : IDisposable, IAsyncDisposable
        {
            private readonly FileStream _stream = File.OpenRead("a");

            public void Dispose() => _stream.Dispose();

            public async ValueTask DisposeAsync()
            {
                await _stream.DisposeAsync();
                Dispose();
            }
        }
        """);
}
