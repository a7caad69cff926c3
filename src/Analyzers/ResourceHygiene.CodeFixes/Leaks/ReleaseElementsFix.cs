using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Leaks;

/// <summary>
/// RH1006, local collections: releases each element after the last statement that may use one. Not offered where the
/// block can be left before that, or where a lambda may use the collection at a time that the text does not show.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseElementsFix))]
[Shared]
public sealed class ReleaseElementsFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.CollectionNotReleased);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (FindDeclaration(target.Node) is not { Declaration.Variables: { Count: 1 } variables } declaration || variables[0].Identifier.ValueText != target.Place
            || StatementLists.ListOf(declaration) is not (BlockSyntax or CompilationUnitSyntax)
            || target.Model.GetDeclaredSymbol(variables[0], target.Cancellation) is not ILocalSymbol { Type: { } type }
            || LastUse(declaration, variables[0].Identifier.ValueText, target) is not { } last)
        {
            yield break;
        }

        foreach ((string? view, ITypeSymbol element) in ElementsOf(type, target.Model.Compilation))
        {
            if (ReleaseForm.For(element, last, target.Model) is not { } release)
                continue;
            string name = FreeName.For(Stem(element), declaration, target.Model);
            ExpressionSyntax collection = SyntaxFactory.IdentifierName(variables[0].Identifier.WithoutTrivia());
            if (view is not null)
                collection = SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, collection, SyntaxFactory.IdentifierName(view));
            bool mayBeNull = element.NullableAnnotation == NullableAnnotation.Annotated || (type is IArrayTypeSymbol && target.Node is ArrayCreationExpressionSyntax { Initializer: null });
            StatementSyntax loop = SyntaxFactory.ForEachStatement(
                SyntaxFactory.IdentifierName("var"), SyntaxFactory.Identifier(name), collection, release.On(SyntaxFactory.IdentifierName(name), mayBeNull))
                .WithAdditionalAnnotations(Formatter.Annotation);
            yield return new ProposedFix("Release each element", StatementEdits.InsertAfter(target.Root, last, loop));
        }
    }

    private static LocalDeclarationStatementSyntax? FindDeclaration(SyntaxNode creation) =>
        creation.FirstAncestorOrSelf<StatementSyntax>() is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } declaration ? declaration : null;

    // What is mentioned together with the collection may hold one of its elements, and so on.
    private static StatementSyntax? LastUse(LocalDeclarationStatementSyntax declaration, string name, FixTarget target)
    {
        var holders = new HashSet<string>(StringComparer.Ordinal) { name };
        List<StatementSyntax> rest = StatementLists.After(declaration).ToList();
        StatementSyntax last = declaration;
        for (int count = 0; count != holders.Count;)
        {
            count = holders.Count;
            foreach (StatementSyntax statement in rest)
            {
                if (!LocalsIn(statement, target).Any(holders.Contains))
                    continue;
                last = statement.SpanStart > last.SpanStart ? statement : last;
                foreach (SyntaxNode part in statement.DescendantNodesAndSelf().Where(static node => node is ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ExpressionSyntax { Parent: StatementSyntax }))
                {
                    List<string> locals = LocalsIn(part, target).ToList();
                    if (locals.Exists(holders.Contains))
                        holders.UnionWith(locals);
                }
            }
        }

        bool isPlain = rest.TakeWhile(statement => statement.SpanStart <= last.SpanStart).All(statement =>
            !statement.DescendantNodesAndSelf().Any(node => Jumps(node, statement)) && !IsCaptured(statement, name));
        return isPlain ? last : null;
    }

    private static IEnumerable<string> LocalsIn(SyntaxNode node, FixTarget target)
    {
        foreach (SyntaxNode part in node.DescendantNodesAndSelf())
        {
            ISymbol? symbol = part switch
            {
                IdentifierNameSyntax name => target.Model.GetSymbolInfo(name, target.Cancellation).Symbol,
                VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax => target.Model.GetDeclaredSymbol(part, target.Cancellation),
                _ => null,
            };
            if (symbol is ILocalSymbol { Type: { SpecialType: SpecialType.None or SpecialType.System_Object or SpecialType.System_IDisposable } } local)
                yield return local.Name;
        }
    }

    private static bool Jumps(SyntaxNode node, StatementSyntax statement) => node switch
    {
        ReturnStatementSyntax or YieldStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax =>
            !node.Ancestors().TakeWhile(ancestor => ancestor != statement.Parent).Any(static ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax),
        BreakStatementSyntax or ContinueStatementSyntax => Rewriting.Jumps.Leaves((StatementSyntax)node, statement.Parent!),
        _ => false,
    };

    private static bool IsCaptured(StatementSyntax statement, string name) =>
        statement.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(mention => mention.Identifier.ValueText == name
            && mention.Ancestors().TakeWhile(node => node != statement.Parent).Any(static node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));

    // Of a dictionary, its values before its keys.
    private static IEnumerable<(string? View, ITypeSymbol Element)> ElementsOf(ITypeSymbol type, Compilation compilation)
    {
        if (type is IArrayTypeSymbol { Rank: 1 } array)
        {
            yield return (null, array.ElementType);
            yield break;
        }

        IEnumerable<INamedTypeSymbol> faces = type.AllInterfaces;
        if (type is INamedTypeSymbol self)
            faces = faces.Prepend(self);
        ITypeSymbol? element = faces.FirstOrDefault(static face => face.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0];
        if (element is INamedTypeSymbol { Name: "KeyValuePair", TypeArguments: [{ } key, { } value] })
        {
            yield return ("Values", value);
            if (!UsingForms.HasInterface(value, "System.IDisposable", compilation))
                yield return ("Keys", key);
        }
        else if (element is not null)
        {
            yield return (null, element);
        }
    }

    private static string Stem(ITypeSymbol element) =>
        element.TypeKind == TypeKind.Interface && element.Name.Length > 1 && element.Name[0] == 'I' ? element.Name.Substring(1) : element.Name;
}
