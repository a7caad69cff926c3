using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Analyzers.Rules.Async;
using ResourceHygiene.Analyzers.Rules.Owners;
using ResourceHygiene.Analyzers.Rules.Torch;
using ResourceHygiene.Testing;
using Xunit.Abstractions;

namespace ResourceHygiene.CodeFixes.Tests.Sweep;

/// <summary>Whatever the tests of a rule report can be fixed without harm, by every fix that is offered for it.</summary>
public sealed class FixSweepTests(ITestOutputHelper output)
{
    private const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    [Theory]
    [InlineData("RH1001")]
    [InlineData("RH1002")]
    [InlineData("RH1003")]
    [InlineData("RH1004")]
    [InlineData("RH1005")]
    [InlineData("RH1006")]
    [InlineData("RH1007")]
    [InlineData("RH2001")]
    [InlineData("RH2002")]
    [InlineData("RH2007")]
    [InlineData("RH3001")]
    [InlineData("RH3002")]
    [InlineData("RH3003")]
    [InlineData("RH3004")]
    [InlineData("RH3005")]
    [InlineData("RH3006")]
    [InlineData("RH5001")]
    [InlineData("RH5002")]
    [InlineData("RH5003")]
    [InlineData("RH5005")]
    [InlineData("RH5007")]
    [InlineData("RH5009")]
    [InlineData("RH5010")]
    [InlineData("RH5011")]
    [InlineData("RH5012")]
    [InlineData("RH5013")]
    [InlineData("RH5014")]
    [InlineData("RH5015")]
    [InlineData("RH5018")]
    [InlineData("RH6001")]
    [InlineData("RH6002")]
    [InlineData("RH6003")]
    [InlineData("RH6005")]
    public async Task Every_fix_leaves_code_that_is_right(string rule)
    {
        IReadOnlyList<RuleSnippet> snippets = RuleSnippets.In(rule);
        Assert.NotEmpty(snippets);

        FixSweep sweep = new(
            rule.StartsWith("RH2", StringComparison.Ordinal) ? [new OwnerAnalyzer()]
            : RuleSnippets.IsAboutTensors(rule) ? [new OwnershipAnalyzer(), new TorchUsageAnalyzer()]
            : [new OwnershipAnalyzer(), new AsyncAnalyzer()]);
        using AdhocWorkspace workspace = new();
        Project project = CreateProject(workspace, snippets[0].Library);
        foreach (RuleSnippet snippet in snippets)
            await sweep.RunAsync(snippet.Name, project.AddDocument("Case.cs", SourceText.From(snippet.Text), filePath: "/Case.cs"));

        output.WriteLine($"{rule}: {snippets.Count} sources, {sweep.Fixable} reports ({sweep.Unfixed.Count} of them without a fix), {sweep.Offered} fixes applied, {sweep.OfferedForAll} times Fix All, {sweep.Faults.Count} faults");
        output.WriteLine(string.Join('\n', sweep.Unfixed));
        Assert.True(sweep.Faults.Count == 0, string.Join('\n', sweep.Faults));
    }

    private static Project CreateProject(AdhocWorkspace workspace, string library)
    {
        ProjectId id = ProjectId.CreateNewId();
        Solution solution = workspace.CurrentSolution
            .AddProject(id, "Sweep", "Sweep", LanguageNames.CSharp)
            .WithProjectParseOptions(id, new CSharpParseOptions(LanguageVersion.Latest))
            .WithProjectCompilationOptions(id, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true, warningLevel: 9999))
            .WithProjectMetadataReferences(id, TestReferences.Net10.Concat(TestReferences.Runtime).Append(TestReferences.FromFile(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll"))));
        solution = solution.WithOptions(solution.Options.WithChangedOption(FormattingOptions.NewLine, LanguageNames.CSharp, "\n"));
        return solution.GetProject(id)!
            .AddDocument("Usings.cs", SourceText.From(Usings), filePath: "/Usings.cs").Project
            .AddDocument("Library.cs", SourceText.From(library), filePath: "/Library.cs").Project;
    }
}
