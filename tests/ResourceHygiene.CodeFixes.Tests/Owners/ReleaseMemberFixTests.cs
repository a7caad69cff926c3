using Fix = ResourceHygiene.CodeFixes.Tests.Owners.OwnerFixes<ResourceHygiene.CodeFixes.Owners.ReleaseMemberFix>;

namespace ResourceHygiene.CodeFixes.Tests.Owners;

public sealed class ReleaseMemberFixTests
{
    [Fact]
    public Task A_parameter_that_the_type_took_over() => Fix.Fixes(
        """
        sealed class Owner([TakesOwnership] Resource [|held|]) : IDisposable
        {
            private readonly Resource _first = new();

            public void Dispose()
            {
                held.Use();
                _first.Dispose();
            }
        }
        """,
        """
        sealed class Owner([TakesOwnership] Resource held) : IDisposable
        {
            private readonly Resource _first = new();

            public void Dispose()
            {
                held.Use();
                _first.Dispose();
                held.Dispose();
            }
        }
        """);

    [Fact]
    public Task At_the_end_of_Dispose() => Fix.Fixes(
        """
        sealed class Owner : IDisposable
        {
            private readonly Resource _first = new();
            private readonly Resource [|_second|] = new();

            public void Dispose()
            {
                _first.Dispose();
            }
        }
        """,
        """
        sealed class Owner : IDisposable
        {
            private readonly Resource _first = new();
            private readonly Resource _second = new();

            public void Dispose()
            {
                _first.Dispose();
                _second.Dispose();
            }
        }
        """);

    [Fact]
    public Task In_an_empty_Dispose() => Fix.Fixes(
        """
        sealed class Owner : IDisposable
        {
            private Resource? [|_held|] = new();

            public void Dispose()
            {
            }
        }
        """,
        """
        sealed class Owner : IDisposable
        {
            private Resource? _held = new();

            public void Dispose()
            {
                _held?.Dispose();
            }
        }
        """);

    [Fact]
    public Task An_expression_becomes_a_block() => Fix.Fixes(
        """
        sealed class Owner : IDisposable
        {
            private readonly Resource _first = new();
            private readonly Resource [|_second|] = new();

            public void Dispose() => _first.Dispose();
        }
        """,
        """
        sealed class Owner : IDisposable
        {
            private readonly Resource _first = new();
            private readonly Resource _second = new();

            public void Dispose()
            {
                _first.Dispose();
                _second.Dispose();
            }
        }
        """);

    [Fact]
    public Task Inside_if_disposing() => Fix.Fixes(
        """
        class Owner : IDisposable
        {
            private readonly Resource _first = new();
            private readonly Resource [|_second|] = new();

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                {
                    _first.Dispose();
                }
            }
        }
        """,
        """
        class Owner : IDisposable
        {
            private readonly Resource _first = new();
            private readonly Resource _second = new();

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                {
                    _first.Dispose();
                    _second.Dispose();
                }
            }
        }
        """);

    [Fact]
    public Task In_front_of_the_base_call() => Fix.Fixes(
        """
        sealed class Derived : Base
        {
            private readonly Resource [|_more|] = new();

            protected override void Dispose(bool disposing)
            {
                base.Dispose(disposing);
            }
        }
        """,
        """
        sealed class Derived : Base
        {
            private readonly Resource _more = new();

            protected override void Dispose(bool disposing)
            {
                if (disposing)
                {
                    _more.Dispose();
                }
                base.Dispose(disposing);
            }
        }
        """);

    [Fact]
    public Task Awaited_in_DisposeAsync() => Fix.Fixes(
        """
        sealed class Owner : IAsyncDisposable
        {
            private readonly AsyncResource _first = new();
            private readonly AsyncResource [|_second|] = new();

            public async ValueTask DisposeAsync()
            {
                await _first.DisposeAsync();
            }
        }
        """,
        """
        sealed class Owner : IAsyncDisposable
        {
            private readonly AsyncResource _first = new();
            private readonly AsyncResource _second = new();

            public async ValueTask DisposeAsync()
            {
                await _first.DisposeAsync();
                await _second.DisposeAsync();
            }
        }
        """);

    [Fact]
    public Task What_only_the_value_knows() => Fix.Fixes(
        """
        interface IReader { int Read(); }
        sealed class Reader : Base, IReader { public int Read() => 1; }
        sealed class Owner : IDisposable
        {
            private readonly IReader [|_reader|] = new Reader();

            public void Dispose()
            {
            }
        }
        """,
        """
        interface IReader { int Read(); }
        sealed class Reader : Base, IReader { public int Read() => 1; }
        sealed class Owner : IDisposable
        {
            private readonly IReader _reader = new Reader();

            public void Dispose()
            {
                (_reader as IDisposable)?.Dispose();
            }
        }
        """);

    [Fact]
    public Task Fix_all() => Fix.Fixes(
        """
        sealed class Owner : IDisposable
        {
            private readonly Resource [|_first|] = new();
            private readonly Resource [|_second|] = new();

            public void Dispose()
            {
            }
        }
        """,
        """
        sealed class Owner : IDisposable
        {
            private readonly Resource _first = new();
            private readonly Resource _second = new();

            public void Dispose()
            {
                _first.Dispose();
                _second.Dispose();
            }
        }
        """);

    [Fact]
    public Task In_the_disposer_that_left_it_out() => Fix.Fixes(
        """
        sealed class Owner : IDisposable, IAsyncDisposable
        {
            private readonly DualResource {|RH2007:_held|} = new();
            private readonly Resource _other = new();

            public void Dispose()
            {
                _other.Dispose();
            }

            public async ValueTask DisposeAsync()
            {
                _other.Dispose();
                await _held.DisposeAsync();
            }
        }
        """,
        """
        sealed class Owner : IDisposable, IAsyncDisposable
        {
            private readonly DualResource _held = new();
            private readonly Resource _other = new();

            public void Dispose()
            {
                _other.Dispose();
                _held.Dispose();
            }

            public async ValueTask DisposeAsync()
            {
                _other.Dispose();
                await _held.DisposeAsync();
            }
        }
        """);

    [Fact]
    public Task Not_where_Dispose_cannot_await() => Fix.OffersNothing(
        """
        sealed class Owner : IDisposable
        {
            private readonly AsyncResource {|RH2007:_held|} = new();

            public void Dispose()
            {
            }
        }
        """);

    [Fact]
    public Task Not_where_the_disposer_is_inherited() => Fix.OffersNothing(
        """
        sealed class Derived : Base
        {
            private readonly Resource [|_more|] = new();
        }
        """);
}
