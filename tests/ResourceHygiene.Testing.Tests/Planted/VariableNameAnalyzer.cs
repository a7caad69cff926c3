using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ResourceHygiene.Testing.Tests;

/// <summary>Reports local variables called <c>bad</c> (T001, the method as additional location) and <c>worse</c> (T002).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class VariableNameAnalyzer : DiagnosticAnalyzer
{
    public static readonly DiagnosticDescriptor Bad =
        new("T001", "Bad name", "Variable '{0}' of '{1}' has a bad name", "Naming", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor Worse =
        new("T002", "Worse name", "Variable '{0}' has a worse name", "Naming", DiagnosticSeverity.Info, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Bad, Worse];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxNodeAction(AnalyzeVariable, SyntaxKind.VariableDeclarator);
    }

    private static void AnalyzeVariable(SyntaxNodeAnalysisContext context)
    {
        SyntaxToken name = ((VariableDeclaratorSyntax)context.Node).Identifier;
        context.Options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.AlsoBad", out string? alsoBad);
        if (context.ContainingSymbol is not IMethodSymbol method)
            return;

        if (name.Text == "bad" || name.Text == alsoBad)
            context.ReportDiagnostic(Diagnostic.Create(Bad, name.GetLocation(), [method.Locations[0]], name.Text, method.Name));
        else if (name.Text == "worse")
            context.ReportDiagnostic(Diagnostic.Create(Worse, name.GetLocation(), name.Text));
    }
}

/// <summary>Reports each additional file at its first word.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AdditionalFileAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Line =
        new("T003", "Line", "First word is '{0}'", "Files", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Line];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterAdditionalFileAction(static file =>
        {
            var text = file.AdditionalFile.GetText(file.CancellationToken)!;
            string word = text.ToString().Split(' ', '\n')[0];
            var span = new Microsoft.CodeAnalysis.Text.TextSpan(0, word.Length);
            file.ReportDiagnostic(Diagnostic.Create(Line, Location.Create(file.AdditionalFile.Path, span, text.Lines.GetLinePositionSpan(span)), word));
        });
    }
}

/// <summary>Throws on every method.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThrowingAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [VariableNameAnalyzer.Bad];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(static _ => throw new InvalidOperationException("planted in the analyzer"), SymbolKind.Method);
    }
}
