using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary>The three things that hold a list of statements (block, switch section, top level), seen as one.</summary>
internal static class StatementLists
{
    /// <summary>What holds the list that a statement is in; null for an embedded statement.</summary>
    public static SyntaxNode? ListOf(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax or SwitchSectionSyntax => statement.Parent,
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit,
        _ => null,
    };

    public static IReadOnlyList<StatementSyntax> StatementsOf(SyntaxNode list) => list switch
    {
        BlockSyntax block => block.Statements,
        SwitchSectionSyntax section => section.Statements,
        CompilationUnitSyntax unit => unit.Members.OfType<GlobalStatementSyntax>().Select(static global => global.Statement).ToList(),
        _ => [],
    };

    public static SyntaxNode WithStatements(SyntaxNode list, IEnumerable<StatementSyntax> statements) => list switch
    {
        BlockSyntax block => block.WithStatements(SyntaxFactory.List(statements)),
        SwitchSectionSyntax section => section.WithStatements(SyntaxFactory.List(statements)),
        CompilationUnitSyntax unit => unit.WithMembers(SyntaxFactory.List(
            statements.Select(SyntaxFactory.GlobalStatement).Concat(unit.Members.Where(static member => member is not GlobalStatementSyntax)))),
        _ => list,
    };

    /// <summary>The statements that follow in the same list.</summary>
    public static IEnumerable<StatementSyntax> After(StatementSyntax statement) =>
        ListOf(statement) is { } list ? StatementsOf(list).SkipWhile(other => other != statement).Skip(1) : [];

    /// <summary>The statement of a list that a node lies in; null when it lies outside.</summary>
    public static StatementSyntax? StatementIn(SyntaxNode list, SyntaxNode node) =>
        StatementsOf(list).FirstOrDefault(statement => statement.FullSpan.Contains(node.FullSpan));
}
