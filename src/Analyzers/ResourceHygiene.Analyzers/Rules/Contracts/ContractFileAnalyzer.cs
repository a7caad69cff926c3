using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Rules.Contracts;

/// <summary>RH7005: tells about lines of contract files that say nothing, at the part of the line that is wrong.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractFileAnalyzer : HygieneAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(ContractDescriptors.LineInvalid);

    private protected override void Register(CompilationStartAnalysisContext start, HygieneMode mode)
    {
        DiagnosticSeverity severity = SeverityPolicy.SeverityOf(mode, ContractDescriptors.LineInvalid);
        start.RegisterAdditionalFileAction(context => Analyze(context, severity));
    }

    private static void Analyze(AdditionalFileAnalysisContext context, DiagnosticSeverity severity)
    {
        if (ContractFiles.Read(context.AdditionalFile, context.CancellationToken) is not { } contracts)
            return;
        SourceText text = context.AdditionalFile.GetText(context.CancellationToken)!;
        IEnumerable<ContractError> unbound = contracts.Lines
            .Select(line => ContractBinding.Check(line, context.Compilation))
            .OfType<ContractError>();
        foreach (ContractError error in contracts.Errors.Concat(unbound))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                ContractDescriptors.LineInvalid,
                Location.Create(context.AdditionalFile.Path, error.Span, text.Lines.GetLinePositionSpan(error.Span)),
                severity,
                additionalLocations: null,
                properties: null,
                error.Line,
                error.Problem,
                error.Remedy));
        }
    }
}
