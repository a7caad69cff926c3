using System.Xml.Linq;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Repository.Tests.Architecture;

/// <summary>What a shipped project may depend on.</summary>
public sealed class ProjectReferenceTests
{
    /// <summary>A reference with ReferenceOutputAssembly="false" orders a build and is no dependency.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["ResourceHygiene.Abstractions"] = [],
        ["ResourceHygiene"] = ["ResourceHygiene.Abstractions"],
        ["ResourceHygiene.Cuda"] = ["ResourceHygiene"],
        ["ResourceHygiene.TorchSharp"] = ["ResourceHygiene", "TorchSharp.Reference"],
        ["ResourceHygiene.Workers"] = ["ResourceHygiene"],
        ["ResourceHygiene.Hosting"] = ["ResourceHygiene"],
        ["ResourceHygiene.Analyzers"] = [],
        ["ResourceHygiene.CodeFixes"] = [],
        ["ResourceHygiene.Generators"] = [],
    };

    public static TheoryData<string> Projects => [.. SourceProject.All];

    public static TheoryData<string> CompilerComponents => [.. SourceProject.All.Where(static project => !project.StartsWith("src/Runtime/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_architecture_allows(string project)
    {
        XDocument document = XDocument.Load(RepositoryPaths.Combine(project));

        string[] references =
        [
            .. document.Descendants("ProjectReference")
                .Where(static reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false")
                .Select(static reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
        ];

        Nothing.In(references.Except(Allowed[Path.GetFileNameWithoutExtension(project)]));
    }

    [Theory]
    [InlineData("src/Runtime/ResourceHygiene.Abstractions/ResourceHygiene.Abstractions.csproj")]
    [InlineData("src/Runtime/ResourceHygiene/ResourceHygiene.csproj")]
    public void The_core_has_no_package_dependencies(string project)
    {
        var packages = XDocument.Load(RepositoryPaths.Combine(project)).Descendants("PackageReference")
            .Where(static package => package.Attribute("PrivateAssets")?.Value != "all");

        Nothing.In(packages);
    }

    [Theory]
    [MemberData(nameof(CompilerComponents))]
    public async Task A_compiler_component_references_no_runtime_assembly(string project)
    {
        var compilation = await SourceProject.CompileAsync(project);

        Assert.DoesNotContain(compilation.ReferencedAssemblyNames, static name => name.Name.StartsWith("ResourceHygiene", StringComparison.Ordinal));
    }

    [Fact]
    public void No_shipped_assembly_opens_its_internals()
    {
        // Spelled in two parts so that this file may be searched too.
        const string attribute = "Internals" + "VisibleTo";

        Nothing.In(RepositoryFiles.All.Where(static file => file.StartsWith("src/", StringComparison.Ordinal)
            && RepositoryFiles.IsText(file)
            && RepositoryFiles.Read(file).Contains(attribute, StringComparison.Ordinal)));
    }
}
