using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Torch;

/// <summary>RH5009: makes the call without the using that would dispose the object it is made on.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LeaveOutUsingFix))]
[Shared]
public sealed class LeaveOutUsingFix : HygieneFix
{
    private const string Title = "Leave out 'using'";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.UsingOnInPlaceResult);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        switch (target.Node.FirstAncestorOrSelf<StatementSyntax>())
        {
            case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, Declaration.Variables: [{ Initializer.Value: { } value } variable] } declaration:
                yield return new ProposedFix(Title, target.Root.ReplaceNode(declaration, IsRead(variable, declaration.Parent!, target)
                    ? declaration.WithUsingKeyword(default).WithLeadingTrivia(declaration.GetLeadingTrivia())
                    : SyntaxFactory.ExpressionStatement(value.WithoutTrivia()).WithTriviaFrom(declaration)));
                break;
            // using (var sum = x.add_(y)) { … }
            case UsingStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } value } variable] } statement when StatementLists.ListOf(statement) is not null:
                StatementSyntax first = IsRead(variable, statement.Statement, target)
                    ? SyntaxFactory.LocalDeclarationStatement(statement.Declaration!.WithoutTrivia())
                    : SyntaxFactory.ExpressionStatement(value.WithoutTrivia());
                IEnumerable<StatementSyntax> rest = statement.Statement is BlockSyntax block ? block.Statements : [statement.Statement];
                yield return new ProposedFix(Title, target.Root.ReplaceNode(statement, SyntaxFactory.Block(
                    rest.Prepend(first.WithTrailingTrivia(StatementEdits.EndOfLine(target.Root)))).WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation)));
                break;
            default:
                break;
        }
    }

    private static bool IsRead(VariableDeclaratorSyntax variable, SyntaxNode scope, FixTarget target) =>
        target.Model.GetDeclaredSymbol(variable, target.Cancellation) is { } symbol && scope.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Any(name => name.Identifier.ValueText == symbol.Name && SymbolEqualityComparer.Default.Equals(target.Model.GetSymbolInfo(name, target.Cancellation).Symbol, symbol));
}
