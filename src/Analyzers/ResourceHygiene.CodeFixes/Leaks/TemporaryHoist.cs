using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ResourceHygiene.CodeFixes.Leaks;

/// <summary>A temporary that can be moved into a variable declared in front of its statement without changing what the program does.</summary>
internal sealed class TemporaryHoist
{
    private readonly ExpressionSyntax _value;
    private readonly StatementSyntax _statement;
    private readonly string _name;
    private readonly bool _isWholeStatement;

    private TemporaryHoist(ExpressionSyntax value, StatementSyntax statement, string name, bool isWholeStatement, UsingForm form)
    {
        _value = value;
        _statement = statement;
        _name = name;
        _isWholeStatement = isWholeStatement;
        Form = form;
    }

    public UsingForm Form { get; }

    public static TemporaryHoist? TryCreate(ExpressionSyntax site, SemanticModel model, CancellationToken cancellation)
    {
        ExpressionSyntax value = site.Parent is AwaitExpressionSyntax awaited ? awaited : site;
        if (FindStatement(value, out bool isWholeStatement) is not { } statement || !IsDoneAfter(statement, value, model, cancellation))
            return null;
        ITypeSymbol? type = model.GetTypeInfo(value, cancellation).Type;
        UsingForm form = UsingForms.For(type, statement, model.Compilation);
        return form == UsingForm.None || type is null
            ? null
            : new TemporaryHoist(value, statement, NameFor(type, statement, model), isWholeStatement, form);
    }

    public SyntaxNode Apply(SyntaxNode root)
    {
        LocalDeclarationStatementSyntax declaration = UsingForms.Apply(
            SyntaxFactory.LocalDeclarationStatement(SyntaxFactory.VariableDeclaration(
                SyntaxFactory.IdentifierName(SyntaxFactory.Identifier("var")),
                SyntaxFactory.SingletonSeparatedList(SyntaxFactory.VariableDeclarator(
                    SyntaxFactory.Identifier(_name), argumentList: null, SyntaxFactory.EqualsValueClause(_value.WithoutTrivia()))))),
            Form).WithAdditionalAnnotations(Formatter.Annotation);
        if (_isWholeStatement)
            return root.ReplaceNode(_statement, declaration.WithTriviaFrom(_statement));

        StatementSyntax rest = _statement
            .ReplaceNode(_value, SyntaxFactory.IdentifierName(_name).WithTriviaFrom(_value))
            .WithLeadingTrivia(_statement.GetLeadingTrivia().Reverse().TakeWhile(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());
        declaration = declaration
            .WithLeadingTrivia(_statement.GetLeadingTrivia())
            .WithTrailingTrivia(EndOfLine(root));
        return _statement.Parent is GlobalStatementSyntax global
            ? root.ReplaceNode(global, new[] { SyntaxFactory.GlobalStatement(declaration), global.WithStatement(rest) })
            : root.ReplaceNode(_statement, new[] { declaration, rest });
    }

    private static SyntaxTrivia EndOfLine(SyntaxNode root) =>
        root.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } trivia
            ? trivia
            : SyntaxFactory.ElasticLineFeed;

    // Walks outwards as long as the value is what gets evaluated first.
    private static StatementSyntax? FindStatement(ExpressionSyntax value, out bool isWholeStatement)
    {
        isWholeStatement = false;
        for (SyntaxNode child = value; child.Parent is { } parent; child = parent)
        {
            switch (parent)
            {
                case ExpressionStatementSyntax statement:
                    isWholeStatement = child == value || child is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard && discard.Right == value;
                    return statement;
                case ReturnStatementSyntax or LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1, UsingKeyword.RawKind: 0 }:
                    return (StatementSyntax)parent;
                case LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } statement:
                    return statement;
                case AwaitExpressionSyntax or ParenthesizedExpressionSyntax or ArgumentListSyntax or EqualsValueClauseSyntax or VariableDeclaratorSyntax or VariableDeclarationSyntax:
                case MemberAccessExpressionSyntax or InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax:
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax } assignment when assignment.Right == child:
                case ArgumentSyntax argument when IsFirstEvaluated(argument):
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool IsFirstEvaluated(ArgumentSyntax argument)
    {
        if (argument is not { RefKindKeyword.RawKind: 0, Parent: ArgumentListSyntax list })
            return false;
        bool isCalleePlain = list.Parent switch
        {
            InvocationExpressionSyntax invocation => IsPlain(invocation.Expression),
            BaseObjectCreationExpressionSyntax => true,
            _ => false,
        };
        return isCalleePlain && list.Arguments.TakeWhile(other => other != argument).All(static other => IsPlain(other.Expression));
    }

    private static bool IsPlain(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax or LiteralExpressionSyntax or ThisExpressionSyntax or PredefinedTypeSyntax or GenericNameSyntax => true,
        MemberAccessExpressionSyntax member => IsPlain(member.Expression),
        _ => false,
    };

    // A task that is not awaited, or a sequence read later, still uses the resource after the statement.
    private static bool IsDoneAfter(StatementSyntax statement, ExpressionSyntax value, SemanticModel model, CancellationToken cancellation)
    {
        if (statement is not ReturnStatementSyntax && value.Parent is not MemberAccessExpressionSyntax and not ArgumentSyntax)
            return true;
        bool isAwaited = value.Ancestors().TakeWhile(node => node != statement).Any(static node => node is AwaitExpressionSyntax);
        return value.Ancestors().TakeWhile(node => node != statement).OfType<ExpressionSyntax>().All(node =>
            model.GetTypeInfo(node, cancellation).Type switch
            {
                { Name: "Task" or "ValueTask" } => isAwaited,
                { TypeKind: TypeKind.Interface, Name: "IEnumerable" or "IAsyncEnumerable" or "IQueryable" } => statement is not ReturnStatementSyntax,
                _ => true,
            });
    }

    private static string NameFor(ITypeSymbol type, SyntaxNode statement, SemanticModel model)
    {
        string stem = type.TypeKind == TypeKind.Interface && type.Name.Length > 1 && type.Name[0] == 'I' ? type.Name.Substring(1) : type.Name;
        stem = stem.Length == 0 ? "resource" : char.ToLowerInvariant(stem[0]) + stem.Substring(1);
        if (SyntaxFacts.GetKeywordKind(stem) != SyntaxKind.None)
            stem += "Resource";

        SyntaxNode member = statement.FirstAncestorOrSelf<MemberDeclarationSyntax>(static node => node is not GlobalStatementSyntax) ?? statement.SyntaxTree.GetRoot();
        var taken = new HashSet<string>(
            member.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText)
                .Concat(model.LookupSymbols(statement.SpanStart, name: null).Where(static symbol => symbol is ILocalSymbol or IParameterSymbol).Select(static symbol => symbol.Name)),
            StringComparer.Ordinal);
        string name = stem;
        for (int number = 2; taken.Contains(name); number++)
            name = stem + number;
        return name;
    }
}
