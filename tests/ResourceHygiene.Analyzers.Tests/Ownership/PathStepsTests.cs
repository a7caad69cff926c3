using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Tests.Ownership;

/// <summary>How the work grows with the size of odd bodies, in blocks entered, not in time.</summary>
public sealed class PathStepsTests
{
    [Fact]
    public void Twice_as_many_usings_with_a_way_out_after_each_take_four_times_the_steps_and_not_eight()
    {
        int steps = Steps(Usings(40));

        Assert.InRange(Steps(Usings(80)), steps, (int)(4.5 * steps));
    }

    [Fact]
    public void A_hundred_usings_with_a_way_out_after_each_stay_within_a_few_hundred_steps_each() =>
        Assert.InRange(Steps(Usings(100)), 1, 100 * 600);

    [Fact]
    public void Twice_as_many_nested_try_blocks_take_four_times_the_steps_and_not_eight()
    {
        int steps = Steps(Finallys(20));

        Assert.InRange(Steps(Finallys(40)), steps, (int)(4.5 * steps));
    }

    [Fact]
    public void Conditions_that_nobody_asks_again_do_not_multiply_paths()
    {
        int steps = Steps(Conditions(20));

        Assert.InRange(Steps(Conditions(40)), steps, 3 * steps);
    }

    [Fact]
    public void Twice_as_many_wrappers_with_a_way_out_after_each_take_four_times_the_steps_and_not_eight()
    {
        int steps = Steps(Wrappers(20));

        Assert.InRange(Steps(Wrappers(40)), steps, (int)(4.5 * steps));

    }

    private static string Wrappers(int count) => string.Concat(Enumerable.Range(0, count).Select(static i =>
        $"using var s{i} = File.OpenRead(path + {i}); using var r{i} = new StreamReader(s{i}); if (r{i}.ReadLine() == null) return;\n"));

    private static string Usings(int count) => string.Concat(Enumerable.Range(0, count).Select(static i =>
        $"using var s{i} = File.OpenRead(path + {i}); if (s{i}.Length == {i}) return; s{i}.ReadByte(); s{i}.Dispose();\n"));

    private static string Finallys(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(static i => $"var s{i} = File.OpenRead(path + {i}); try {{ if (s{i}.Length == {i}) return;\n"))
        + string.Concat(Enumerable.Range(0, count).Reverse().Select(static i => $"}} finally {{ s{i}.Dispose(); }} Console.WriteLine({i});\n"));

    private static string Conditions(int count) =>
        "var s = File.OpenRead(path);"
        + string.Concat(Enumerable.Range(0, count).Select(static i => $"if (path == \"{i}\") s.ReadByte(); if (path.Length > {i}) s.ReadByte();\n"))
        + "if (path.Length > 1000) return; s.Dispose();";

    private static int Steps(string statements)
    {
        CSharpCompilation compilation = InferredContracts.Compile($"class C {{ void M(string path) {{ {statements} }} }}");
        SyntaxTree tree = compilation.SyntaxTrees.Single();
        MethodDeclarationSyntax method = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single();
        var body = (IMethodBodyOperation)compilation.GetSemanticModel(tree).GetOperation(method)!;
        var session = new InferenceSession(CancellationToken.None);
        OwnershipAnalysis.Analyze(ImmutableArray.Create<IOperation>(body), block => ControlFlowGraph.Create(body), new OwnershipKnowledge(compilation), session);
        return session.Steps;
    }
}
