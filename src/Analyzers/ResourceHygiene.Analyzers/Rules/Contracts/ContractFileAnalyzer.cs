using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Rules.Contracts.Baseline;

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
        SourceText? text = context.AdditionalFile.GetText(context.CancellationToken);
        foreach (ContractError error in text is null ? Enumerable.Empty<ContractError>() : ErrorsIn(context))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                ContractDescriptors.LineInvalid,
                Location.Create(context.AdditionalFile.Path, error.Span, text!.Lines.GetLinePositionSpan(error.Span)),
                severity,
                additionalLocations: null,
                properties: null,
                error.Line,
                error.Problem,
                error.Remedy));
        }
    }

    // What a baseline says about members that are gone is a matter of its own (RH7004).
    private static IEnumerable<ContractError> ErrorsIn(AdditionalFileAnalysisContext context)
    {
        if (BaselineFile.Is(context.AdditionalFile.Path))
            return BaselineFile.Find(ImmutableArray.Create(context.AdditionalFile), context.CancellationToken)?.Errors ?? Enumerable.Empty<ContractError>();
        return ContractFiles.Read(context.AdditionalFile, context.CancellationToken) is { } contracts
            ? contracts.Errors.Concat(contracts.Lines.Select(line => ContractBinding.Check(line, context.Compilation)).OfType<ContractError>())
            : Enumerable.Empty<ContractError>();
    }
}
