namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2001;

/// <summary>Every way in which a disposer lets go of what the type owns.</summary>
public sealed class ValidReleased
{
    [Theory]
    [InlineData("_held.Dispose();")]
    [InlineData("_held?.Dispose();")]
    [InlineData("this._held!.Dispose();")]
    [InlineData("if (_held != null) _held.Dispose();")]
    [InlineData("if (_held is IDisposable d) d.Dispose();")]
    [InlineData("(_held as IDisposable)?.Dispose();")]
    [InlineData("((IDisposable)_held!).Dispose();")]
    [InlineData("Interlocked.Exchange(ref _held, null)?.Dispose();")]
    [InlineData("var held = _held; _held = null; held?.Dispose();")]
    [InlineData("var held = Interlocked.Exchange(ref _held, null); if (held is not null) held.Dispose();")]
    [InlineData("Api.SafeDispose(_held);")]
    [InlineData("Release();")]
    [InlineData("using (_held) { }")]
    [InlineData("using var held = _held;")]
    [InlineData("try { _held?.Use(); } finally { _held?.Dispose(); }")]
    [InlineData("foreach (var d in new IDisposable?[] { _held }) d?.Dispose();")]
    [InlineData("Api.Take(_held!);")]
    [InlineData("_held?.Dispose(); _held = null;")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => _held?.Dispose());")]
    [InlineData("lock (this) { _held?.Dispose(); }")]
    public Task Dispose_releases_it(string body) => OwnerCode.InOwner(
        $$"""
        private Resource? _held = new();
        public void Dispose() { {{body}} }
        private void Release() => Inner();
        private void Inner() => _held?.Dispose();
        """);

    [Fact]
    public Task Through_the_Dispose_bool_pattern() => OwnerCode.InFile(
        """
        class Owner : IDisposable
        {
            private readonly Resource _held = new();
            public void Dispose() { Dispose(true); GC.SuppressFinalize(this); }
            protected virtual void Dispose(bool disposing) { if (disposing) { _held.Dispose(); } }
        }
        """);

    [Fact]
    public Task In_an_override() => OwnerCode.InFile(
        """
        sealed class Derived : Base
        {
            private readonly Resource _more = new();
            protected override void Dispose(bool disposing) { if (disposing) _more.Dispose(); base.Dispose(disposing); }
        }
        """);

    [Fact]
    public Task In_a_hook_that_the_base_class_calls() => OwnerCode.InFile(
        """
        abstract class Hooked : IDisposable { public void Dispose() => Cleanup(); protected abstract void Cleanup(); }
        sealed class Owner : Hooked
        {
            private readonly Resource _held = new();
            protected override void Cleanup() => _held.Dispose();
        }
        """);

    [Fact]
    public Task In_an_explicit_implementation() => OwnerCode.InOwner(
        """
        private readonly Resource _held = new();
        void IDisposable.Dispose() => _held.Dispose();
        """);

    [Fact]
    public Task Through_Close() => OwnerCode.InOwner(
        """
        private readonly FileStream _file = File.OpenRead("a");
        public void Close() => _file.Close();
        public void Dispose() => Close();
        """);

    [Fact]
    public Task In_another_part() => OwnerCode.InFile(
        """
        partial class Owner { private readonly Resource _held = new(); }
        partial class Owner : IDisposable { public void Dispose() => _held.Dispose(); }
        """);

    [Theory]
    [InlineData("await _held.DisposeAsync();")]
    [InlineData("await _held.DisposeAsync().ConfigureAwait(false);")]
    [InlineData("await using (_held) { }")]
    [InlineData("await using (_held.ConfigureAwait(false)) { }")]
    [InlineData("await Task.WhenAll(_held.DisposeAsync().AsTask());")]
    [InlineData("await CloseCoreAsync();")]
    public Task Asynchronously(string body) => OwnerCode.InFile(
        $$"""
        sealed class Owner : IAsyncDisposable
        {
            private readonly AsyncResource _held = new();
            public async ValueTask DisposeAsync() { {{body}} }
            private async Task CloseCoreAsync() => await _held.DisposeAsync();
        }
        """);

    [Fact]
    public Task The_wrapper_releases_what_it_wraps() => OwnerCode.InOwner(
        """
        private readonly FileStream _file;
        private readonly StreamReader _reader;
        public Owner(string path) { _file = File.OpenRead(path); _reader = new StreamReader(_file); }
        public void Dispose() => _reader.Dispose();
        """);

    [Fact]
    public Task A_list_of_disposables() => OwnerCode.InOwner(
        """
        private readonly List<IDisposable> _all = new();
        private readonly Resource _held;
        public Owner() { _held = new Resource(); _all.Add(_held); }
        public void Dispose() { foreach (var one in _all) one.Dispose(); }
        """);

    [Fact]
    public Task A_token_that_ends_it() => OwnerCode.InOwner(
        """
        private readonly Resource _held = new();
        public Owner(CancellationToken token) { token.Register(() => _held.Dispose()); }
        public void Dispose() { }
        """);

    [Fact]
    public Task A_stop_method_that_its_users_call() => OwnerCode.InOwner(
        """
        private FileStream? _file;
        public void Start() => _file = File.OpenRead("a");
        public void Stop() { _file?.Dispose(); _file = null; }
        public void Dispose() { }
        """);

    [Fact]
    public Task By_the_authors_own_word() => OwnerCode.InFile(
        """
        sealed class Listener : IDisposable { private readonly Resource _inner = new(); public void Stop() => _inner.Use(); public void Dispose() => _inner.Dispose(); }
        sealed class Owner : IDisposable
        {
            private readonly Listener _listener = new();
            public void Dispose() => _listener?.Stop();
        }
        """);

    [Fact]
    public Task Through_a_property_that_a_base_class_releases() => OwnerCode.InFile(
        """
        abstract class Reader : IDisposable { protected abstract Resource? Volume { get; } public void Dispose() => Volume?.Dispose(); }
        sealed class ArchiveReader : Reader
        {
            private Resource? _volume;
            protected override Resource? Volume => _volume;
            public void Read() { if (_volume == null) _volume = new Resource(); }
        }
        """);

    [Fact]
    public Task Used_up_at_once() => OwnerCode.InOwner(
        """
        private FileStream? _file;
        public void Copy() { using (_file = File.OpenRead("a")) { _file.Flush(); } }
        public void Dispose() { }
        """);

    [Fact]
    public Task Returned_from_a_reader_object() => OwnerCode.InFile(
        """
        sealed class Reader : IDisposable
        {
            private readonly Resource _image;
            private Reader() { _image = new Resource(); }
            public static Resource Read() { using var reader = new Reader(); return reader._image; }
            public void Dispose() { }
        }
        """);

    [Fact]
    public Task By_reference() => OwnerCode.InOwner(
        """
        private Resource? _held = new();
        public void Dispose() => DisposeAndClear(ref _held);
        private static void DisposeAndClear(ref Resource? resource) { resource?.Dispose(); resource = null; }
        """);

    [Fact]
    public Task With_the_components_of_a_form() => OwnerCode.InOwner(
        """
        private readonly Container _components = new();
        private readonly Component _part;
        public Owner() { _part = new Component(); _components.Add(_part); }
        public void Dispose() => _components.Dispose();
        """);

    [Fact]
    public Task With_the_response() => OwnerCode.InFile(
        """
        sealed class Response { public void RegisterForDispose(IDisposable disposable) => disposable.Dispose(); }
        sealed class Owner : IDisposable
        {
            private readonly Resource _held = new();
            public Owner(Response response) => response.RegisterForDispose(_held);
            public void Dispose() { }
        }
        """);
}
