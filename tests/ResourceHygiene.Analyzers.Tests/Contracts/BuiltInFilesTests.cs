using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Contracts;

/// <summary>What the built-in files say is about something that exists, and said once.</summary>
public sealed class BuiltInFilesTests
{
    // Types that .NET ships as packages, which the tests do not reference.
    private static readonly string[] Packages = ["System.Drawing.", "System.IO.Ports.", "System.Net.Http.IHttpClientFactory", "System.Net.Http.HttpClientFactoryExtensions"];

    private static readonly CSharpCompilation Net10 = CSharpCompilation.Create("Binding", references: TestReferences.Net10);

    private static readonly CSharpCompilation AspNetCore = Net10.AddReferences(AspNetCoreReferences());

    private static readonly string[] Names =
        [.. Directory.GetFiles(RepositoryPaths.Combine("src", "Analyzers", "ResourceHygiene.Analyzers", "Contracts", "BuiltIn")).Select(static file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Files => [.. Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_line_can_be_read(string file)
    {
        ContractParser.Parse(Text(file), out ImmutableArray<ContractError> errors);

        Assert.Empty(errors.Select(error => $"{file}({error.Line}): {error.Problem}"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_member_and_parameter_exists_where_its_assembly_is_at_hand(string file) =>
        Assert.Empty(Lines(file).Select(static line => ContractBinding.Check(line, AspNetCore)).OfType<ContractError>().Select(error => $"{file}({error.Line}): {error.Problem}"));

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_type_of_dotnet_exists(string file)
    {
        if (!file.StartsWith("bcl.", StringComparison.Ordinal))
            return;

        Assert.Empty(Lines(file)
            .Where(static line => !Packages.Any(package => line.TypeId.StartsWith(package, StringComparison.Ordinal)))
            .Where(static line => line.Facts[0].Verb != ContractVerb.Reviewed && ContractBinding.TypeOf(line, Net10) is null)
            .Select(line => $"{file}({line.Number}): {line.TypeId}"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_reviewed_namespace_is_in_the_approved_list(string file)
    {
        string approved = File.ReadAllText(RepositoryPaths.Combine("tests", "ResourceHygiene.Analyzers.Tests", "Contracts", "bcl-defaults.verified.txt"));

        Assert.Empty(Lines(file)
            .Where(static line => line.Facts[0].Verb == ContractVerb.Reviewed)
            .Where(line => !approved.Contains($" {line.TypeId}.", StringComparison.Ordinal))
            .Select(line => $"{file}({line.Number}): {line.TypeId}"));
    }

    [Fact]
    public void No_two_files_speak_about_the_same() =>
        Assert.Empty(Names.SelectMany(static file => Lines(file))
            .GroupBy(static line => (line.TypeId, line.Member, line.Parameters, line.Condition))
            .Where(static same => same.Count() > 1)
            .Select(static same => same.Key.ToString()));

    private static ImmutableArray<ContractLine> Lines(string file) => ContractParser.Parse(Text(file), out _);

    private static string Text(string file) =>
        File.ReadAllText(RepositoryPaths.Combine("src", "Analyzers", "ResourceHygiene.Analyzers", "Contracts", "BuiltIn", file));

    // Microsoft.Extensions come with the SDK as part of ASP.NET Core; a bare runtime has none, and then nothing is asked about them.
    private static IEnumerable<MetadataReference> AspNetCoreReferences()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string packs = Path.GetFullPath(Path.Combine(framework, "../../../packs/Microsoft.AspNetCore.App.Ref"));
        string? directory = Directory.Exists(packs)
            ? Directory.EnumerateDirectories(packs, "10.*").Select(static pack => Path.Combine(pack, "ref", "net10.0")).Where(Directory.Exists).Max()
            : null;
        HashSet<string> known = [.. TestReferences.Net10.Select(static reference => Path.GetFileName(reference.Display!))];
        return directory is null ? [] : Directory.EnumerateFiles(directory, "*.dll").Where(file => known.Add(Path.GetFileName(file))).Select(TestReferences.FromFile);
    }
}
