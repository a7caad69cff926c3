using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Owners;

/// <summary>RH2002: makes the type disposable; in the short form where nothing derives from it, else with the pattern.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ImplementDisposableFix))]
[Shared]
public sealed class ImplementDisposableFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.TypeNotDisposable);

    private protected override SyntaxNode? ChangedPart(FixTarget target) => target.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>();

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.Node is not TypeDeclarationSyntax type || target.Model.GetDeclaredSymbol(type, target.Cancellation) is not { } symbol
            || symbol.GetMembers().Any(static member => member.Name is "Dispose" or "DisposeAsync"))
        {
            yield break;
        }

        List<ISymbol> members = target.Members.Select(name => symbol.GetMembers(name).FirstOrDefault()).OfType<ISymbol>().ToList();
        bool isAsync = members.Exists(member => IsOnlyAsync(member, target.Model.Compilation));
        if (members.Count == 0 || (isAsync && !symbol.IsSealed))
            yield break;
        List<StatementSyntax?> releases = members.ConvertAll(member => isAsync ? Awaited(member, target.Model.Compilation) : MemberReleaseStatement.For(member, type, target.Model));
        if (releases.Exists(static release => release is null))
            yield break;

        string statements = string.Join("\n", releases.Select(static release => release!.ToFullString()));
        string declarations = isAsync ? $"public async System.Threading.Tasks.ValueTask DisposeAsync()\n{{\n{statements}\n}}\n"
            : symbol.IsSealed || symbol.IsValueType ? $"public void Dispose()\n{{\n{statements}\n}}\n"
            : $"public void Dispose()\n{{\nDispose(true);\nSystem.GC.SuppressFinalize(this);\n}}\n\nprotected virtual void Dispose(bool disposing)\n{{\nif (disposing)\n{{\n{statements}\n}}\n}}\n";
        TypeDeclarationSyntax changed = WithInterface(WithBraces(type), isAsync ? "System.IAsyncDisposable" : "System.IDisposable");
        changed = changed.AddMembers(Parse(declarations, target.Root, changed.Members.Count > 0).ToArray());
        yield return new ProposedFix(isAsync ? "Implement IAsyncDisposable" : "Implement IDisposable", target.Root.ReplaceNode(type, changed));
    }

    // record Owner(string Path);
    private static TypeDeclarationSyntax WithBraces(TypeDeclarationSyntax type) => type.OpenBraceToken.RawKind != 0 && !type.OpenBraceToken.IsMissing
        ? type
        : type.WithSemicolonToken(default).WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken)).WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken));

    private static IEnumerable<MemberDeclarationSyntax> Parse(string text, SyntaxNode root, bool hasMembers)
    {
        SyntaxTrivia line = StatementEdits.EndOfLine(root);
        var parsed = (ClassDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"class C\n{{\n{text.Replace("\n", line.ToString())}}}")!;
        bool isFirst = !hasMembers;
        foreach (MemberDeclarationSyntax member in parsed.Members)
        {
            yield return member.WithLeadingTrivia(isFirst ? SyntaxFactory.TriviaList() : SyntaxFactory.TriviaList(line)).WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation);
            isFirst = false;
        }
    }

    private static TypeDeclarationSyntax WithInterface(TypeDeclarationSyntax type, string name)
    {
        BaseTypeSyntax implemented = SyntaxFactory.SimpleBaseType(SyntaxFactory.ParseTypeName(name).WithAdditionalAnnotations(Simplifier.Annotation));
        if (type.BaseList is { } list)
        {
            SyntaxTriviaList after = list.GetTrailingTrivia();
            return type.WithBaseList(list.WithoutTrailingTrivia().AddTypes(implemented.WithLeadingTrivia(SyntaxFactory.Space)).WithTrailingTrivia(after));
        }

        // The line break in front of the brace stands behind the last token of the head.
        SyntaxToken last = type.ParameterList?.GetLastToken() ?? type.TypeParameterList?.GetLastToken() ?? type.Identifier;
        SyntaxTriviaList behind = last.TrailingTrivia;
        BaseListSyntax added = SyntaxFactory.BaseList(
            SyntaxFactory.Token(SyntaxKind.ColonToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.SingletonSeparatedList(implemented)).WithTrailingTrivia(behind);
        return type.ReplaceToken(last, last.WithTrailingTrivia()).WithBaseList(added);
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    private static bool IsOnlyAsync(ISymbol member, Compilation compilation) => TypeOf(member) is { } type
        && Leaks.UsingForms.HasInterface(type, "System.IAsyncDisposable", compilation) && !Leaks.UsingForms.HasInterface(type, "System.IDisposable", compilation);

    private static StatementSyntax? Awaited(ISymbol member, Compilation compilation)
    {
        if (TypeOf(member) is not { } type)
            return null;
        bool isNullable = type.NullableAnnotation == NullableAnnotation.Annotated;
        string call = Leaks.UsingForms.HasInterface(type, "System.IAsyncDisposable", compilation) ? $"await {member.Name}.DisposeAsync();"
            : Leaks.UsingForms.HasInterface(type, "System.IDisposable", compilation) ? $"{member.Name}.Dispose();"
            : "";
        return call.Length == 0 ? null : SyntaxFactory.ParseStatement(isNullable ? $"if ({member.Name} != null) {call}" : call);
    }
}
