namespace ResourceHygiene.Analyzers.Tests.Fuzzing;

/// <summary>Sources on which something threw once, or that are of the kind on which things throw. To add one, paste what the fuzz test prints.</summary>
public sealed class FuzzRegressionTests
{
    public static TheoryData<string> Sources =>
    [
        "",
        "using",
        "class C { void M() { using var x = } }",
        "class C { void M() { using (new System.IO.MemoryStream(",
        "class C { void M() { foreach (var x in System.IO.File.OpenRead(null)) { } } }",
        "class C : C { C M() => new C(); }",
        "class A : B { } class B : A { public void Dispose() { } } class C { void M() { var a = new A(); a.Dispose(); } }",
        "struct S : System.IDisposable { S s; public void Dispose() { s.Dispose(); } static void M() { var x = new S(); } }",
        "class C : System.IDisposable { public C() : this() { } public void Dispose() => Dispose(); static C Create() => Create(); void M() { var c = Create(); } }",
        "class C { T M<T>() where T : T, System.IDisposable, new() { var t = new T(); return M<T>(); } }",
        "class C { void M() { var s = System.IO.File.OpenRead(s); s = s ?? (s = s); } }",
        "class C { void M() { void F() { G(); } void G() { F(); } var s = System.IO.File.OpenRead(\"\"); F(); } }",
        "class C { int P { get; } = new System.IO.MemoryStream() is var x && x.Length is > 0 and var y ? (int)y : throw null; }",
        "var s = System.IO.File.OpenRead(\"\"); return s; void M() { s.Dispose(); }",
        "class C { async void M() { await using var (a, b) = (new System.IO.MemoryStream(), await new System.IO.MemoryStream()); } }",
        "class C { void M(out System.IO.Stream s) { again: s = new System.IO.MemoryStream(); goto again; } }",
        "partial class C { partial System.IO.Stream P(); partial System.IO.Stream P() => new System.IO.MemoryStream(); partial System.IO.Stream P() => P(); }",
        "class C { System.IO.Stream this[params System.IO.Stream[] x] => this[new System.IO.MemoryStream(), x: null]; }",
    ];

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Nothing_throws_on(string source)
    {
        FuzzSession session = new(ProductAnalyzers.All);
        foreach (FuzzReferences references in Enum.GetValues<FuzzReferences>())
        {
            FuzzFailure? failure = await session.TryAsync(new FuzzCase(Seed: 0, "regression", source, references, HasUsings: true, "audit"));

            Assert.True(failure is null, failure?.Exception.ToString());
        }
    }
}
