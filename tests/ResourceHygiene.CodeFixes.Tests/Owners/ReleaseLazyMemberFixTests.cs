using Fix = ResourceHygiene.CodeFixes.Tests.Owners.OwnerFixes<ResourceHygiene.CodeFixes.Owners.ReleaseMemberFix>;

namespace ResourceHygiene.CodeFixes.Tests.Owners;

/// <summary>A <c>Lazy&lt;T&gt;</c> is released only if something was made.</summary>
public sealed class ReleaseLazyMemberFixTests
{
    [Fact]
    public Task What_is_made_when_it_is_first_asked_for() => Fix.Fixes(
        """
        sealed class Owner : IDisposable
        {
            private readonly Lazy<Resource> [|_held|] = new(() => new Resource());
            public void Work() => _held.Value.Use();

            public void Dispose()
            {
            }
        }
        """,
        """
        sealed class Owner : IDisposable
        {
            private readonly Lazy<Resource> _held = new(() => new Resource());
            public void Work() => _held.Value.Use();

            public void Dispose()
            {
                if (_held.IsValueCreated)
                    _held.Value.Dispose();
            }
        }
        """);

    [Fact]
    public Task What_may_not_even_have_a_way_to_be_made_yet() => Fix.Fixes(
        """
        sealed class Owner : IDisposable
        {
            private readonly Resource _first = new();
            private Lazy<Resource>? [|_held|];
            public void Prepare() => _held = new Lazy<Resource>(() => new Resource());

            public void Dispose() => _first.Dispose();
        }
        """,
        """
        sealed class Owner : IDisposable
        {
            private readonly Resource _first = new();
            private Lazy<Resource>? _held;
            public void Prepare() => _held = new Lazy<Resource>(() => new Resource());

            public void Dispose()
            {
                _first.Dispose();
                if (_held != null && _held.IsValueCreated)
                    _held.Value.Dispose();
            }
        }
        """);
}
