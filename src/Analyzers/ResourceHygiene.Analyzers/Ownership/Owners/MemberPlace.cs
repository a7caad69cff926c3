using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>The method, accessor or initializer that a mention stands in.</summary>
/// <param name="Declaration">Its declaration.</param>
/// <param name="Name">Its name, as callers write it.</param>
/// <param name="IsConstructor">It runs once for each object, when that is made.</param>
/// <param name="IsDeferred">It stands in a lambda, which runs when somebody calls it.</param>
internal sealed record MemberPlace(SyntaxNode Declaration, string Name, bool IsConstructor, bool IsDeferred)
{
    public static MemberPlace Of(SyntaxNode mention)
    {
        bool isDeferred = false;
        for (SyntaxNode? node = mention; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax:
                    isDeferred = true;
                    break;
                case MethodDeclarationSyntax method:
                    return new MemberPlace(method, method.Identifier.ValueText, IsConstructor: false, isDeferred);
                case ConstructorDeclarationSyntax constructor:
                    return new MemberPlace(constructor, constructor.Identifier.ValueText, !IsStatic(constructor), isDeferred);
                case DestructorDeclarationSyntax finalizer:
                    return new MemberPlace(finalizer, DisposerNames.Finalizer, IsConstructor: false, isDeferred);
                case BaseMethodDeclarationSyntax other:
                    return new MemberPlace(other, "", IsConstructor: false, isDeferred);
                case EventDeclarationSyntax @event:
                    return new MemberPlace(@event, @event.Identifier.ValueText, IsConstructor: false, isDeferred);
                case PropertyDeclarationSyntax property:
                    return new MemberPlace(property, property.Identifier.ValueText, property.Initializer?.Span.Contains(mention.Span) == true, isDeferred);
                case IndexerDeclarationSyntax indexer:
                    return new MemberPlace(indexer, "this[]", IsConstructor: false, isDeferred);
                case BaseFieldDeclarationSyntax field:
                    return new MemberPlace(field, "", IsConstructor: true, isDeferred);
                default:
                    break;
            }
        }

        return new MemberPlace(mention, "", IsConstructor: false, isDeferred);
    }

    private static bool IsStatic(ConstructorDeclarationSyntax constructor) => constructor.Modifiers.Any(SyntaxKind.StaticKeyword);
}
