using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ResourceHygiene.Repository.Tests;

/// <summary>A rule as users see it.</summary>
internal sealed record Rule(string Id, string Title, string Category, string Severity, string HelpLink);

/// <summary>All rules of the product: those of the analyzers, and the errors of the package's build files.</summary>
internal static partial class RuleCatalog
{
    private const string BuildFile = "src/Runtime/ResourceHygiene/build/ResourceHygiene.targets";

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. Assembly.Load("ResourceHygiene.Analyzers").GetTypes()
            .Where(static type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
            .OrderBy(static type => type.FullName, StringComparer.Ordinal)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
    ];

    public static ImmutableArray<Rule> Rules { get; } =
    [
        .. Analyzers.SelectMany(static analyzer => analyzer.SupportedDiagnostics).Select(FromDescriptor)
            .Concat(FromBuildFile())
            .Distinct()
            .OrderBy(static rule => rule.Id, StringComparer.Ordinal)
    ];

    private static Rule FromDescriptor(DiagnosticDescriptor descriptor) => new(
        descriptor.Id,
        descriptor.Title.ToString(CultureInfo.InvariantCulture),
        descriptor.Category,
        descriptor.IsEnabledByDefault ? descriptor.DefaultSeverity.ToString() : "None",
        descriptor.HelpLinkUri);

    private static IEnumerable<Rule> FromBuildFile() =>
        BuildError().Matches(RepositoryFiles.Read(BuildFile)).Select(static match => new Rule(
            match.Groups["id"].Value, "ResourceHygieneMode is not a mode", "ResourceHygiene.Build", "Error", match.Groups["link"].Value));

    [GeneratedRegex("""<Error Code="(?<id>RH\d+)"\s+HelpLink="(?<link>[^"]*)""")]
    private static partial Regex BuildError();
}
