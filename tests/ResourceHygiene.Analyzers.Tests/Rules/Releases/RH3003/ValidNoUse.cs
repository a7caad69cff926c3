namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>Mentioning a released resource is not using it.</summary>
public sealed class ValidNoUse
{
    [Fact]
    public Task Compared_with_null() => ReleaseCode.InMethod(
        """
        Resource? resource = new Resource();
        resource.Dispose();
        Console.WriteLine(resource == null);
        Console.WriteLine(resource is null);
        Console.WriteLine(resource is not null);
        """);

    [Fact]
    public Task Compared_with_another() => ReleaseCode.InClass(
        """
        private Resource? _current;

        void Close(Resource resource)
        {
            resource.Dispose();
            if (_current == resource || ReferenceEquals(_current, resource))
                _current = null;
        }
        """);

    [Fact]
    public Task Replaced_in_a_field_if_it_is_still_there() => ReleaseCode.InClass(
        """
        private Resource? _current;

        void Close(Resource resource)
        {
            resource.Dispose();
            Interlocked.CompareExchange(ref _current, null, resource);
        }
        """);

    [Fact]
    public Task Asked_whether_it_is_released() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        resource.Dispose();
        Console.WriteLine(resource.IsDisposed);
        """);

    [Fact]
    public Task Asked_whether_its_handle_is_closed() => ReleaseCode.InMethod(
        """
        var handle = File.OpenHandle(path);
        handle.Dispose();
        Debug.Assert(handle.IsClosed);
        """);

    [Fact]
    public Task Asked_for_its_type_and_its_text() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        resource.Dispose();
        Console.WriteLine($"{resource.GetType().Name} {resource.ToString()} {resource.GetHashCode()} {nameof(resource)}");
        """);

    [Fact]
    public Task Kept_from_finalization() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        resource.Dispose();
        GC.SuppressFinalize(resource);
        """);

    [Fact]
    public Task Kept_alive() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        resource.Dispose();
        GC.KeepAlive(resource);
        """);

    [Fact]
    public Task Removed_from_a_collection() => ReleaseCode.InClass(
        """
        private readonly List<Resource> _resources = new();
        private readonly Dictionary<Resource, string> _names = new();

        void Close(Resource resource)
        {
            resource.Dispose();
            _resources.Remove(resource);
            _names.Remove(resource);
        }
        """);

    [Fact]
    public Task Announced_by_an_event() => ReleaseCode.InClass(
        """
        public event Action<Resource>? Closed;

        void Close(Resource resource)
        {
            resource.Dispose();
            Closed?.Invoke(resource);
        }
        """);

    [Fact]
    public Task Its_event_is_no_longer_listened_to() => ReleaseCode.InClass(
        """
        void OnChanged(object? sender, EventArgs e) { }

        void Close(Resource resource)
        {
            resource.Dispose();
            resource.Changed -= OnChanged;
        }
        """);

    [Fact]
    public Task Logged() => ReleaseCode.InClass(
        """
        static extern void Log(string format, params object?[] arguments);

        void Close(Resource resource)
        {
            resource.Dispose();
            Log("{0} is closed", resource);
        }
        """);

    [Fact]
    public Task Asked_for_a_cancellation_that_was_requested() => ReleaseCode.InMethod(
        """
        var source = new CancellationTokenSource();
        var token = source.Token;
        source.Dispose();
        Console.WriteLine(source.IsCancellationRequested || token.IsCancellationRequested);
        """);
}
