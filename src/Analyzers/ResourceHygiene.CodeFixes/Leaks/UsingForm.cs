using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.CodeFixes.Leaks;

/// <summary>Which kind of using declaration, if any, is right for a value at a place.</summary>
internal enum UsingForm
{
    /// <summary>Neither compiles here.</summary>
    None,

    /// <summary><c>using</c></summary>
    Using,

    /// <summary><c>await using</c></summary>
    AwaitUsing,
}

internal static class UsingForms
{
    /// <summary>The form for a value of <paramref name="type"/> that is declared by a statement in the place of <paramref name="statement"/>.</summary>
    public static UsingForm For(ITypeSymbol? type, StatementSyntax statement, Compilation compilation)
    {
        // Using declarations are C# 8 and stand in a block or at top level; a switch section may not hold one.
        if (type is null || statement.Parent is not (BlockSyntax or GlobalStatementSyntax)
            || statement.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp8 })
        {
            return UsingForm.None;
        }

        // A task can be disposed of, but what it will give is what matters, and one that still runs must not be.
        if (PendingTasks.IsReturnedAround(statement) || IsTask(type))
            return UsingForm.None;

        bool isSync = HasInterface(type, "System.IDisposable", compilation) || IsDisposableRefStruct(type);
        bool isAsync = HasInterface(type, "System.IAsyncDisposable", compilation) && CanAwait(statement, onlyWay: !isSync);
        return isAsync ? UsingForm.AwaitUsing : isSync ? UsingForm.Using : UsingForm.None;
    }

    public static LocalDeclarationStatementSyntax Apply(LocalDeclarationStatementSyntax declaration, UsingForm form)
    {
        SyntaxTriviaList leading = declaration.GetLeadingTrivia();
        LocalDeclarationStatementSyntax result = declaration.WithoutLeadingTrivia()
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space));
        if (form == UsingForm.AwaitUsing)
            result = result.WithAwaitKeyword(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space));
        return result.WithLeadingTrivia(leading);
    }

    public static bool HasInterface(ITypeSymbol type, string name, Compilation compilation)
    {
        foreach (INamedTypeSymbol wanted in compilation.GetTypesByMetadataName(name))
        {
            if (SymbolEqualityComparer.Default.Equals(type, wanted) || type.AllInterfaces.Contains(wanted, SymbolEqualityComparer.Default))
                return true;
        }

        return type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(constraint => HasInterface(constraint, name, compilation));
    }

    private static bool IsTask(ITypeSymbol type) => type is { Name: "Task" or "ValueTask", ContainingNamespace: { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } };

    private static bool IsDisposableRefStruct(ITypeSymbol type) =>
        type.IsRefLikeType && type.GetMembers("Dispose").Any(static member => member is IMethodSymbol { Parameters.IsEmpty: true, IsStatic: false });

    /// <summary>Whether <c>await</c> may stand there. At top level it turns Main into an async method; that is worth it only where nothing else helps.</summary>
    public static bool CanAwait(SyntaxNode statement, bool onlyWay)
    {
        foreach (SyntaxNode ancestor in statement.Ancestors())
        {
            switch (ancestor)
            {
                case LockStatementSyntax or UnsafeStatementSyntax:
                    return false;
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax function:
                    return function.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case MethodDeclarationSyntax method:
                    return method.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case MemberDeclarationSyntax and not GlobalStatementSyntax:
                    return false;
                case CompilationUnitSyntax:
                    return onlyWay;
                default:
                    break;
            }
        }

        return false;
    }
}
