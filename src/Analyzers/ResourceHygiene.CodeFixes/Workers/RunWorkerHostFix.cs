using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.CodeFixes.TrackedTargets;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Workers;

/// <summary>RH8018: begins Main with <c>WorkerHost.TryRun</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RunWorkerHostFix))]
[Shared]
public sealed class RunWorkerHostFix : HygieneFix
{
    private static readonly char[] s_semicolon = [';'];

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.WorkerHostNotRun);

    private protected override SyntaxNode? ChangedPart(FixTarget target) => target.Root;

    /// <summary>An editor may not have run the generator yet.</summary>
    private protected override bool IsLeftToGenerator(Diagnostic complaint) => GeneratedMembers.IsMissingProperty(complaint, "Worker");

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (!target.Diagnostic.Properties.TryGetValue("services", out string? services) || services is null
            || FirstStatement(target) is not { } first
            || EntryPoint(target) is not { } entryPoint)
        {
            yield break;
        }

        int position = first.SpanStart;
        string arguments = string.Join(", ", services.Split(s_semicolon).Select(service => Shortest(target, service, position) + ".Worker"));
        string host = Shortest(target, "global::" + WellKnownNames.WorkerHost, position);
        string name = FreeName(target, position);
        string end = ReturnsNumber(entryPoint)
            ? $"    return {name};\n"
            : $"{{\n    {Shortest(target, "global::System.Environment", position)}.ExitCode = {name};\n    return;\n}}\n";
        StatementSyntax statement = SyntaxFactory.ParseStatement($"if ({host}.TryRun(out int {name}, {arguments}))\n{end}");
        SyntaxNode changed = first is GlobalStatementSyntax global
            ? target.Root.InsertNodesBefore(global, [SyntaxFactory.GlobalStatement(statement.WithLeadingTrivia(global.GetLeadingTrivia()).WithAdditionalAnnotations(Formatter.Annotation))])
            : StatementEdits.InsertBefore(target.Root, (StatementSyntax)first, statement.WithAdditionalAnnotations(Formatter.Annotation));
        yield return new ProposedFix("Begin with WorkerHost.TryRun", changed);
    }

    private static SyntaxNode? FirstStatement(FixTarget target) =>
        target.Node.FirstAncestorOrSelf<GlobalStatementSyntax>()
        ?? (SyntaxNode?)target.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Body?.Statements.FirstOrDefault();

    private static IMethodSymbol? EntryPoint(FixTarget target) => target.Model.Compilation.GetEntryPoint(target.Cancellation);

    private static bool ReturnsNumber(IMethodSymbol entryPoint) => entryPoint.ReturnType is { SpecialType: SpecialType.System_Int32 }
        or INamedTypeSymbol { Name: "Task", TypeArguments: [{ SpecialType: SpecialType.System_Int32 }] };

    /// <summary>A type by its simple name where that means the type there.</summary>
    private static string Shortest(FixTarget target, string qualified, int position)
    {
        string simple = qualified.Substring(Math.Max(qualified.LastIndexOf('.'), qualified.LastIndexOf(':')) + 1);
        return target.Model.LookupNamespacesAndTypes(position, name: simple) is [var found] && found.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) == qualified
            ? simple
            : qualified;
    }

    private static string FreeName(FixTarget target, int position)
    {
        string name = "exitCode";
        while (target.Root.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name) || target.Model.LookupSymbols(position, name: name).Any())
            name = "worker" + char.ToUpperInvariant(name[0]) + name.Substring(1);
        return name;
    }
}
