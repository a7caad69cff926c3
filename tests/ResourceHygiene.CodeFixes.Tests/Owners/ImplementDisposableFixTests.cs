using Fix = ResourceHygiene.CodeFixes.Tests.Owners.OwnerFixes<ResourceHygiene.CodeFixes.Owners.ImplementDisposableFix>;

namespace ResourceHygiene.CodeFixes.Tests.Owners;

public sealed class ImplementDisposableFixTests
{
    [Fact]
    public Task A_sealed_class() => Fix.Fixes(
        """
        sealed class {|RH2002:Owner|}
        {
            private readonly Resource _held = new();
        }
        """,
        """
        sealed class Owner : IDisposable
        {
            private readonly Resource _held = new();

            public void Dispose()
            {
                _held.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_class_that_others_may_derive_from() => Fix.Fixes(
        """
        class {|RH2002:Owner|}
        {
            private Resource? _held;

            public void Start() => _held = new Resource();
        }
        """,
        """
        class Owner : IDisposable
        {
            private Resource? _held;

            public void Start() => _held = new Resource();

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                {
                    _held?.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task With_a_base_list() => Fix.Fixes(
        """
        interface INamed { }
        sealed class {|RH2002:Owner|} : INamed
        {
            private readonly Resource _first = new();
            private readonly SemaphoreSlim _gate = new(1);
        }
        """,
        """
        interface INamed { }
        sealed class Owner : INamed, IDisposable
        {
            private readonly Resource _first = new();
            private readonly SemaphoreSlim _gate = new(1);

            public void Dispose()
            {
                _first.Dispose();
                _gate.Dispose();
            }
        }
        """);

    [Fact]
    public Task Asynchronously() => Fix.Fixes(
        """
        sealed class {|RH2002:Owner|}
        {
            private readonly AsyncResource _held = new();
        }
        """,
        """
        sealed class Owner : IAsyncDisposable
        {
            private readonly AsyncResource _held = new();

            public async ValueTask DisposeAsync()
            {
                await _held.DisposeAsync();
            }
        }
        """);

    [Fact]
    public Task Not_beside_another_Dispose() => Fix.OffersNothing(
        """
        sealed class {|RH2002:Owner|}
        {
            private readonly Resource _held = new();
            public void Dispose(int code) => Console.WriteLine(code);
        }
        """);
}
