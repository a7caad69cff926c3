using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules.Contracts;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Contracts;

/// <summary>RH7001: what a library's methods hand out without saying so.</summary>
public sealed class OwnedResultUnsaidTests
{
    [Theory]
    [InlineData("public Resource [|Get|]() => new Resource();")]
    [InlineData("public static FileStream [|Log|](string path) => File.OpenRead(path);")]
    [InlineData("public Stream [|For|](string path) { var s = File.OpenRead(path); return s; }")]
    [InlineData("public async Task<Resource> [|GetAsync|]() { await Task.Yield(); return new Resource(); }")]
    [InlineData("protected Resource [|Get|]() => new Resource();")]
    [InlineData("public Resource? [|Find|](bool b) => b ? new Resource() : null;")]
    [InlineData("public Resource [|Get|]() => Make(); private static Resource Make() => new();")]
    [InlineData("public virtual Resource [|Get|]() => new Resource();")]
    [InlineData("public bool TryGet(out Resource [|r|]) { r = new Resource(); return true; }")]
    public Task A_resource_of_a_name_that_does_not_tell(string member) => InClass(member);

    [Theory]
    [InlineData("public Resource CreateOne() => new Resource();")]
    [InlineData("public IDisposable Enter() => new Resource();")]
    [InlineData("public async Task<IAsyncDisposable> EnterAsync() { await Task.Yield(); return new AsyncResource(); }")]
    [InlineData("public Stream OpenLog(string path) => File.OpenRead(path);")]
    [InlineData("public static C From(string s) => new C(); public class D : IDisposable { public static D Parse(string s) => new D(); public void Dispose() => Console.Write(1); }")]
    [InlineData("[return: Owned] public Resource Get() => new Resource();")]
    [InlineData("internal Resource Get() => new Resource();")]
    [InlineData("private Resource Get() => new Resource();")]
    [InlineData("private protected Resource Get() => new Resource();")]
    [InlineData("private readonly Resource _r = new(); public Resource Get() => _r;")]
    [InlineData("private Resource? _r; public Resource Get() => _r ??= new Resource();")]
    [InlineData("private Resource? _r; public Resource Get() { _r = new Resource(); return _r; }")]
    [InlineData("private readonly List<Resource> _all = new(); public Resource Get() { var r = new Resource(); _all.Add(r); return r; }")]
    [InlineData("private Resource? _r; public Resource Get(bool b) { if (b) return _r!; return new Resource(); }")]
    [InlineData("public MemoryStream ToStream() => new MemoryStream();")]
    [InlineData("public Task Run() => new Task(() => { });")]
    [InlineData("public StreamReader Reader(Stream s) => new StreamReader(s);")]
    [InlineData("public string Name() => new Resource().Name;")]
    [InlineData("public IEnumerable<Resource> All() { yield return new Resource(); }")]
    [InlineData("public Resource Get() => throw new NotSupportedException();")]
    [InlineData("public bool TryCreate(out Resource r) { r = new Resource(); return true; }")]
    [InlineData("public bool TryGet([Owned] out Resource r) { r = new Resource(); return true; }")]
    public Task What_is_said_or_not_owned_or_not_public(string member) => InClass(member);

    [Theory]
    [InlineData("public interface IShape { } public class Shape : Resource, IShape { } public class C { public IShape [|CreateShape|]() => new Shape(); }")]
    [InlineData("public interface IShape { } public class Shape : Resource, IShape { } public class C { public IShape [|Get|](bool b) { if (b) return new Shape(); return new Shape(); } }")]
    [InlineData("public class Shape { } public class FileShape : Shape, IDisposable { public void Dispose() => Console.Write(1); } public class C { public Shape [|Get|]() => new FileShape(); }")]
    public Task A_type_that_hides_the_obligation(string source) => ContractCode.Verify("RH7001", source);

    [Theory]
    [InlineData("public interface IShape { } public class Shape : IShape { } public class C { public IShape CreateShape() => new Shape(); }")]
    [InlineData("public interface IShape { } public class Shape : Resource, IShape { } public class Other : IShape { } public class C { public IShape Get(bool b) => b ? new Shape() : new Other(); }")]
    [InlineData("public class C { public object Get() => new Resource(); }")]
    [InlineData("public interface IShape { } public class Shape : IShape, IDisposable { public void Dispose() { } } public class C { public IShape CreateShape() => new Shape(); }")]
    [InlineData("public interface IShape { } public class Shape : Resource, IShape { } class C { public IShape CreateShape() => new Shape(); }")]
    public Task A_type_that_hides_nothing(string source) => ContractCode.Verify("RH7001", source);

    [Theory]
    [InlineData("public class C : ICloneable { public object Clone() => new C(); }")]
    [InlineData("public interface I { Resource Get(); } public class C : I { public Resource Get() => new(); }")]
    [InlineData("public abstract class B { public abstract Resource Get(); } public class C : B { public override Resource Get() => new(); }")]
    public Task What_implements_or_overrides_is_its_bases_affair(string source) => ContractCode.Verify("RH7001", source);

    [Fact]
    public async Task A_program_has_no_callers_elsewhere()
    {
        AnalyzerTest<ContractAnalyzer> test = ContractCode.Test("RH7001", "public class C { public Resource Get() => new(); static void Main() { } }");
        test.OutputKind = OutputKind.ConsoleApplication;
        await test.RunAsync();
    }

    [Fact]
    public async Task Without_the_annotation_nothing_can_be_said()
    {
        AnalyzerTest<ContractAnalyzer> test = new() { TestCode = "public class C { public Stream For(string path) => File.OpenRead(path); }", ReferenceRuntime = false };
        await test.RunAsync();
    }

    [Fact]
    public async Task A_line_of_a_contract_file_says_it()
    {
        AnalyzerTest<ContractAnalyzer> test = ContractCode.Test("RH7001", "public class C { public Resource Get() => new(); }");
        test.AdditionalFiles.Add("own.contracts.txt", "M:C.Get owned");
        await test.RunAsync();
    }

    [Fact]
    public async Task The_message_says_what_and_what_to_write()
    {
        AnalyzerTest<ContractAnalyzer> test = ContractCode.Test("RH7001", "public class C { public Stream {|#0:For|}(string path) => File.OpenRead(path); }");
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH7001").WithLocation(0).WithSeverity(DiagnosticSeverity.Info).WithMessage(
            "'For' returns a FileStream that the caller has to release, and does not say so; add [return: Owned]"));
        await test.RunAsync();
    }

    private static Task InClass(string member) => ContractCode.Verify("RH7001", $"public class C\n{{\n{member}\n}}");
}
