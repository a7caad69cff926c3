namespace ResourceHygiene.Suppressors.Tests;

/// <summary>IDisposableAnalyzers: IDISP001 to IDISP008 and IDISP016.</summary>
public sealed class IDisposableAnalyzersTests
{
    [Theory]
    [InlineData("void M(Owner o) { var r = new Resource(); o.Take(r); }")]
    [InlineData("void M(Owner o) { var r = o.CreateShared(); r.Use(); }")]
    [InlineData("void M() { var r = new Resource(); Disposer.Release(r); }")]
    public Task IDISP001_of_what_every_path_lets_go(string member) => Suppressed("IDISP001", member);

    [Theory]
    [InlineData("void M() { var r = new Resource(); r.Use(); }")]
    [InlineData("void M(Owner o) { var r = new Resource(); o.Look(r); }")]
    [InlineData("void M() { var r = new Resource(); var k = new Keeper(r); k.Dispose(); }")]
    public Task IDISP001_of_what_may_be_left_behind(string member) => Stays("IDISP001", member);

    [Theory]
    [InlineData("[Borrowed] private readonly Resource _r = new Resource(); public void Dispose() { }")]
    [InlineData("private readonly Resource _r; public C(Owner o) { _r = new Resource(); o.Take(_r); } public void Dispose() { }")]
    public Task IDISP002_of_a_field_that_leaves_nothing(string members) => Peer.IsSuppressed(Package, "IDISP002", InSealed(members));

    [Theory]
    [InlineData("private readonly Resource _r = new Resource(); public void Dispose() { }")]
    public Task IDISP002_of_a_field_that_may_leave_something(string members) => Peer.Stays(Package, "IDISP002", InSealed(members));

    [Theory]
    [InlineData("void M(Owner o) { var r = new Resource(); o.Take(r); r = new Resource(); o.Take(r); }")]
    [InlineData("void M() { var r = new Resource(); Disposer.Release(r); r = new Resource(); r.Dispose(); }")]
    public Task IDISP003_of_a_variable_that_is_free_by_then(string member) => Suppressed("IDISP003", member);

    [Theory]
    [InlineData("void M() { var r = new Resource(); r = new Resource(); r.Dispose(); }")]
    [InlineData("void M(Owner o, bool b) { var r = new Resource(); if (b) o.Take(r); r = new Resource(); o.Take(r); }")]
    public Task IDISP003_of_a_variable_that_may_still_own(string member) => Stays("IDISP003", member);

    [Theory]
    [InlineData("void M(Owner o) => o.Take(new Resource());")]
    [InlineData("void M(Owner o) => o.CreateShared().Use();")]
    public Task IDISP004_of_what_is_not_ignored(string member) => Suppressed("IDISP004", member);

    [Theory]
    [InlineData("void M(Owner o) => o.Look(new Resource());")]
    [InlineData("void M() => new Resource().Use();")]
    [InlineData("void M(Owner o) => o.Give().Use();")]
    public Task IDISP004_of_what_is_ignored(string member) => Stays("IDISP004", member);

    [Theory]
    [InlineData("object M() => new System.Data.DataTable();")]
    public Task IDISP005_of_a_result_with_nothing_to_release(string member) => Suppressed("IDISP005", member);

    [Theory]
    [InlineData("object M() => new Resource();")]
    public Task IDISP005_of_a_result_that_hides_something(string member) => Stays("IDISP005", member);

    [Theory]
    [InlineData("public class C { private readonly Resource _r; public C(Owner o) { _r = new Resource(); o.Take(_r); } public void Use() => _r.Use(); }")]
    [InlineData("public class C { [Borrowed] private readonly Resource _r = new Resource(); public void Use() => _r.Use(); }")]
    public Task IDISP006_of_a_field_that_owns_nothing(string source) => Peer.IsSuppressed(Package, "IDISP006", source);

    [Theory]
    [InlineData("public class C { private readonly Resource _r = new Resource(); public void Use() => _r.Use(); }")]
    [InlineData("public class C { private readonly Resource _r = new Resource(); public void End() => Disposer.Release(_r); }")]
    public Task IDISP006_of_a_field_that_owns_something(string source) => Peer.Stays(Package, "IDISP006", source);

    [Theory]
    [InlineData("public class C { public void M([TakesOwnership] Resource r) { r.Dispose(); } }")]
    [InlineData("public sealed class C : IDisposable { [Owned] private readonly Resource _r; public C([TakesOwnership] Resource r) => _r = r; public void Dispose() => _r.Dispose(); }")]
    [InlineData("public class C { public void M([Releases] Resource r) { using (r) r.Use(); } }")]
    public Task IDISP007_of_what_was_handed_over(string source) => Peer.IsSuppressed(Package, "IDISP007", source);

    [Theory]
    [InlineData("public class C { public void M(Resource r) { r.Dispose(); } }")]
    [InlineData("public sealed class C : IDisposable { private readonly Resource _r; public C(Resource r) => _r = r; public void Dispose() => _r.Dispose(); }")]
    public Task IDISP007_of_what_is_somebody_elses(string source) => Peer.Stays(Package, "IDISP007", source);

    [Theory]
    [InlineData("public sealed class C : IDisposable { private readonly Resource _r; public C([TakesOwnership] Resource r) => _r = r; public C() => _r = new Resource(); public void Dispose() => _r.Dispose(); }")]
    public Task IDISP008_of_a_field_that_owns_all_it_holds(string source) => Peer.IsSuppressed(Package, "IDISP008", source);

    [Theory]
    [InlineData("public sealed class C : IDisposable { private readonly Resource _r; public C(Resource r) => _r = r; public C() => _r = new Resource(); public void Dispose() => _r.Dispose(); }")]
    [InlineData("public sealed class C : IDisposable { private readonly Resource _r; public C([TakesOwnership] Resource r) => _r = r; public C(Func<Resource> f) => _r = f(); public C(Owner o) => _r = o.CreateShared(); public void Dispose() => _r.Dispose(); }")]
    public Task IDISP008_of_a_field_that_may_hold_what_is_lent(string source) => Peer.Stays(Package, "IDISP008", source);

    [Theory]
    [InlineData("void M() { var r = new MemoryStream(); r.Dispose(); Console.Write(r.ToArray().Length); }")]
    public Task IDISP016_of_what_is_alive(string member) => Suppressed("IDISP016", member);

    [Theory]
    [InlineData("void M() { var r = new Resource(); r.Dispose(); r.Use(); }")]
    public Task IDISP016_of_what_may_be_released(string member) => Stays("IDISP016", member);

    private const string Package = "IDisposableAnalyzers";

    private static string InSealed(string members) => $"namespace N\n{{\npublic sealed class C : IDisposable\n{{\n{members}\n}}\n}}";

    private static Task Suppressed(string id, string member) => Peer.IsSuppressed(Package, id, $"class C\n{{\n{member}\n}}");

    private static Task Stays(string id, string member) => Peer.Stays(Package, id, $"class C\n{{\n{member}\n}}");
}
