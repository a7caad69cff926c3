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
        AttributeListSyntax list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(OwnedAnnotation.At(parameter.SpanStart, target)))
            .WithTrailingTrivia(SyntaxFactory.Space);
        SyntaxTriviaList leading = parameter.GetLeadingTrivia();
        ParameterSyntax bare = parameter.WithoutLeadingTrivia();
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, list)).WithLeadingTrivia(leading);
    }

    private static MethodDeclarationSyntax Annotated(MethodDeclarationSyntax method, FixTarget target) =>
        (MethodDeclarationSyntax)OwnedAnnotation.On(method, target, SyntaxFactory.AttributeTargetSpecifier(SyntaxFactory.Token(SyntaxKind.ReturnKeyword)).WithTrailingTrivia(SyntaxFactory.Space));
}
