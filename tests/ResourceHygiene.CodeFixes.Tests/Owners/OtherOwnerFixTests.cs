using Base = ResourceHygiene.CodeFixes.Tests.Owners.OwnerFixes<ResourceHygiene.CodeFixes.Owners.CallBaseDisposerFix>;
using Leave = ResourceHygiene.CodeFixes.Tests.Owners.OwnerFixes<ResourceHygiene.CodeFixes.Owners.LeaveToOwnerFix>;
using Overwrite = ResourceHygiene.CodeFixes.Tests.Owners.OwnerFixes<ResourceHygiene.CodeFixes.Leaks.ReleaseBeforeOverwritingFix>;

namespace ResourceHygiene.CodeFixes.Tests.Owners;

public sealed class OtherOwnerFixTests
{
    [Fact]
    public Task The_base_call_at_the_end() => Base.Fixes(
        """
        sealed class Derived : Base
        {
            private readonly Resource _more = new();

            protected override void {|RH2005:Dispose|}(bool disposing)
            {
                if (disposing)
                    _more.Dispose();
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
                    _more.Dispose();
                base.Dispose(disposing);
            }
        }
        """);

    [Fact]
    public Task The_base_call_beside_an_expression() => Base.Fixes(
        """
        sealed class Derived : Base
        {
            private readonly Resource _more = new();

            protected override void {|RH2005:Dispose|}(bool disposing) => _more.Dispose();
        }
        """,
        """
        sealed class Derived : Base
        {
            private readonly Resource _more = new();

            protected override void Dispose(bool disposing)
            {
                _more.Dispose();
                base.Dispose(disposing);
            }
        }
        """);

    [Fact]
    public Task No_base_call_behind_a_way_out() => Base.OffersNothing(
        """
        sealed class Derived : Base
        {
            private readonly Resource _more = new();

            protected override void {|RH2005:Dispose|}(bool disposing)
            {
                if (!disposing)
                    return;
                _more.Dispose();
            }
        }
        """);

    [Fact]
    public Task Released_before_the_next_one() => Overwrite.Fixes(
        """
        sealed class Owner : IDisposable
        {
            private Resource _held = new();

            public void Next()
            {
                {|RH2003:_held|} = new Resource();
            }

            public void Dispose() => _held.Dispose();
        }
        """,
        """
        sealed class Owner : IDisposable
        {
            private Resource _held = new();

            public void Next()
            {
                _held?.Dispose();
                _held = new Resource();
            }

            public void Dispose() => _held.Dispose();
        }
        """);

    [Fact]
    public Task Of_the_base_class_released_before_the_next_one() => Overwrite.Fixes(
        """
        class Owner : IDisposable
        {
            protected Resource _held = new();

            public void Dispose() => _held.Dispose();
        }

        sealed class Derived : Owner
        {
            public Derived()
            {
                {|RH2003:_held|} = new Resource();
            }
        }
        """,
        """
        class Owner : IDisposable
        {
            protected Resource _held = new();

            public void Dispose() => _held.Dispose();
        }

        sealed class Derived : Owner
        {
            public Derived()
            {
                _held?.Dispose();
                _held = new Resource();
            }
        }
        """);

    [Fact]
    public Task Left_to_its_owner() => Leave.Fixes(
        """
        sealed class Owner : IDisposable
        {
            private readonly Resource _mine = new();
            private readonly HttpClient _http;

            public Owner(HttpClient http) => _http = http;

            public void Dispose()
            {
                _mine.Dispose();
                {|RH2006:_http|}.Dispose();
            }
        }
        """,
        """
        sealed class Owner : IDisposable
        {
            private readonly Resource _mine = new();
            private readonly HttpClient _http;

            public Owner(HttpClient http) => _http = http;

            public void Dispose()
            {
                _mine.Dispose();
            }
        }
        """);

    [Fact]
    public Task Not_where_it_is_all_that_Dispose_does() => Leave.OffersNothing(
        """
        sealed class Owner : IDisposable
        {
            private readonly HttpClient _http;
            public Owner(HttpClient http) => _http = http;
            public void Dispose() => {|RH2006:_http|}.Dispose();
        }
        """);
}
