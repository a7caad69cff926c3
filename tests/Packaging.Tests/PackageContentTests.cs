using System.Xml.Linq;

namespace ResourceHygiene.Packaging.Tests;

[Collection(Packages.TestCollection)]
public sealed class PackageContentTests(Packages packages)
{
    [Fact]
    public void Packing_the_solution_yields_exactly_these_packages() =>
        Assert.Equal(
            [
                $"ResourceHygiene.{packages.Version}.nupkg",
                $"ResourceHygiene.Abstractions.{packages.Version}.nupkg",
                $"ResourceHygiene.Cuda.{packages.Version}.nupkg",
                $"ResourceHygiene.Hosting.{packages.Version}.nupkg",
                $"ResourceHygiene.TorchSharp.{packages.Version}.nupkg",
                $"ResourceHygiene.Workers.{packages.Version}.nupkg",
            ],
            packages.FileNames);

    [Fact]
    public void Packing_gives_no_warning() =>
        Assert.DoesNotContain("warning", packages.Log, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void The_main_package_holds_the_runtime_and_what_the_compiler_loads() =>
        Assert.Equal(
            [
                "README.md",
                "ResourceHygiene.nuspec",
                "analyzers/dotnet/roslyn4.14/cs/ResourceHygiene.Analyzers.dll",
                "analyzers/dotnet/roslyn4.14/cs/ResourceHygiene.CodeFixes.dll",
                "analyzers/dotnet/roslyn4.14/cs/ResourceHygiene.Generators.dll",
                "analyzers/dotnet/roslyn4.8/cs/ResourceHygiene.Analyzers.dll",
                "analyzers/dotnet/roslyn4.8/cs/ResourceHygiene.Generators.dll",
                "build/ResourceHygiene.targets",
                "buildTransitive/ResourceHygiene.targets",
                "lib/net10.0/ResourceHygiene.dll",
                "lib/net10.0/ResourceHygiene.xml",
                "lib/net8.0/ResourceHygiene.dll",
                "lib/net8.0/ResourceHygiene.xml",
            ],
            packages.ContentOf("ResourceHygiene"));

    [Fact]
    public void The_annotations_package_holds_one_assembly() =>
        Assert.Equal(
            [
                "README.md",
                "ResourceHygiene.Abstractions.nuspec",
                "lib/netstandard2.0/ResourceHygiene.Abstractions.dll",
                "lib/netstandard2.0/ResourceHygiene.Abstractions.xml",
            ],
            packages.ContentOf("ResourceHygiene.Abstractions"));

    [Fact]
    public void The_hosting_package_holds_one_assembly_for_each_framework() =>
        Assert.Equal(
            [
                "README.md",
                "ResourceHygiene.Hosting.nuspec",
                "lib/net10.0/ResourceHygiene.Hosting.dll",
                "lib/net10.0/ResourceHygiene.Hosting.xml",
                "lib/net8.0/ResourceHygiene.Hosting.dll",
                "lib/net8.0/ResourceHygiene.Hosting.xml",
            ],
            packages.ContentOf("ResourceHygiene.Hosting"));

    [Fact]
    public void The_package_for_GPU_memory_holds_one_assembly_for_each_framework_and_depends_on_the_main_one_alone()
    {
        Assert.Equal(
            [
                "README.md",
                "ResourceHygiene.Cuda.nuspec",
                "lib/net10.0/ResourceHygiene.Cuda.dll",
                "lib/net10.0/ResourceHygiene.Cuda.xml",
                "lib/net8.0/ResourceHygiene.Cuda.dll",
                "lib/net8.0/ResourceHygiene.Cuda.xml",
            ],
            packages.ContentOf("ResourceHygiene.Cuda"));

        foreach (XElement group in GroupsOf("ResourceHygiene.Cuda"))
            Assert.Equal(["ResourceHygiene"], group.Elements().Select(static d => d.Attribute("id")!.Value));
    }

    [Fact]
    public void The_package_for_workers_holds_one_assembly_for_each_framework_and_depends_on_the_main_one_alone()
    {
        Assert.Equal(
            [
                "README.md",
                "ResourceHygiene.Workers.nuspec",
                "lib/net10.0/ResourceHygiene.Workers.dll",
                "lib/net10.0/ResourceHygiene.Workers.xml",
                "lib/net8.0/ResourceHygiene.Workers.dll",
                "lib/net8.0/ResourceHygiene.Workers.xml",
            ],
            packages.ContentOf("ResourceHygiene.Workers"));

        foreach (XElement group in GroupsOf("ResourceHygiene.Workers"))
            Assert.Equal(["ResourceHygiene"], group.Elements().Select(static d => d.Attribute("id")!.Value));
    }

    [Fact]
    public void The_hosting_package_depends_on_the_main_one_and_on_what_a_host_has_anyway()
    {
        string[] expected =
        [
            "Microsoft.Extensions.Diagnostics.HealthChecks",
            "Microsoft.Extensions.Hosting.Abstractions",
            "ResourceHygiene",
        ];

        foreach (XElement group in GroupsOf("ResourceHygiene.Hosting"))
            Assert.Equal(expected, group.Elements().Select(static d => d.Attribute("id")!.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_package_for_TorchSharp_holds_one_assembly_for_each_framework_and_none_of_our_declarations() =>
        Assert.Equal(
            [
                "README.md",
                "ResourceHygiene.TorchSharp.nuspec",
                "lib/net10.0/ResourceHygiene.TorchSharp.dll",
                "lib/net10.0/ResourceHygiene.TorchSharp.xml",
                "lib/net8.0/ResourceHygiene.TorchSharp.dll",
                "lib/net8.0/ResourceHygiene.TorchSharp.xml",
            ],
            packages.ContentOf("ResourceHygiene.TorchSharp"));

    [Fact]
    public void The_package_for_TorchSharp_depends_on_the_real_one()
    {
        string[] expected = [$"ResourceHygiene {packages.Version}", "TorchSharp 0.106.0"];

        foreach (XElement group in GroupsOf("ResourceHygiene.TorchSharp"))
            Assert.Equal(expected, group.Elements().Select(static d => $"{d.Attribute("id")!.Value} {d.Attribute("version")!.Value}").Order(StringComparer.Ordinal));

        Assert.Equal(["net10.0", "net8.0"], GroupsOf("ResourceHygiene.TorchSharp").Select(static g => g.Attribute("targetFramework")!.Value));
    }

    [Fact]
    public void The_main_package_depends_on_the_annotations_and_on_nothing_else()
    {
        string[] expected = [$"ResourceHygiene.Abstractions {packages.Version}"];

        foreach (XElement group in GroupsOf("ResourceHygiene"))
            Assert.Equal(expected, group.Elements().Select(static d => $"{d.Attribute("id")!.Value} {d.Attribute("version")!.Value}"));

        Assert.Equal(["net10.0", "net8.0"], GroupsOf("ResourceHygiene").Select(static g => g.Attribute("targetFramework")!.Value));
    }

    [Fact]
    public void The_annotations_package_depends_on_nothing() =>
        Assert.Empty(GroupsOf("ResourceHygiene.Abstractions").Elements());

    private XElement[] GroupsOf(string id) =>
        [.. packages.MetadataOf(id).Descendants().Where(static element => element.Name.LocalName == "group")];
}
