using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>The operations of methods and types that are declared in this compilation.</summary>
internal static class SourceBodies
{
    /// <summary>The body of a method, or null where there is none to be seen: auto-accessors, implied constructors, metadata.</summary>
    public static IOperation? Of(IMethodSymbol method, Compilation compilation, CancellationToken cancellation) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is { } declaration ? OperationOf(declaration, compilation, cancellation) : null;

    /// <summary>The initializers of the instance fields and properties of a type, which each of its constructors runs.</summary>
    public static IEnumerable<IOperation> InitializersOf(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        foreach (SyntaxReference part in type.DeclaringSyntaxReferences)
        {
            if (part.GetSyntax(cancellation) is not TypeDeclarationSyntax declaration)
                continue;
            foreach (EqualsValueClauseSyntax initializer in declaration.Members.SelectMany(InitializersIn))
            {
                if (OperationOf(initializer, compilation, cancellation) is { } operation)
                    yield return operation;
            }
        }
    }

    /// <summary>The operation of a node, in whichever tree of the compilation it stands.</summary>
    public static IOperation? OperationOf(SyntaxNode node, Compilation compilation, CancellationToken cancellation) =>
        compilation.ContainsSyntaxTree(node.SyntaxTree) ? compilation.GetSemanticModel(node.SyntaxTree).GetOperation(node, cancellation) : null;

    private static IEnumerable<EqualsValueClauseSyntax> InitializersIn(MemberDeclarationSyntax member) => member switch
    {
        FieldDeclarationSyntax field when !IsStatic(field) => field.Declaration.Variables.Select(static variable => variable.Initializer).OfType<EqualsValueClauseSyntax>(),
        PropertyDeclarationSyntax { Initializer: { } initializer } property when !IsStatic(property) => new[] { initializer },
        _ => Array.Empty<EqualsValueClauseSyntax>(),
    };

    private static bool IsStatic(MemberDeclarationSyntax member) =>
        member.Modifiers.Any(static modifier => modifier.IsKind(SyntaxKind.StaticKeyword) || modifier.IsKind(SyntaxKind.ConstKeyword));
}
