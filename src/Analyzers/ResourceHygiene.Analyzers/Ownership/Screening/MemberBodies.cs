using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Ownership.Screening;

/// <summary>
/// The code of each member of a file, in the pieces in which the compiler hands it to analyzers. Attributes and default
/// values of parameters are left out: they are constants.
/// </summary>
internal static class MemberBodies
{
    public static IEnumerable<(SyntaxNode Member, SyntaxNode[] Blocks)> In(SyntaxNode root)
    {
        var pending = new Stack<SyntaxNode>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            SyntaxNode container = pending.Pop();
            if (container is CompilationUnitSyntax unit && unit.Members.Any(SyntaxKind.GlobalStatement))
                yield return (unit, new SyntaxNode[] { unit });
            if (container is TypeDeclarationSyntax { BaseList.Types: { Count: > 0 } bases } && bases[0] is PrimaryConstructorBaseTypeSyntax initializer)
                yield return (container, new SyntaxNode[] { initializer });

            foreach (MemberDeclarationSyntax member in MembersOf(container))
            {
                if (member is BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
                {
                    pending.Push(member);
                    continue;
                }

                foreach (SyntaxNode[] blocks in BlocksOf(member))
                {
                    if (blocks.Length > 0)
                        yield return (member, blocks);
                }
            }
        }
    }

    private static SyntaxList<MemberDeclarationSyntax> MembersOf(SyntaxNode container) => container switch
    {
        CompilationUnitSyntax unit => unit.Members,
        BaseNamespaceDeclarationSyntax space => space.Members,
        TypeDeclarationSyntax type => type.Members,
        _ => default,
    };

    // One array per symbol: a property has one for each accessor.
    private static IEnumerable<SyntaxNode[]> BlocksOf(MemberDeclarationSyntax member)
    {
        switch (member)
        {
            case ConstructorDeclarationSyntax constructor:
                yield return Present(constructor.Initializer, constructor.Body, constructor.ExpressionBody);
                break;
            case BaseMethodDeclarationSyntax method:
                yield return Present(method.Body, method.ExpressionBody);
                break;
            case BaseFieldDeclarationSyntax field:
                foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                    yield return Present(variable.Initializer);
                break;
            case BasePropertyDeclarationSyntax property:
                yield return Present((property as PropertyDeclarationSyntax)?.Initializer);
                yield return Present((property as PropertyDeclarationSyntax)?.ExpressionBody ?? (property as IndexerDeclarationSyntax)?.ExpressionBody);
                foreach (AccessorDeclarationSyntax accessor in property.AccessorList?.Accessors ?? default)
                    yield return Present(accessor.Body, accessor.ExpressionBody);
                break;
            default:
                break;
        }
    }

    private static SyntaxNode[] Present(SyntaxNode? node) => node is null ? Array.Empty<SyntaxNode>() : new[] { node };

    private static SyntaxNode[] Present(SyntaxNode? first, SyntaxNode? second) =>
        first is null ? Present(second) : second is null ? Present(first) : new[] { first, second };

    private static SyntaxNode[] Present(SyntaxNode? first, SyntaxNode? second, SyntaxNode? third) =>
        first is null ? Present(second, third) : second is null && third is null ? Present(first) : new[] { first, second ?? third! };
}
