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
    [InlineData("void M() { var r = new Resource(); using var k = new Keeper(r); }")]
    [InlineData("void M() { var r = new Resource(); using var k = new OwnKeeper(r); } class OwnKeeper(Resource r) : IDisposable { public void Dispose() => Console.Write(r); }")]
    [InlineData("void M(bool b) { var r = new Resource(); Maybe(r, DateTime.Now.Hour); } static void Maybe(Resource r, int i) { if (i > 3) r.Dispose(); }")]
    [InlineData("void M() { var r = new Resource(); Action a = () => r.Dispose(); Console.Write(a); }")]
    [InlineData("void M(bool b) { var r = new Resource(); void End() { if (b) r.Dispose(); } End(); }")]
    [InlineData("void M() { var r = new Resource(); var pair = (r, 1); Console.Write(pair.Item2); }")]
    [InlineData("void M() { var r = new Resource(); Disposer.Remember(r); }")]
    [InlineData("void M(Owner o) { var r = new Resource(); if (DateTime.Now.Hour > 3) return; o.Take(r); }")]
    [InlineData("void M(Owner o) { var r = new Resource(); try { r.Use(); o.Take(r); } catch (InvalidOperationException) { } }")]
    [InlineData("void M(Owner? o) { var r = new Resource(); o?.Take(r); }")]
    public Task CA2000_of_what_may_be_left_behind(string member) => Stays("CA2000", member);

    [Theory]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public void Dispose() => Disposer.Release(_r); }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public void Dispose() { try { Console.Write(1); } finally { Disposer.Release(_r); } } }")]
    [InlineData("class C : IDisposable { readonly StreamReader _r; readonly FileStream _s; public C() { _s = new FileStream(\"a\", FileMode.Open); _r = new StreamReader(_s); } public void Dispose() => _r.Dispose(); }")]
    [InlineData("class C : IDisposable { readonly Resource _r; public C(Owner o) { _r = new Resource(); o.Take(_r); } public void Dispose() => Console.Write(_r); }")]
    [InlineData("class C : IDisposable { [Borrowed] readonly Resource _r; public C(Owner o) { _r = new Resource(); } public void Dispose() => Console.Write(_r); }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public void Dispose() => Clean(); void Clean() { Disposer.Release(_r); } }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); bool _gone; public void Dispose() { if (_gone) return; _gone = true; Disposer.Release(_r); } }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); bool _gone; public void Dispose() { if (!_gone) { Disposer.Release(_r); _gone = true; } } }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); int _gone; public void Dispose() { if (Interlocked.Exchange(ref _gone, 1) != 0) return; Disposer.Release(_r); } }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); int _gone; public void Dispose() { if (Interlocked.CompareExchange(ref _gone, 1, 0) == 0) { Disposer.Release(_r); } } }")]
    [InlineData("class C : IDisposable { Resource? _r = new(); public void Dispose() { if (_r is null) return; Disposer.Release(_r); _r = null; } }")]
    [InlineData("class C : IDisposable { Resource? _r = new(); public void Dispose() { if (_r != null) { Disposer.Release(_r); _r = null; } } }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); bool _gone; public void Dispose() { Dispose(true); GC.SuppressFinalize(this); } protected virtual void Dispose(bool disposing) { if (_gone) return; if (disposing) { Disposer.Release(_r); } _gone = true; } }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public void Dispose() { lock (this) { Disposer.Release(_r); } } }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); void IDisposable.Dispose() => Close(); public void Close() => Disposer.Release(_r); }")]
    [InlineData("class B : IDisposable { public void Dispose() => Dispose(true); protected virtual void Dispose(bool disposing) { } } class C : B { readonly Resource _r = new(); protected override void Dispose(bool disposing) { if (disposing) Disposer.Release(_r); base.Dispose(disposing); } }")]
    public Task CA2213_of_a_field_that_leaves_nothing(string source) => Peer.IsSuppressed("NetAnalyzers", "CA2213", source);

    [Theory]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public void Dispose() => Disposer.MaybeRelease(_r); }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public void Dispose() => Console.Write(_r); }")]
    [InlineData("class C : IDisposable { readonly Resource _r; public C(Owner o) { _r = new Resource(); o.Look(_r); } public void Dispose() => Console.Write(_r); }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public bool Own; public void Dispose() { if (Own) Disposer.Release(_r); } }")]
    [InlineData("class C : IDisposable { readonly StreamReader _r; readonly FileStream _s; public C() { _s = new FileStream(\"a\", FileMode.Open); _r = new StreamReader(_s, leaveOpen: true); } public void Dispose() => _r.Dispose(); }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public bool Keep; public void Dispose() { if (Keep) return; Disposer.Release(_r); } }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); bool _gone; public void Stop() => _gone = true; public void Dispose() { if (_gone) return; Disposer.Release(_r); } }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); bool _gone; public void Dispose() { _gone = true; if (_gone) return; Disposer.Release(_r); } }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); bool _gone = true; public void Dispose() { if (_gone) return; Disposer.Release(_r); } }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); readonly object? _o; public void Dispose() { if (_o != null) Disposer.Release(_r); } }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); readonly bool _b; public void Dispose() { if (_b is not true) return; Disposer.Release(_r); } }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); Owner? _o; public void Dispose() { _o?.Take(_r); } public void Set(Owner o) => _o = o; }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); static bool Free(Resource r) { Disposer.Release(r); return true; } public bool Own; public void Dispose() { if (Own && Free(_r)) Console.Write(1); } }")]
    [InlineData("class C : IDisposable { Resource? _r = new(); public void Dispose() { _r = null; Disposer.Release(_r); } }")]
    [InlineData("class C : IDisposable { Resource? _r = new(); public void Dispose() { Forget(); Disposer.Release(_r); } void Forget() => _r = null; }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public void Close() => Disposer.Release(_r); public void Dispose() => Console.Write(_r); }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public void Dispose() => Console.Write(_r); public void Dispose(int how) => Disposer.Release(_r); }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public void Dispose() => Dispose(false); void Dispose(bool disposing) { if (disposing) Disposer.Release(_r); } }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public void Dispose() { try { Console.Write(1); Disposer.Release(_r); } catch (IOException) { } } }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public void Dispose() { Action a = () => Disposer.Release(_r); Console.Write(a); } }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public int N; public void Dispose() { for (int i = 0; i < N; i++) Disposer.Release(_r); } }")]
    [InlineData("class C : IDisposable { readonly Resource _r = new(); public int N; public void Dispose() { if (N > 3) throw new InvalidOperationException(); Disposer.Release(_r); } }")]
    [InlineData("class C : IDisposable, IAsyncDisposable { readonly Resource _r = new(); public void Dispose() => Console.Write(_r); public ValueTask DisposeAsync() { Disposer.Release(_r); return default; } }")]
    [InlineData("class C : IDisposable { readonly StreamReader? _r; readonly FileStream _s; public C(bool b) { _s = new FileStream(\"a\", FileMode.Open); if (b) _r = new StreamReader(_s); } public void Dispose() => _r?.Dispose(); }")]
    [InlineData("class C : IDisposable { StreamReader? _r; readonly FileStream _s; public C() { _s = new FileStream(\"a\", FileMode.Open); _r = new StreamReader(_s); } public void Drop() => _r = null; public void Dispose() => _r?.Dispose(); }")]
    [InlineData("class C : IDisposable { readonly Resource _r; public C(Owner o, bool b) { _r = new Resource(); if (b) return; o.Take(_r); } public void Dispose() => Console.Write(_r); }")]
    [InlineData("class C : IDisposable { readonly Resource _r; public C(Owner? o) { _r = new Resource(); o?.Take(_r); } public void Dispose() => Console.Write(_r); }")]
    [InlineData("class C : IDisposable { readonly Resource _r; public C(Owner o) { _r = new Resource(); File.Delete(\"a\"); o.Take(_r); } public void Dispose() => Console.Write(_r); }")]
    [InlineData("class C : IDisposable { Resource _r; C() { _r = null!; } public static C Make(Owner o) { var c = new C(); c._r = new Resource(); return c; } public void Give(Owner o) { _r = new Resource(); o.Take(_r); } public void Dispose() => Console.Write(_r); }")]
    [InlineData("class C : IDisposable { Resource? _r; public void A(Owner o) { _r = new Resource(); o.Take(_r); } public void B() { _r = new Resource(); } public void Dispose() => Console.Write(_r); }")]
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
