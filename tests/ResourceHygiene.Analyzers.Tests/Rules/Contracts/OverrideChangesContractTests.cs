using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules.Contracts;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Contracts;

/// <summary>RH7003: an override or implementation against what its base says.</summary>
public sealed class OverrideChangesContractTests
{
    private const string Base =
        """
        interface ISource { [return: Owned] Resource Get(); }
        interface ICache { [return: Borrowed] Resource Get(); }
        interface ISink { void Put([TakesOwnership] Resource r); }
        interface IUser { void Use([Borrowed] Resource r); }
        abstract class Source { [return: Owned] public abstract Resource Get(); }
        class Plain { public virtual Resource Get() => new(); public virtual void Put(Resource r) => r.Dispose(); }
        """;

    [Theory]
    [InlineData("class C : ISource { readonly Resource _r = new(); public Resource [|Get|]() => _r; }")]
    [InlineData("class C : Source { readonly Resource _r = new(); public override Resource [|Get|]() => _r; }")]
    [InlineData("class C : ISource { readonly Resource _r = new(); Resource ISource.[|Get|]() => _r; }")]
    [InlineData("class C : Source { [return: Borrowed] public override Resource [|Get|]() => Other.All[0]; } static class Other { public static List<Resource> All = new(); }")]
    [InlineData("abstract class C : Source { [return: Borrowed] public abstract override Resource [|Get|](); }")]
    [InlineData("class C : ICache { public Resource [|Get|]() => new Resource(); }")]
    [InlineData("class C : ICache { [return: Owned] public Resource [|Get|]() => new Resource(); }")]
    public Task A_result(string source) => Verify(source);

    [Theory]
    [InlineData("class C : ISource { public Resource Get() => new(); }")]
    [InlineData("class C : ISource { Resource? _r = new(); public Resource Get() { var r = _r; _r = null; return r!; } }")]
    [InlineData("class C : ISource { static readonly Resource Null = new(); public Resource Get() => Null; }")]
    [InlineData("class C : ISource { public Resource Get() => throw new NotSupportedException(); }")]
    [InlineData("class C : ICache { readonly Resource _r = new(); public Resource Get() => _r; }")]
    [InlineData("class C : ICache { Resource? _r; public Resource Get() => _r ??= new(); }")]
    [InlineData("class C : Plain { readonly Resource _r = new(); public override Resource Get() => _r; }")]
    [InlineData("class C : Source { readonly Source _s = null!; public override Resource Get() => _s.Get(); }")]
    [InlineData("class C { readonly Resource _r = new(); public Resource Get() => _r; }")]
    [InlineData("class Q : Plain { readonly Resource _r = new(); [return: Borrowed] public new Resource Get() => _r; }")]
    public Task A_result_that_keeps_the_contract(string source) => Verify(source);

    [Theory]
    [InlineData("class C : ISink { public void [|Put|](Resource r) => r.Use(); }")]
    [InlineData("class C : ISink { public void [|Put|]([Borrowed] Resource r) => r.Use(); }")]
    [InlineData("class C : IUser { public void [|Use|](Resource r) => r.Dispose(); }")]
    [InlineData("class C : IUser { public void [|Use|]([TakesOwnership] Resource r) => r.Dispose(); }")]
    [InlineData("class C : IUser { public void [|Use|]([Releases] Resource r) => r.Dispose(); }")]
    [InlineData("class C : IUser { void IUser.[|Use|](Resource other) { using (other) other.Use(); } }")]
    public Task A_parameter(string source) => Verify(source);

    [Theory]
    [InlineData("class C : ISink { public void Put(Resource r) => r.Dispose(); }")]
    [InlineData("class C : ISink { readonly List<Resource> _all = new(); public void Put(Resource r) => _all.Add(r); }")]
    [InlineData("class C : ISink { public void Put(Resource r) => throw new NotSupportedException(); }")]
    [InlineData("class C : ISink { readonly ISink _next = null!; public void Put(Resource r) => _next.Put(r); }")]
    [InlineData("class C : IUser { public void Use(Resource r) => r.Use(); }")]
    [InlineData("class C : IUser { Resource? _last; public void Use(Resource r) => _last = r; }")]
    [InlineData("class C : Plain { public override void Put(Resource r) => r.Use(); }")]
    [InlineData("interface IMore : ISink { new void Put([Borrowed] Resource r); }")]
    public Task A_parameter_that_keeps_the_contract(string source) => Verify(source);

    [Theory]
    [InlineData("readonly IDbTransaction _t = null!; public IDbTransaction [|BeginTransaction|]() => _t;")]
    [InlineData("public IDbTransaction BeginTransaction() => BeginTransaction(default);")]
    [InlineData("IDbTransaction? _t; public IDbTransaction BeginTransaction() { var t = _t!; _t = null; return t; }")]
    public Task A_base_that_a_built_in_contract_describes(string member) => ContractCode.Verify(
        "RH7003",
        $$"""
        using System.Data;
        using System.Diagnostics.CodeAnalysis;
        class C : IDbConnection
        {
            {{member}}
            public IDbTransaction BeginTransaction(IsolationLevel level) => throw new NotSupportedException();
            [AllowNull] public string ConnectionString { get; set; } = "";
            public int ConnectionTimeout => 1;
            public string Database => "";
            public ConnectionState State => default;
            public void ChangeDatabase(string name) { }
            public void Open() { }
            public void Close() { }
            public IDbCommand CreateCommand() => throw new NotSupportedException();
            public void Dispose() => Console.Write(1);
        }
        """);

    [Fact]
    public async Task The_message_names_both_sides()
    {
        AnalyzerTest<ContractAnalyzer> test = ContractCode.Test("RH7003", Base + "class Pool : ISource { readonly Resource _r = new(); public Resource {|#0:Get|}() => _r; }");
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH7003").WithLocation(0).WithSeverity(DiagnosticSeverity.Warning).WithMessage(
            "'Pool.Get' returns '_r', which it keeps, but 'ISource.Get' says that the caller owns the result; callers rely on that"));
        await test.RunAsync();
    }

    private static Task Verify(string source) => ContractCode.Verify("RH7003", Base + "\n" + source);
}
