namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2005;

/// <summary>The base is called, or has nothing to do.</summary>
public sealed class Valid
{
    [Theory]
    [InlineData("protected override void Dispose(bool disposing) { _more.Dispose(); base.Dispose(disposing); }")]
    [InlineData("protected override void Dispose(bool disposing) { try { _more.Dispose(); } finally { base.Dispose(disposing); } }")]
    [InlineData("protected override void Dispose(bool disposing) { if (disposing) { _more.Dispose(); base.Dispose(true); } }")]
    [InlineData("protected override void Dispose(bool disposing) => Clean(disposing); private void Clean(bool disposing) { _more.Dispose(); base.Dispose(disposing); }")]
    [InlineData("protected override void Dispose(bool disposing) { _more.Dispose(); void Rest() => base.Dispose(disposing); Rest(); }")]
    public Task The_base_is_called(string members) => OwnerCode.InFile($"sealed class Derived : Base {{ private readonly Resource _more = new(); {members} }}");

    [Fact]
    public Task A_class_that_keeps_its_base_open() => OwnerCode.InFile("sealed class Unclosable : Base { protected override void Dispose(bool disposing) { } }");

    [Fact]
    public Task What_the_base_holds_is_released_here() => OwnerCode.InFile(
        """
        class First : IDisposable { protected readonly Resource Held = new(); public virtual void Dispose() => Held.Dispose(); }
        sealed class Second : First { private readonly Resource _more = new(); public override void Dispose() { _more.Dispose(); Held.Dispose(); } }
        """);

    [Fact]
    public Task A_provider_of_data_access() => OwnerCode.InFile(
        """
        abstract class Command : System.Data.Common.DbCommand
        {
            private readonly Resource _more = new();
            protected override void Dispose(bool disposing) => _more.Dispose();
        }
        """);

    [Fact]
    public Task A_safe_handle_that_releases_itself() => OwnerCode.InFile(
        """
        sealed class Handle : System.Runtime.InteropServices.SafeHandle
        {
            public Handle() : base(IntPtr.Zero, true) { }
            public override bool IsInvalid => handle == IntPtr.Zero;
            protected override bool ReleaseHandle() => true;
            protected override void Dispose(bool disposing) { if (disposing) { ReleaseHandle(); } }
        }
        """);

    [Fact]
    public Task An_abstract_base() => OwnerCode.InFile(
        """
        abstract class First : IDisposable { public abstract void Dispose(); }
        sealed class Second : First { private readonly Resource _more = new(); public override void Dispose() => _more.Dispose(); }
        """);

    [Fact]
    public Task An_empty_base() => OwnerCode.InFile(
        """
        class First : IDisposable { public void Dispose() { Dispose(true); GC.SuppressFinalize(this); } protected virtual void Dispose(bool disposing) { } }
        sealed class Second : First { private readonly Resource _more = new(); protected override void Dispose(bool disposing) => _more.Dispose(); }
        """);

    [Fact]
    public Task An_empty_async_base() => OwnerCode.InFile(
        """
        class First : IAsyncDisposable { public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask; }
        sealed class Second : First { private readonly AsyncResource _more = new(); public override ValueTask DisposeAsync() => _more.DisposeAsync(); }
        """);

    [Fact]
    public Task A_stream() => OwnerCode.InFile(
        """
        abstract class Wrapper : Stream
        {
            private readonly Resource _more = new();
            protected override void Dispose(bool disposing) { if (disposing) _more.Dispose(); }
        }
        """);

    [Fact]
    public Task A_message_handler() => OwnerCode.InFile(
        """
        abstract class Handler : HttpMessageHandler
        {
            private readonly Resource _more = new();
            protected override void Dispose(bool disposing) { if (disposing) _more.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("public virtual void Close() { _held.Dispose(); _other.Dispose(); }")]
    [InlineData("public virtual void Close() { _held.Dispose(); Rest(); } private void Rest() => _other.Dispose();")]
    [InlineData("public virtual void Close() => Dispose();")]
    public Task By_way_of_a_Close_that_does_as_much(string close) => OwnerCode.InFile(
        $$"""
        class First : IDisposable
        {
            private readonly Resource _held = new();
            private readonly Resource _other = new();
            {{close}}
            public virtual void Dispose() { _held.Dispose(); _other.Dispose(); }
        }
        class Second : First { public override void Dispose() { Api.Work(); base.Close(); } }
        """);

    [Fact]
    public Task Not_supported() => OwnerCode.InFile("sealed class Odd : Base { protected override void Dispose(bool disposing) => throw new NotSupportedException(); }");

    [Fact]
    public Task No_disposer_at_all() => OwnerCode.InFile(
        """
        class First { public virtual void Dispose(string reason, int code) => Api.Work(); }
        sealed class Second : First { public override void Dispose(string reason, int code) { Api.Work(); } }
        """);

    [Fact]
    public Task A_hidden_method() => OwnerCode.InFile("sealed class Derived : Base { private readonly Resource _more = new(); public new void Dispose() { _more.Dispose(); base.Dispose(); } }");
}
