using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Suppression;

/// <summary>The body that a node stands in, in the pieces in which the compiler hands it to analyzers.</summary>
internal static class BodyOf
{
    /// <summary>The syntax of the innermost member, accessor or initializer around a node; null outside of code.</summary>
    public static SyntaxNode? Root(SyntaxNode node) => node.AncestorsAndSelf().FirstOrDefault(static ancestor => ancestor switch
    {
        BaseMethodDeclarationSyntax or AccessorDeclarationSyntax => true,
        ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax or IndexerDeclarationSyntax } => true,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } } => true,
        CompilationUnitSyntax unit => unit.Members.Any(SyntaxKind.GlobalStatement),
        _ => false,
    });

    /// <summary>The blocks of a root.</summary>
    public static ImmutableArray<IOperation> Blocks(SyntaxNode root, SemanticModel model, CancellationToken cancellation) => model.GetOperation(root, cancellation) switch
    {
        IMethodBodyOperation body => Present(body.BlockBody, body.ExpressionBody),
        IConstructorBodyOperation body => Present(body.Initializer, body.BlockBody, body.ExpressionBody),
        { } other => ImmutableArray.Create(other),
        null => ImmutableArray<IOperation>.Empty,
    };

    private static ImmutableArray<IOperation> Present(params IOperation?[] operations) => operations.OfType<IOperation>().ToImmutableArray();
}
