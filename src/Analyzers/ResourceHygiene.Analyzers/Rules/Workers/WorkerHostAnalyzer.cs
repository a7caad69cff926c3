using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Shared;
using ResourceHygiene.Shared.WorkerCommands;

namespace ResourceHygiene.Analyzers.Rules.Workers;

/// <summary>
/// RH8018: a program starts itself as a worker, and its Main does not know. Certain only of clients of its own classes, where
/// nothing in the program mentions <c>WorkerHost</c> or hands a class's <c>Worker</c> to anybody who might.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WorkerHostAnalyzer : HygieneAnalyzer
{
    /// <summary>The classes whose services Main should run, qualified and with semicolons; for the code fix.</summary>
    public const string ServicesProperty = "services";

    private static readonly DiagnosticDescriptor s_rule = new(
        RuleIds.WorkerHostNotRun,
        "Main does not run worker commands",
        "'{0}' starts this program again as its worker, and Main would begin from the start; begin it with WorkerHost.TryRun",
        RuleCategories.TrackedTargets,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.WorkerHostNotRun));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(s_rule);

    private protected override void Register(CompilationStartAnalysisContext start, HygieneMode mode)
    {
        if (start.Compilation.Options.OutputKind is not (OutputKind.ConsoleApplication or OutputKind.WindowsApplication) || !WorkerLibrary.IsUsedBy(start.Compilation))
            return;

        DiagnosticSeverity severity = SeverityPolicy.SeverityOf(mode, s_rule);
        start.RegisterSemanticModelAction(context => AnalyzeFile(context, severity));
    }

    private static void AnalyzeFile(SemanticModelAnalysisContext context, DiagnosticSeverity severity)
    {
        Compilation compilation = context.SemanticModel.Compilation;
        if (compilation.GetEntryPoint(context.CancellationToken) is not { DeclaringSyntaxReferences: [{ } reference] }
            || reference.SyntaxTree != context.SemanticModel.SyntaxTree)
        {
            return;
        }

        WorkerStarts[] files = [.. compilation.SyntaxTrees.Select(tree => WorkerStarts.In(tree, context.CancellationToken))];
        if (files.Any(static file => file.MentionsHost))
            return;

        INamedTypeSymbol[] services = [.. files
            .SelectMany(static file => file.Clients)
            .Distinct(StringComparer.Ordinal)
            .OrderBy(static name => name, StringComparer.Ordinal)
            .Select(client => ServiceOf(client, compilation, context.CancellationToken))
            .OfType<INamedTypeSymbol>()];
        if (services.Length == 0)
            return;

        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty.Add(
            ServicesProperty, string.Join(";", services.Select(static service => service.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat))));
        context.ReportDiagnostic(Diagnostic.Create(
            s_rule, LocationOf(reference.GetSyntax(context.CancellationToken)), severity, additionalLocations: null, properties, services[0].Name + "Client"));
    }

    /// <summary>The class of this program whose client has a name; null where another type may be meant.</summary>
    private static INamedTypeSymbol? ServiceOf(string client, Compilation compilation, CancellationToken cancellationToken)
    {
        INamedTypeSymbol[] named = [.. compilation
            .GetSymbolsWithName(client.Substring(0, client.Length - WorkerStarts.ClientSuffix.Length), SymbolFilter.Type, cancellationToken)
            .OfType<INamedTypeSymbol>()];
        return named is [var service] && WorkerUnit.Read(service, cancellationToken) is { } unit && WorkerValidation.Validate(unit, cancellationToken).IsEmpty
            ? service
            : null;
    }

    private static Location LocationOf(SyntaxNode entryPoint) => entryPoint switch
    {
        MethodDeclarationSyntax method => method.Identifier.GetLocation(),
        CompilationUnitSyntax unit => unit.Members.OfType<GlobalStatementSyntax>().First().GetFirstToken().GetLocation(),
        _ => entryPoint.GetLocation(),
    };
}
