using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Rules.Contracts.Baseline;

/// <summary>
/// RH7004: a public member is not in the baseline (a suggestion), or promises something else than the baseline says, or is
/// there no longer (both a warning: somebody may rely on it).
/// </summary>
internal static class BaselineRule
{
    // What the code fix reads: the subject of the line, and the whole line, empty where it goes.
    private const string Subject = "subject";
    private const string Line = "line";

    public static void Check(MethodQuestion question, BaselineFile baseline)
    {
        if (SubjectOf(question.Method) is not { } member || BaselineFacts.Of(member, question.Knowledge, question.Cancellation) is not { Length: > 0 } facts || member.GetDocumentationCommentId() is not { } id)
            return;
        string name = ResourceWords.Shorten(question.Method.MethodKind == MethodKind.Constructor ? "new " + question.Method.ContainingType.Name : member.Name, 30);
        Location at = member.Locations[0];
        if (baseline.About(id) is not { } line)
        {
            question.Report(
                ContractDescriptors.DiffersFromBaseline, DiagnosticSeverity.Info, at, Properties(id, id + " " + facts),
                name, "is not in the ownership baseline", $"add '{ResourceWords.Shorten(facts, 60)}'");
        }
        else if (BaselineFacts.TextOf(line.Facts) is var before && before != facts)
        {
            question.Report(
                ContractDescriptors.DiffersFromBaseline, SeverityOfChange(question.Mode), at, Properties(id, id + " " + facts),
                name, $"was '{ResourceWords.Shorten(before, 30)}' and is '{ResourceWords.Shorten(facts, 30)}' now", "restore it, or update the ownership baseline");
        }
    }

    // A property once, for the first accessor that it has.
    private static ISymbol? SubjectOf(IMethodSymbol method) => method.AssociatedSymbol switch
    {
        IPropertySymbol property => SymbolEqualityComparer.Default.Equals(method, property.GetMethod ?? property.SetMethod) ? property : null,
        null => method,
        _ => null,
    };

    public static void CheckRemoved(AdditionalFileAnalysisContext context, BaselineFile baseline, KnowledgeOfCompilation knowledge, HygieneMode mode)
    {
        if (context.AdditionalFile.Path != baseline.Path)
            return;
        foreach (KeyValuePair<string, ContractLine> entry in baseline.Lines.OrderBy(static entry => entry.Value.Number))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (IsThere(entry.Key, context.Compilation, knowledge, context.CancellationToken))
                continue;
            context.ReportDiagnostic(Diagnostic.Create(
                ContractDescriptors.DiffersFromBaseline,
                Location.Create(baseline.Path, entry.Value.SubjectSpan, baseline.Text.Lines.GetLinePositionSpan(entry.Value.SubjectSpan)),
                SeverityOfChange(mode),
                additionalLocations: null,
                Properties(entry.Key, ""),
                ResourceWords.Shorten(entry.Value.Member!, 40), "is in the ownership baseline, but is no public member that has to do with a resource", "restore it, or remove the line"));
        }
    }

    private static bool IsThere(string id, Compilation compilation, KnowledgeOfCompilation knowledge, CancellationToken cancellation) =>
        DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation) is { } member
        && SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, compilation.Assembly)
        && member.Locations.FirstOrDefault()?.SourceTree is { } tree
        && BaselineFacts.Of(member, knowledge.For(tree), cancellation).Length > 0;

    private static DiagnosticSeverity SeverityOfChange(HygieneMode mode) => mode == HygieneMode.Ci ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;

    private static ImmutableDictionary<string, string?> Properties(string subject, string line) =>
        ImmutableDictionary<string, string?>.Empty.Add(Subject, subject).Add(Line, line);
}
