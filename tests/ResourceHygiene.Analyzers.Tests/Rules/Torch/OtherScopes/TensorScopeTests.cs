using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.CodeFixes.Torch;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.OtherScopes;

/// <summary>Our own scope, which survives await, owns tensors as TorchSharp's does.</summary>
public sealed class TensorScopeTests
{
    private const string FixUsings = "global using ResourceHygiene;\nglobal using TorchSharp;\nglobal using static TorchSharp.torch;";

    private static MetadataReference Library => TestReferences.FromFile(Path.Combine(AppContext.BaseDirectory, "ResourceHygiene.TorchSharp.dll"));

    [Fact]
    public Task What_is_made_in_it_is_owned_across_await() => Returning("async Task<float>",
        """
        await using var scope = TensorScope.Begin("accuracy", withoutGradients: true);
        var sum = x.add(y).relu();
        await Task.Yield();
        return (sum * x).mean().item<float>();
        """);

    [Fact]
    public Task What_is_made_in_its_block_is_owned() => Returning("async Task<float>",
        """
        await using (TensorScope.Begin().ConfigureAwait(false))
        {
            return x.add(y).mean().item<float>();
        }
        """);

    [Fact]
    public Task What_is_made_behind_its_end_is_not() => Returning("async Task<float>",
        """
        await using (TensorScope.Begin())
            await Task.Yield();
        return {|RH5002:x.add(y)|}.item<float>();
        """);

    [Fact]
    public Task A_scope_that_a_cleanup_scope_ends_owns_as_well() => InClass(
        """
        async Task<Tensor> M(CleanupScope program, Tensor x, Tensor y)
        {
            program.BeginTensors();
            await Task.Yield();
            return (x + y).relu();
        }
        """);

    [Fact]
    public Task The_scope_that_is_around_is_not_one_that_is_opened() => Returning("async Task<float>",
        """
        var around = TensorScope.Current;
        await Task.Yield();
        return {|RH5002:x.add(y)|}.item<float>() + (around?.Count ?? 0);
        """);

    [Fact]
    public Task What_is_returned_was_disposed() => Returning("async Task<Tensor>",
        """
        await using var scope = TensorScope.Begin();
        var sum = x.add(y);
        await Task.Yield();
        return {|RH5003:sum|};
        """);

    [Theory]
    [InlineData("return scope.Detach(x.add(y));")]
    [InlineData("return scope.MoveToOuter(x.add(y));")]
    [InlineData("var sum = x.add(y); scope.Detach(sum); return sum;")]
    [InlineData("return scope.Outer is { } outer ? outer.Own(x.add(y)) : x;")]
    [InlineData("var sum = scope.Detach(x.add(y)); return sum;")]
    public Task What_is_taken_out_in_time_may_be_returned(string statements) => Returning("Tensor", "using var scope = TensorScope.Begin();\n" + statements);

    [Theory]
    [InlineData("return scope.MoveTo(x.add(y), program);")]
    [InlineData("return program.OwnTensor(x.add(y));")]
    [InlineData("var sum = x.add(y); program.OwnTensor(sum); return sum;")]
    public Task What_another_owner_takes_may_be_returned(string statements) => InClass(
        $$"""
        Tensor M(CleanupScope program, Tensor x, Tensor y)
        {
            using var scope = TensorScope.Begin();
            {{statements}}
        }
        """);

    [Fact]
    public Task What_is_stored_was_disposed() => InClass(
        """
        private Tensor? _mean;
        void M(Tensor x)
        {
            using var scope = TensorScope.Begin();
            _mean = {|RH5003:x.mean()|};
        }
        """);

    [Fact]
    public Task What_is_detached_belongs_to_who_did_it() => Returning("void",
        """
        using var scope = TensorScope.Begin();
        var sum = {|RH5004:scope.Detach(x.add(y))|};
        Console.WriteLine(sum.shape.Length);
        """);

    [Fact]
    public Task Rounds_fill_it() => Returning("async Task",
        """
        await using var scope = TensorScope.Begin();
        {|RH5005:while|} (flag)
        {
            var sum = x.add(y);
            Console.WriteLine(sum.shape.Length);
            await Task.Yield();
        }
        """);

    [Fact]
    public Task A_scope_that_nobody_ends_leaks() => Returning("void",
        """
        var scope = {|RH1001:TensorScope.Begin()|};
        Console.WriteLine(scope.Count);
        """);

    [Fact]
    public async Task The_message_names_the_scope_and_its_method()
    {
        AnalyzerTest<OwnershipAnalyzer> test = Test(Method("Tensor", "using var scope = TensorScope.Begin();\nreturn {|#0:x.add(y)|};"));
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RH5003").WithLocation(0).WithMessage("Tensor is returned, but the TensorScope of line 5 disposes it; take it out with 'Detach' of the scope"));
        await test.RunAsync();
    }

    [Fact]
    public async Task The_fix_takes_it_out()
    {
        CodeFixTest<OwnershipAnalyzer, MoveOutOfScopeFix> test = new()
        {
            Sources = { Method("torch.Tensor", "using var scope = TensorScope.Begin();\nreturn {|RH5003:x.add(y)|};"), { "Usings.cs", FixUsings } },
            References = { TestReferences.FromFile(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")), Library },
            FixedSources = { Method("torch.Tensor", "using var scope = TensorScope.Begin();\nreturn scope.Detach(x.add(y));"), { "Usings.cs", FixUsings } },
        };
        await test.RunAsync();
    }

    private static Task Returning(string type, string statements) => Test(Method(type, statements)).RunAsync();

    private static Task InClass(string members) => Test($"class C\n{{\n{members}\n}}").RunAsync();

    private static string Method(string type, string statements) => $"class C\n{{\n{type} M(Tensor x, Tensor y, bool flag)\n{{\n{statements}\n}}\n}}";

    private static AnalyzerTest<OwnershipAnalyzer> Test(string source)
    {
        AnalyzerTest<OwnershipAnalyzer> test = ScopeCode.Test(source);
        test.References.Add(Library);
        return test;
    }
}
