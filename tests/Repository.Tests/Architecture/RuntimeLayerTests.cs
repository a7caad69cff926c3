using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Repository.Tests.Architecture;

/// <summary>The folders of the runtime and of the workers are layers; these are the tables of docs/architecture.md.</summary>
public sealed class RuntimeLayerTests
{
    private const string Runtime = "src/Runtime/ResourceHygiene/ResourceHygiene.csproj";
    private const string Workers = "src/Runtime/ResourceHygiene.Workers/ResourceHygiene.Workers.csproj";

    /// <summary>For each project which of its folders may use which others.</summary>
    private static readonly Dictionary<string, Dictionary<string, string[]>> Tables = new(StringComparer.Ordinal)
    {
        [Runtime] = new(StringComparer.Ordinal)
        {
            ["Tracking"] = [],
            ["Prioritization"] = ["Tracking"],
            ["Release"] = ["Tracking"],
            ["Cleanup"] = ["Prioritization", "Release", "Tracking"],
            ["Pressure"] = ["Cleanup", "Prioritization", "Release", "Tracking"],
            ["Exit"] = ["Cleanup", "Prioritization", "Release", "Tracking"],
            ["Diagnostics"] = ["Cleanup", "Exit", "Pressure", "Prioritization", "Release", "Tracking"],
        },
        [Workers] = new(StringComparer.Ordinal)
        {
            ["Processes"] = [],
            ["Payloads"] = [],
            ["Commands"] = ["Processes"],
            ["Isolation"] = ["Payloads", "Processes"],
        },
    };

    [Theory]
    [InlineData(Runtime)]
    [InlineData(Workers)]
    public async Task Folders_use_only_what_lies_below_them(string project)
    {
        CSharpCompilation compilation = await SourceProject.CompileAsync(project);

        Nothing.In(Violations(compilation, Path.GetDirectoryName(RepositoryPaths.Combine(project))!, Tables[project]));
    }

    [Theory]
    [InlineData(Runtime)]
    [InlineData(Workers)]
    public async Task Every_file_lies_in_a_folder_of_the_table(string project)
    {
        CSharpCompilation compilation = await SourceProject.CompileAsync(project);
        string directory = Path.GetDirectoryName(RepositoryPaths.Combine(project))!;

        string[] folders = [.. compilation.SyntaxTrees.Select(tree => FolderDependencies.FolderOf(tree, directory)).OfType<string>().Distinct()];

        Assert.NotEmpty(folders);
        Nothing.In(folders.Except(Tables[project].Keys));
    }

    [Theory]
    [InlineData("B? Field;")]
    [InlineData("object F() => new B();")]
    [InlineData("B F() => new();")]
    [InlineData("int F() => B.Constant;")]
    [InlineData("System.Collections.Generic.List<B>? Field;")]
    [InlineData("object F() => typeof(B);")]
    [InlineData("int F() => 1.Extended();")]
    public void A_use_of_a_higher_folder_is_found(string member)
    {
        CSharpCompilation compilation = Compile(
            ("/p/Tracking/A.cs", $"class A {{ {member} }}"),
            ("/p/Release/B.cs", "class B { public const int Constant = 1; } static class Extensions { public static int Extended(this int i) => i; }"));

        Assert.Contains(Violations(compilation, "/p", Tables[Runtime]), static use => use is { From: "Tracking", To: "Release" });
    }

    [Fact]
    public void A_use_of_a_lower_folder_is_allowed()
    {
        CSharpCompilation compilation = Compile(("/p/Tracking/A.cs", "class A;"), ("/p/Release/B.cs", "class B { A? Field; }"));

        Nothing.In(Violations(compilation, "/p", Tables[Runtime]));
    }

    private static IEnumerable<FolderDependencies.Use> Violations(CSharpCompilation compilation, string directory, Dictionary<string, string[]> table) =>
        FolderDependencies.Find(compilation, directory).Where(use => !table[use.From].Contains(use.To));

    private static CSharpCompilation Compile(params (string Path, string Text)[] files) =>
        CSharpCompilation.Create(
            "Planted",
            files.Select(static file => CSharpSyntaxTree.ParseText(file.Text, path: file.Path)),
            TestReferences.Net10,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
}
