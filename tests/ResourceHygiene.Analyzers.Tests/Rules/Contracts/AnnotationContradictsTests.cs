using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules.Contracts;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Contracts;

/// <summary>RH7002: what an annotation says against what the body does.</summary>
public sealed class AnnotationContradictsTests
{
    [Theory]
    [InlineData("void M([[|TakesOwnership|]] Resource r) => r.Use();")]
    [InlineData("void M([[|TakesOwnership|]] Resource r) { }")]
    [InlineData("void M([[|Owned|]] Resource r) => r.Use();")]
    [InlineData("public C([[|TakesOwnership|]] Resource r) => Console.Write(r.Name);")]
    [InlineData("void M([[|TakesOwnership|]] Stream s) { var b = new byte[9]; s.Read(b, 0, 9); }")]
    [InlineData("void M([[|TakesOwnership|]] Stream s) => Show(s); static void Show(Stream s) => Console.Write(s.Length);")]
    [InlineData("void M([[|Releases|]] Resource r) => r.Use();")]
    [InlineData("async Task M([[|TakesOwnership|]] Resource r) { await Task.Yield(); r.Use(); }")]
    public Task What_neither_releases_nor_stores(string member) => InClass(member);

    [Theory]
    [InlineData("Resource? _r; void M([TakesOwnership] Resource r) => _r = r;")]
    [InlineData("void M([TakesOwnership] Resource r) => r.Dispose();")]
    [InlineData("void M([TakesOwnership] Resource r) { using (r) r.Use(); }")]
    [InlineData("void M([TakesOwnership] Resource r) { if (DateTime.Now.Hour > 2) r.Dispose(); }")]
    [InlineData("List<Resource> _all = new(); void M([TakesOwnership] Resource r) => _all.Add(r);")]
    [InlineData("Resource M([TakesOwnership] Resource r) => r;")]
    [InlineData("Action M([TakesOwnership] Resource r) => () => r.Dispose();")]
    [InlineData("Task M([TakesOwnership] Resource r) => Task.Run(() => r.Use());")]
    [InlineData("void M([TakesOwnership] Resource r) => throw new NotSupportedException();")]
    [InlineData("void M([TakesOwnership] Resource r) { Console.Write(1); throw new NotSupportedException(); }")]
    [InlineData("void M([TakesOwnership] Resource r) => Other([r]); void Other(Resource[] all) { foreach (var r in all) r.Dispose(); }")]
    [InlineData("void M([TakesOwnership] Resource r) => Next(r); protected virtual void Next(Resource r) { }")]
    [InlineData("void M([TakesOwnership] Resource r) => Native(r); [System.Runtime.InteropServices.DllImport(\"x\")] static extern void Native(Resource r);")]
    [InlineData("void M([TakesOwnership] string text) => Console.Write(text);")]
    [InlineData("void M([TakesOwnership] Task task) => Console.Write(task.IsCompleted);")]
    [InlineData("void M([Releases] IntPtr p) => Console.Write(p);")]
    [InlineData("void M<T>([TakesOwnership] T value) => Console.Write(value);")]
    [InlineData("void M([TakesOwnership] Resource r) { void Later() => r.Dispose(); Later(); }")]
    [InlineData("IEnumerable<int> M([TakesOwnership] Resource r) { using (r) yield return 1; }")]
    public Task What_does_something_with_it_that_may_be_enough(string member) => InClass(member);

    [Theory]
    [InlineData("void M([[|Borrowed|]] Resource r) => r.Dispose();")]
    [InlineData("void M([[|Borrowed|]] Resource? r) => r?.Dispose();")]
    [InlineData("void M([[|Borrowed|]] Resource r) { using (r) r.Use(); }")]
    [InlineData("void M([[|Borrowed|]] Resource r, bool own) { if (own) r.Dispose(); }")]
    [InlineData("void M([[|Borrowed|]] Resource r) { if (DateTime.Now.Hour > 2) r.Dispose(); }")]
    [InlineData("void M([[|Borrowed|]] Resource r) => End(r); static void End(Resource r) => r.Dispose();")]
    public Task What_releases_the_borrowed(string member) => InClass(member);

    [Theory]
    [InlineData("void M([Borrowed] Resource r) => r.Use();")]
    [InlineData("Resource? _r; void M([Borrowed] Resource r) => _r = r;")]
    [InlineData("void M([Borrowed] Resource r) { r = new Resource(); r.Dispose(); }")]
    [InlineData("void M([Borrowed] Resource r) { var copy = r; copy.Use(); }")]
    [InlineData("void M([Borrowed] Stream s) { using var reader = new StreamReader(s, leaveOpen: true); reader.Read(); }")]
    [InlineData("void M([Borrowed] System.Data.Common.DbConnection c) { c.Open(); c.Close(); }")]
    public Task What_leaves_the_borrowed_alone(string member) => InClass(member);

    [Theory]
    [InlineData("Resource _r = new(); [return: [|Owned|]] Resource M() => _r;")]
    [InlineData("Resource Kept { get; } = new(); [return: [|Owned|]] Resource M() => Kept;")]
    [InlineData("Resource _r = new(); [return: [|Owned|]] Resource M(bool b) { if (b) return new Resource(); return _r; }")]
    [InlineData("[return: [|Borrowed|]] Resource M() => new Resource();")]
    [InlineData("[return: [|Borrowed|]] Stream M(string p) { var s = File.OpenRead(p); return s; }")]
    public Task A_result_that_is_not_as_said(string member) => InClass(member);

    [Theory]
    [InlineData("Resource? _r = new(); [return: Owned] Resource M() { var r = _r; _r = null; return r!; }")]
    [InlineData("Resource? _r = new(); [return: Owned] Resource? M() => Interlocked.Exchange(ref _r, null);")]
    [InlineData("Resource? _r; [return: Owned] Resource M() { _r = new Resource(); return _r; }")]
    [InlineData("static readonly Resource Null = new(); [return: Owned] Resource M() => Null;")]
    [InlineData("[return: Owned] Resource M() => new Resource();")]
    [InlineData("[return: Owned] Resource M() => throw new NotSupportedException();")]
    [InlineData("[return: Owned] Resource? M() => null;")]
    [InlineData("Resource _r = new(); [return: Borrowed] Resource M() => _r;")]
    [InlineData("Resource? _r; [return: Borrowed] Resource M() => _r ??= new Resource();")]
    [InlineData("List<Resource> _all = new(); [return: Borrowed] Resource M() { var r = new Resource(); _all.Add(r); return r; }")]
    [InlineData("[return: Owned] Resource M(C other) => other.Give(); [return: Owned] Resource Give() => new();")]
    public Task A_result_that_may_be_as_said(string member) => InClass(member);

    [Theory]
    [InlineData("[[|Releases|]] void End() { }")]
    [InlineData("[[|Releases|]] int End() => 1;")]
    public Task A_release_that_does_nothing(string member) => InClass(member);

    [Theory]
    [InlineData("IntPtr _p; [Releases] void End() => System.Runtime.InteropServices.Marshal.FreeHGlobal(_p);")]
    [InlineData("object? _o; [Releases] void End() => _o = null;")]
    [InlineData("[Releases] void End() => throw new NotSupportedException();")]
    public Task A_release_that_does_something(string member) => InClass(member);

    [Theory]
    [InlineData("[[|AliasOf(\"q\")|]] Resource M(Resource r) => r;")]
    [InlineData("[return: [|AliasOf(\"R\")|]] Resource M(Resource r) => r;")]
    [InlineData("[[|AliasOf(\"this\")|]] static Resource M(Resource r) => r;")]
    [InlineData("[[|AliasOf(\"inner\")|]] public C(Resource r) { }")]
    [InlineData("[AliasOf(nameof(r))] Resource M(Resource r) => r;")]
    [InlineData("[AliasOf(\"this\")] C M() => this;")]
    public Task An_alias_of_something_that_is_not_there(string member) => InClass(member);

    [Theory]
    [InlineData("[[|MustRelease(\"Fre\")|]] class X { public void Free() { } }")]
    [InlineData("[[|MustRelease(\"Free\")|]] class X { public static void Free() { } }")]
    [InlineData("[MustRelease(\"Free\")] class X { public void Free() { } }")]
    [InlineData("class B { public void Free() { } } [MustRelease(\"Free\")] class X : B { }")]
    public Task A_release_method_that_is_not_there(string source) => ContractCode.Verify("RH7002", source);

    [Theory]
    [InlineData("void M([TakesOwnership, [|Borrowed|]] Resource r) => r.Dispose();")]
    [InlineData("[return: Owned, [|Borrowed|]] Resource M() => new();")]
    public Task Two_annotations_that_contradict_each_other(string member) => InClass(member);

    [Theory]
    [InlineData("interface I { void M([TakesOwnership] Resource r); [return: Owned] Resource Get(); }")]
    [InlineData("abstract class A { public abstract void M([TakesOwnership] Resource r); }")]
    [InlineData("partial class P { partial void M([TakesOwnership] Resource r); }")]
    public Task Without_a_body_nothing_is_known(string source) => ContractCode.Verify("RH7002", source);

    [Fact]
    public async Task The_message_says_where_what_and_what_to_write()
    {
        AnalyzerTest<ContractAnalyzer> test = ContractCode.Test("RH7002", "class C { void Keep([{|#0:TakesOwnership|}] Resource r) => r.Use(); }");
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH7002").WithLocation(0).WithSeverity(DiagnosticSeverity.Warning).WithMessage(
            "[TakesOwnership] on 'r' contradicts the body, which neither releases nor stores it; release it, store it, or write [Borrowed]"));
        await test.RunAsync();
    }

    [Fact]
    public async Task In_ci_mode_it_is_an_error()
    {
        AnalyzerTest<ContractAnalyzer> test = ContractCode.Test("RH7002", "class C { void Keep([{|#0:Borrowed|}] Resource r) => r.Dispose(); }");
        test.BuildProperties["ResourceHygieneMode"] = "ci";
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH7002").WithLocation(0).WithSeverity(DiagnosticSeverity.Error));
        await test.RunAsync();
    }

    private static Task InClass(string member) => ContractCode.Verify("RH7002", $"class C\n{{\n{member}\n}}");
}
