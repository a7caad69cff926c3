namespace ResourceHygiene.Suppressors.Tests;

/// <summary>The rules of the SDK: CA1001, CA2000, CA2025, CA2213.</summary>
public sealed class NetAnalyzersTests
{
    [Theory]
    [InlineData("void M(Owner o) { var r = new Resource(); o.Take(r); }")]
    [InlineData("void M(Owner o) { o.Take(new Resource()); }")]
    [InlineData("void M(string p) { var r = new Resource(); Disposer.Release(r); }")]
    [InlineData("void M(bool b) { Resource? r = b ? new Resource() : null; if (b) r!.Dispose(); }")]
    [InlineData("void M(Owner o) { var r = new StreamReader(new FileStream(\"a\", FileMode.Open)); o.Take(r); }")]
    public Task CA2000_of_what_every_path_lets_go(string member) => Suppressed("CA2000", member);

    [Theory]
    [InlineData("void M(Owner o) { var r = new Resource(); o.Look(r); }")]
    [InlineData("void M() { var r = new Resource(); Disposer.MaybeRelease(r); }")]
    [InlineData("void M(Owner o, bool b) { var r = new Resource(); if (b) o.Take(r); }")]
    [InlineData("void M() { var r = new Resource(); r.Use(); }")]
    [InlineData("void M() { var s = new FileStream(\"a\", FileMode.Open); s.ReadByte(); }")]
    [InlineData("void M(Action<Resource> a) { var r = new Resource(); a(r); }")]
    public Task CA2000_of_what_may_be_left_behind(string member) => Stays("CA2000", member);

    [Theory]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public void Dispose() => Disposer.Release(_r); }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public void Dispose() { try { Console.Write(1); } finally { Disposer.Release(_r); } } }")]
    [InlineData("class C : IDisposable { readonly StreamReader _r; readonly FileStream _s; public C() { _s = new FileStream(\"a\", FileMode.Open); _r = new StreamReader(_s); } public void Dispose() => _r.Dispose(); }")]
    [InlineData("class C : IDisposable { readonly Resource _r; public C(Owner o) { _r = new Resource(); o.Take(_r); } public void Dispose() => Console.Write(_r); }")]
    [InlineData("class C : IDisposable { [Borrowed] readonly Resource _r; public C(Owner o) { _r = new Resource(); } public void Dispose() => Console.Write(_r); }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public void Dispose() => Clean(); void Clean() { Disposer.Release(_r); } }")]
    public Task CA2213_of_a_field_that_leaves_nothing(string source) => Peer.IsSuppressed("NetAnalyzers", "CA2213", source);

    [Theory]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public void Dispose() => Disposer.MaybeRelease(_r); }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public void Dispose() => Console.Write(_r); }")]
    [InlineData("class C : IDisposable { readonly Resource _r; public C(Owner o) { _r = new Resource(); o.Look(_r); } public void Dispose() => Console.Write(_r); }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public bool Own; public void Dispose() { if (Own) Disposer.Release(_r); } }")]
    [InlineData("class C : IDisposable { readonly StreamReader _r; readonly FileStream _s; public C() { _s = new FileStream(\"a\", FileMode.Open); _r = new StreamReader(_s, leaveOpen: true); } public void Dispose() => _r.Dispose(); }")]
    public Task CA2213_of_a_field_that_may_leave_something(string source) => Peer.Stays("NetAnalyzers", "CA2213", source);

    [Theory]
    [InlineData("class C { readonly Resource _r; public C(Owner o) { _r = new Resource(); o.Take(_r); } public void Use() => _r.Use(); }")]
    [InlineData("class C { [Borrowed] readonly Resource _r = new(); public void Use() => _r.Use(); }")]
    [InlineData("class C { readonly System.Data.DataTable _t = new(); public int Use() => _t.Rows.Count; }")]
    public Task CA1001_of_a_type_that_owns_nothing(string source) => Peer.IsSuppressed("NetAnalyzers", "CA1001", source);

    [Theory]
    [InlineData("class C { readonly Resource _r = new(); public void Use() => _r.Use(); }")]
    [InlineData("class C { readonly Resource _r; readonly Resource _s = new(); public C(Owner o) { _r = new Resource(); o.Take(_r); } public void Use() { _r.Use(); _s.Use(); } }")]
    [InlineData("class C { readonly Resource _r; public C(Owner o) { _r = new Resource(); if (o is null) o!.Take(_r); } public void Use() => _r.Use(); }")]
    public Task CA1001_of_a_type_that_owns_something(string source) => Peer.Stays("NetAnalyzers", "CA1001", source);

    [Theory]
    [InlineData("void M(Owner o, bool b) { var r = new Resource(); if (b) { r.Dispose(); return; } var t = o.RunAsync(r); Console.Write(t); }")]
    public Task CA2025_of_a_task_that_takes_over(string member) => Suppressed("CA2025", member);

    [Theory]
    [InlineData("void M(Owner o) { using var r = new Resource(); var t = o.UseAsync(r); Console.Write(t); }")]
    [InlineData("void M(Owner o) { using var r = new Resource(); var t = o.RunAsync(r); Console.Write(t); }")]
    [InlineData("void M(Owner o) { var r = new Resource(); var t = o.RunAsync(r); r.Dispose(); Console.Write(t); }")]
    public Task CA2025_of_a_task_that_only_borrows(string member) => Stays("CA2025", member);

    private static Task Suppressed(string id, string member) => Peer.IsSuppressed("NetAnalyzers", id, $"class C\n{{\n{member}\n}}");

    private static Task Stays(string id, string member) => Peer.Stays("NetAnalyzers", id, $"class C\n{{\n{member}\n}}");
}
