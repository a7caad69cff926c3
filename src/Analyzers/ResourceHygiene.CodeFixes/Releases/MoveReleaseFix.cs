using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Releases;

/// <summary>
/// RH3003, RH3004, RH3006: moves the release behind the last use. Offered where release and uses are statements of one
/// list, and where every statement in between works with the resource: another might count on the release.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveReleaseFix))]
[Shared]
public sealed class MoveReleaseFix : HygieneFix
{
    private const string Title = "Move the release after the last use";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(RuleIds.UsedAfterRelease, RuleIds.PossiblyUsedAfterRelease, RuleIds.ViewUsedAfterRelease, RuleIds.PooledAfterReturn);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Diagnostic.Id == RuleIds.PooledAfterReturn && target.Kind is not ("UsedAfterRelease" or "ViewUsedAfterRelease"))
            yield break;
        if (target.FirstPlace is not { } place
            || target.Root.FindNode(place, getInnermostNodeForTie: true).FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax release
            || StatementLists.ListOf(release) is not { } list || !StatementRemoval.IsPossible(release) || release.Expression is AssignmentExpressionSyntax
            || StatementLists.StatementIn(list, target.Node) is not { } use || use.SpanStart <= release.SpanStart)
        {
            yield break;
        }

        HashSet<ISymbol> resource = Holders(release, list, target);
        List<StatementSyntax> after = StatementLists.After(release).ToList();
        int lastIndex = after.FindLastIndex(statement => Mentions(statement, resource, target));
        List<StatementSyntax> between = after.Take(lastIndex + 1).ToList();
        if (lastIndex < 0 || !between.All(statement => IsAboutIt(statement, resource, target)))
            yield break;

        StatementSyntax last = after[lastIndex];
        IEnumerable<StatementSyntax> inside = last is ReturnStatementSyntax ? between.Take(lastIndex) : between;
        if (inside.SelectMany(static statement => statement.DescendantNodesAndSelf()).Any(static node => node is StatementSyntax statement && Jumps.IsJump(statement)))
            yield break;

        if (last is ReturnStatementSyntax { Expression: { } value } returned)
        {
            if (ResultTypes.IsPlain(target.Model.GetTypeInfo(value, target.Cancellation).Type))
                yield return new ProposedFix(Title, ReturnAfterwards(target, release, returned, value));
        }
        else
        {
            SyntaxNode root = target.Root.TrackNodes(release, last);
            StatementSyntax moved = root.GetCurrentNode(release)!;
            root = StatementEdits.InsertAfter(root, root.GetCurrentNode(last)!, moved);
            yield return new ProposedFix(Title, StatementRemoval.RemoveWithComments(root, root.GetCurrentNodes(release).First()));
        }
    }

    // What the release is given or else called on, what the use names, and the locals that were taken from these.
    private static HashSet<ISymbol> Holders(ExpressionStatementSyntax release, SyntaxNode list, FixTarget target)
    {
        HashSet<ISymbol> holders = new(SymbolEqualityComparer.Default);
        List<IdentifierNameSyntax> given = release.DescendantNodes().OfType<ArgumentSyntax>().SelectMany(static argument => argument.DescendantNodes().OfType<IdentifierNameSyntax>()).ToList();
        IEnumerable<SyntaxNode> named = given.Count > 0 ? given : release.DescendantNodes();
        foreach (SyntaxNode node in named.Append(target.Node))
        {
            if (node is IdentifierNameSyntax name && Variable(name, target) is { } variable)
                holders.Add(variable);
        }

        foreach (VariableDeclaratorSyntax declarator in list.DescendantNodes().OfType<VariableDeclaratorSyntax>())
        {
            if (declarator.Initializer is { } value && declarator.SpanStart > release.SpanStart && Mentions(value, holders, target)
                && target.Model.GetDeclaredSymbol(declarator, target.Cancellation) is ILocalSymbol taken && !ResultTypes.IsPlain(taken.Type))
            {
                holders.Add(taken);
            }
        }

        return holders;
    }

    private static ISymbol? Variable(IdentifierNameSyntax name, FixTarget target) =>
        target.Model.GetSymbolInfo(name, target.Cancellation).Symbol is { } symbol and (ILocalSymbol or IParameterSymbol or IFieldSymbol) ? symbol : null;

    private static bool Mentions(SyntaxNode node, HashSet<ISymbol> variables, FixTarget target) =>
        node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => Variable(name, target) is { } variable && variables.Contains(variable));

    private static bool IsAboutIt(StatementSyntax statement, HashSet<ISymbol> resource, FixTarget target) =>
        !Mentions(statement, resource, target)
            ? Jumps.IsQuiet(statement)
            : !statement.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
                UseClassifier.IsWrite(name) && Variable(name, target) is { } variable && resource.Contains(variable))
                && !statement.DescendantNodesAndSelf().Any(static node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);

    private static SyntaxNode ReturnAfterwards(FixTarget target, StatementSyntax release, ReturnStatementSyntax returned, ExpressionSyntax value)
    {
        string name = FreeName("result", returned, target.Model);
        LocalDeclarationStatementSyntax result = SyntaxFactory.LocalDeclarationStatement(SyntaxFactory.VariableDeclaration(
            SyntaxFactory.IdentifierName(SyntaxFactory.Identifier("var")),
            SyntaxFactory.SingletonSeparatedList(SyntaxFactory.VariableDeclarator(
                SyntaxFactory.Identifier(name), argumentList: null, SyntaxFactory.EqualsValueClause(value.WithoutTrivia())))))
            .WithAdditionalAnnotations(Formatter.Annotation);

        SyntaxNode root = target.Root.TrackNodes(release, returned);
        ReturnStatementSyntax current = root.GetCurrentNode(returned)!;
        root = root.ReplaceNode(current, current.WithExpression(SyntaxFactory.IdentifierName(name).WithTriviaFrom(value)));
        root = StatementEdits.InsertBefore(root, root.GetCurrentNode(returned)!, result);
        StatementSyntax moved = root.GetCurrentNode(release)!;
        root = StatementEdits.InsertBefore(root, root.GetCurrentNode(returned)!, moved);
        return StatementRemoval.RemoveWithComments(root, root.GetCurrentNodes(release).First());
    }

    private static string FreeName(string stem, SyntaxNode at, SemanticModel model)
    {
        SyntaxNode member = at.FirstAncestorOrSelf<MemberDeclarationSyntax>(static node => node is not GlobalStatementSyntax) ?? at.SyntaxTree.GetRoot();
        var taken = new HashSet<string>(
            member.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText), StringComparer.Ordinal);
        string name = stem;
        for (int number = 2; taken.Contains(name); number++)
            name = stem + number;
        return name;
    }
}
