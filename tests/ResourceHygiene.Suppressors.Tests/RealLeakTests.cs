namespace ResourceHygiene.Suppressors.Tests;

/// <summary>Code that really leaks, or may: whatever a peer reports about it stays.</summary>
public sealed class RealLeakTests
{
    [Theory]
    [InlineData("IEnumerable<int> M(Owner o) { var r = new Resource(); yield return 1; o.Take(r); }")]
    [InlineData("void M(Owner o, int n) { for (int i = 0; i < n; i++) { var r = new Resource(); if (i == 3) continue; o.Take(r); } }")]
    [InlineData("void M(Owner o, int n) { for (int i = 0; i < n; i++) { var r = new Resource(); if (i == 3) break; o.Take(r); } }")]
    [InlineData("void M(Owner o, int n) { var r = new Resource(); switch (n) { case 1: o.Take(r); break; case 2: break; } }")]
    [InlineData("void M(Owner o, int n) { var r = new Resource(); if (n == 1) goto end; o.Take(r); end: Console.Write(n); }")]
    [InlineData("void M(Owner o) { var r = new Resource(); r.Use(); o.Take(r); }")]
    [InlineData("void M(Owner o, string s) { var r = new Resource(); File.Delete(s); o.Take(r); }")]
    [InlineData("void M(Owner o, bool b) { Resource? r = new Resource(); if (b) r = null; if (r != null) o.Take(r); }")]
    [InlineData("async Task M(Owner o) { var r = new Resource(); await File.ReadAllTextAsync(\"a\"); o.Take(r); }")]
    [InlineData("void M(Owner o) { var r = new Resource(); try { Console.Write(1); } finally { if (Console.In.Peek() > 0) o.Take(r); } }")]
    [InlineData("void M(Owner o) { var r = new Resource(); Action a = () => o.Take(r); Console.Write(a); }")]
    [InlineData("void M(Owner o) { var r = new Resource(); void Local() => o.Take(r); if (o.GetHashCode() > 3) Local(); }")]
    [InlineData("void M(Owner o) { dynamic r = new Resource(); Console.Write((object)r); }")]
    [InlineData("void M(Owner o) { object r = new Resource(); Disposer.Remember(r); }")]
    [InlineData("void M(Owner o, bool b) { var r = new Resource(); _ = b && Took(o, r); } bool Took(Owner o, Resource r) { o.Take(r); return true; }")]
    [InlineData("void M(Owner o, bool b) { var r = new Resource(); Maybe(o, r, b); } void Maybe(Owner o, Resource r, bool b) { if (b) o.Take(r); }")]
    [InlineData("void M() { var r = new Resource(); Print(r); } void Print(object o) => Console.Write(o);")]
    [InlineData("void M() { var k = new Keeper(new Resource()); k.Dispose(); }")]
    [InlineData("void M(Owner o, Resource? q) { q ??= new Resource(); q.Use(); }")]
    [InlineData("void M(Owner o, bool b) { var r = b ? new Resource() : throw new InvalidOperationException(); r.Use(); }")]
    [InlineData("IEnumerable<int> M(Owner o) { IEnumerable<int> In() { var r = new Resource(); yield return 1; o.Take(r); } return In(); }")]
    [InlineData("void M(Owner o, int n) { int i = 0; while (i < n) { var r = new Resource(); if (i++ == 3) continue; o.Take(r); } }")]
    [InlineData("void M(Owner o) { bool first = true; while (o.GetHashCode() > 1) { var r = new Resource(); if (first) o.Take(r); first = false; } }")]
    public Task CA2000(string member) => Peer.Stays("NetAnalyzers", "CA2000", $"class C\n{{\n{member}\n}}");

    [Theory]
    [InlineData("IDISP001", "void M() { var r = Get(); r.Use(); } Resource Get() => new Resource();")]
    [InlineData("IDISP001", "void M(Owner o) { var r = Get(o); r.Use(); } Resource Get(Owner o) => o.Give();")]
    [InlineData("IDISP001", "void M(bool b, Owner o) { var r = new Resource(); if (b) Disposer.Release(r); }")]
    [InlineData("IDISP001", "void M(Owner o) { var r = new Resource(); Disposer.Remember(r); }")]
    [InlineData("IDISP001", "void M(Owner o) { var r = o.Give(); o.Look(r); }")]
    [InlineData("IDISP001", "IEnumerable<int> M() { var r = new Resource(); yield return 1; Disposer.Release(r); }")]
    [InlineData("IDISP001", "void M(Owner o, string s) { var r = new Resource(); File.Delete(s); o.Take(r); }")]
    [InlineData("IDISP003", "void M(Owner o) { var r = new Resource(); File.Delete(r.Name); r = o.Give(); o.Take(r); }")]
    [InlineData("IDISP003", "void M(Owner o, int n) { Resource? r = null; for (int i = 0; i < n; i++) r = new Resource(); r?.Dispose(); }")]
    [InlineData("IDISP004", "void M(Owner o) => Console.Write(new Resource());")]
    [InlineData("IDISP004", "void M(Owner o) => Console.Write(o.Give().Name);")]
    [InlineData("IDISP004", "void M(Owner o) => Disposer.Remember(new Resource());")]
    [InlineData("IDISP004", "void M(Owner o) { var k = new Keeper(new Resource()); k.Dispose(); }")]
    [InlineData("IDISP016", "void M() { var r = new MemoryStream(); r.Dispose(); r.ReadByte(); }")]
    public Task IDISP(string id, string member) => Peer.Stays("IDisposableAnalyzers", id, $"class C\n{{\n{member}\n}}");
}
