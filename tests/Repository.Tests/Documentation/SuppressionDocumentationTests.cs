using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ResourceHygiene.Repository.Tests.Documentation;

/// <summary>docs/suppressions.md and the release notes of the analyzers list every suppression.</summary>
public sealed class SuppressionDocumentationTests
{
    private static readonly SuppressionDescriptor[] s_suppressions =
        [.. RuleCatalog.Analyzers.OfType<DiagnosticSuppressor>().SelectMany(static suppressor => suppressor.SupportedSuppressions).OrderBy(static rule => rule.Id, StringComparer.Ordinal)];

    [Fact]
    public void The_page_lists_the_suppressions() =>
        Nothing.In(s_suppressions.Select(static rule => $"| {rule.Id} | {rule.SuppressedDiagnosticId} ").Where(static row => !RepositoryFiles.Read("docs/suppressions.md").Contains(row, StringComparison.Ordinal)));

    [Fact]
    public void The_page_lists_nothing_else() =>
        Assert.Equal(s_suppressions.Length, RepositoryFiles.Read("docs/suppressions.md").Split('\n').Count(static line => line.StartsWith("| RHS", StringComparison.Ordinal)));

    [Fact]
    public void Ids_and_reports_are_there_once()
    {
        Assert.Equal(s_suppressions.Length, s_suppressions.Select(static rule => rule.Id).Distinct().Count());
        Assert.Equal(s_suppressions.Length, s_suppressions.Select(static rule => rule.SuppressedDiagnosticId).Distinct().Count());
    }
}
