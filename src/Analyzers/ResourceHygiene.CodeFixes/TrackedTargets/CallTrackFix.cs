using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.TrackedTargets;

/// <summary>RH8003: ends a constructor with <c>Track()</c>, or writes one that does.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CallTrackFix))]
[Shared]
public sealed class CallTrackFix : HygieneFix
{
    private const string Call = "Track();";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.ConstructorDoesNotTrack);

    private protected override SyntaxNode? ChangedPart(FixTarget target) => target.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>();

    /// <summary>An editor may not have run the generator yet.</summary>
    private protected override bool IsLeftToGenerator(Diagnostic complaint) => GeneratedMembers.IsMissing(complaint, "Track");

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is { } constructor)
        {
            if (EndWithTrack(target.Root, constructor) is { } changed)
                yield return new ProposedFix("End the constructor with Track()", changed);
        }
        else if (target.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { ParameterList: null } type
            && !type.Members.OfType<ConstructorDeclarationSyntax>().Any(static other => !other.Modifiers.Any(SyntaxKind.StaticKeyword)))
        {
            yield return new ProposedFix("Write a constructor that calls Track()", target.Root.ReplaceNode(type, WithConstructor(target, type)));
        }
    }

    private static SyntaxNode? EndWithTrack(SyntaxNode root, ConstructorDeclarationSyntax constructor)
    {
        StatementSyntax call = SyntaxFactory.ParseStatement(Call).WithAdditionalAnnotations(Formatter.Annotation);
        if (constructor.ExpressionBody is { } arrow)
        {
            StatementSyntax first = SyntaxFactory.ExpressionStatement(arrow.Expression.WithoutTrivia());
            return root.ReplaceNode(constructor, constructor
                .WithParameterList(constructor.Initializer is null ? constructor.ParameterList.WithoutTrailingTrivia() : constructor.ParameterList)
                .WithInitializer(constructor.Initializer?.WithoutTrailingTrivia())
                .WithExpressionBody(null)
                .WithSemicolonToken(default)
                .WithBody(SyntaxFactory.Block(first, call).WithTrailingTrivia(constructor.GetTrailingTrivia()))
                .WithAdditionalAnnotations(Formatter.Annotation));
        }

        // A way out in the middle would leave without it; where it throws at the end, nobody comes there.
        return constructor.Body is { } body
            && !body.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static node => node is ReturnStatementSyntax)
            && body.Statements.LastOrDefault() is not ThrowStatementSyntax
                ? StatementEdits.Append(root, body, call)
                : null;
    }

    private static TypeDeclarationSyntax WithConstructor(FixTarget target, TypeDeclarationSyntax type)
    {
        string access = type.Modifiers.Any(SyntaxKind.AbstractKeyword) ? "protected" : "public";
        SyntaxTrivia line = StatementEdits.EndOfLine(target.Root);
        ConstructorDeclarationSyntax constructor = ((ConstructorDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"{access} {type.Identifier.Text}() => {Call}")!)
            .WithTrailingTrivia(line)
            .WithAdditionalAnnotations(Formatter.Annotation);

        // Behind the state that it completes.
        int index = type.Members.LastIndexOf(static member => member is FieldDeclarationSyntax or PropertyDeclarationSyntax) + 1;
        if (index > 0)
            constructor = constructor.WithLeadingTrivia(line);
        else if (type.Members.Count > 0)
            constructor = constructor.WithTrailingTrivia(line, line);
        type = type.WithMembers(type.Members.Insert(index, constructor));
        return type.OpenBraceToken.RawKind != 0 && !type.SemicolonToken.IsKind(SyntaxKind.SemicolonToken)
            ? type
            : type.WithSemicolonToken(default).WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken)).WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(line)).WithAdditionalAnnotations(Formatter.Annotation);
    }
}
