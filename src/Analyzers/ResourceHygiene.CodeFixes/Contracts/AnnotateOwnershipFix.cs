using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Contracts;

/// <summary>RH7001: says that the caller owns the result, or what comes out of an out parameter.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AnnotateOwnershipFix))]
[Shared]
public sealed class AnnotateOwnershipFix : HygieneFix
{
    private const string Annotation = "Owned";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.OwnedResultUnsaid);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (!target.Diagnostic.Properties.TryGetValue("target", out string? what) || what is null)
            yield break;
        if (what.Length > 0)
        {
            if (target.Node.FirstAncestorOrSelf<ParameterSyntax>() is { } parameter)
                yield return new ProposedFix("Add [Owned]", target.Root.ReplaceNode(parameter, Annotated(parameter, target)));
        }
        else if (target.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method)
        {
            yield return new ProposedFix("Add [return: Owned]", target.Root.ReplaceNode(method, Annotated(method, target)));
        }
    }

    private static ParameterSyntax Annotated(ParameterSyntax parameter, FixTarget target)
    {
        AttributeListSyntax list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(Owned(parameter.SpanStart, target)))
            .WithTrailingTrivia(SyntaxFactory.Space);
        SyntaxTriviaList leading = parameter.GetLeadingTrivia();
        ParameterSyntax bare = parameter.WithoutLeadingTrivia();
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, list)).WithLeadingTrivia(leading);
    }

    // On a line of its own between what documents the method and the method.
    private static MethodDeclarationSyntax Annotated(MethodDeclarationSyntax method, FixTarget target)
    {
        SyntaxTriviaList leading = method.GetLeadingTrivia();
        int last = leading.Count - 1;
        SyntaxTriviaList indentation = last >= 0 && leading[last].IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(leading[last]) : SyntaxTriviaList.Empty;
        SyntaxTrivia line = EndOfLine(target.Root);
        AttributeListSyntax list = SyntaxFactory.AttributeList(
            SyntaxFactory.AttributeTargetSpecifier(SyntaxFactory.Token(SyntaxKind.ReturnKeyword)).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.SingletonSeparatedList(Owned(method.SpanStart, target)));
        MethodDeclarationSyntax rest = method.WithLeadingTrivia(indentation);
        return rest.WithAttributeLists(rest.AttributeLists.Insert(0, list.WithLeadingTrivia(leading).WithTrailingTrivia(line)));
    }

    private static SyntaxTrivia EndOfLine(SyntaxNode root)
    {
        SyntaxTrivia first = root.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return first.IsKind(SyntaxKind.EndOfLineTrivia) ? first : SyntaxFactory.LineFeed;
    }

    // Fully qualified where the file does not import our namespace, or knows another attribute by that name.
    private static AttributeSyntax Owned(int position, FixTarget target)
    {
        ImmutableArray<ISymbol> known = target.Model.LookupNamespacesAndTypes(position, name: Annotation + "Attribute");
        bool isImported = known is [INamedTypeSymbol only] && only.ToDisplayString() == WellKnownNames.OwnedAttribute;
        bool isShadowed = !target.Model.LookupNamespacesAndTypes(position, name: Annotation).IsEmpty;
        return SyntaxFactory.Attribute(SyntaxFactory.ParseName(isImported && !isShadowed ? Annotation : "global::ResourceHygiene." + Annotation));
    }
}
