using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>
/// Recognises, by their text alone, classes in source of which no Dispose, their own or one that they inherit, does more than remember
/// that it ran. What is created of exactly such a class owes nothing; a derived class may.
/// </summary>
internal static class IdleRelease
{
    /// <summary>True where an object of exactly that class lets go of nothing when it is disposed.</summary>
    public static bool OfCreated(ITypeSymbol? type) => IsAllIdle(type, released: null);

    /// <summary>The only member that an object of exactly that class releases when it is disposed, if it does nothing else then; null for all other classes.</summary>
    public static string? OnlyReleased(ITypeSymbol? type)
    {
        var released = new HashSet<string>(StringComparer.Ordinal);
        return IsAllIdle(type, released) && released.Count == 1 ? released.First() : null;
    }

    private static bool IsAllIdle(ITypeSymbol? type, HashSet<string>? released)
    {
        bool isOverridden = false, isDeclared = false;
        ITypeSymbol? current = type is { TypeKind: TypeKind.Class } ? type : null;
        for (; current is { DeclaringSyntaxReferences.IsEmpty: false }; current = current.BaseType)
        {
            foreach (IMethodSymbol method in current.GetMembers().OfType<IMethodSymbol>())
            {
                string name = method.Name.Substring(method.Name.LastIndexOf('.') + 1);
                if (method.IsStatic || name is not ("Dispose" or "DisposeAsync" or "DisposeAsyncCore" or "Close"))
                    continue;
                if (name != "Dispose" || method.IsImplicitlyDeclared || !(method.IsAbstract ? isOverridden : IsIdle(method, released)))
                    return false;
                isDeclared = true;
                isOverridden |= method is { IsOverride: true, Parameters.Length: 1 };
            }
        }

        return isDeclared && (current is { SpecialType: SpecialType.System_Object } || (isOverridden && LeavesItToDerived(current)));
    }

    // protected abstract void Dispose(bool disposing), or one of which it is known that it does nothing.
    private static bool LeavesItToDerived(ITypeSymbol? type) =>
        type is { Name: "Stream" or "TextReader" or "TextWriter", ContainingNamespace.Name: "IO" }
        || type?.GetMembers("Dispose").OfType<IMethodSymbol>().Any(static method => method is { IsAbstract: true, Parameters.Length: 1 }) == true;

    private static bool IsIdle(IMethodSymbol method, HashSet<string>? released) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is MethodDeclarationSyntax declaration
        && (declaration.Body is { } block ? IsIdle(block, released) : declaration.ExpressionBody is { } arrow && IsIdle(arrow.Expression, released));

    private static bool IsIdle(StatementSyntax? statement, HashSet<string>? released) => statement switch
    {
        null or EmptyStatementSyntax or ReturnStatementSyntax { Expression: null } => true,
        BlockSyntax block => block.Statements.All(inner => IsIdle(inner, released)),
        IfStatementSyntax choice => AsksOnly(choice.Condition) && IsIdle(choice.Statement, released) && IsIdle(choice.Else?.Statement, released),
        ExpressionStatementSyntax { Expression: var expression } => IsIdle(expression, released),
        _ => false,
    };

    // Each Dispose is looked at by itself.
    private static bool IsIdle(ExpressionSyntax expression, HashSet<string>? released) => expression switch
    {
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Dispose" } } => true,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax or ThisExpressionSyntax, Name.Identifier.ValueText: "Dispose" } } => true,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SuppressFinalize" } } => true,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" } access, ArgumentList.Arguments.Count: 0 } => Released(access.Expression, released),
        ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Dispose" } } } access => Released(access.Expression, released),
        // A flag with another name may tell a thread to stop.
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: LiteralExpressionSyntax } assignment => NameOf(assignment.Left) is { } flag
            && (flag.IndexOf("dispos", StringComparison.OrdinalIgnoreCase) >= 0 || flag.IndexOf("closed", StringComparison.OrdinalIgnoreCase) >= 0),
        _ => false,
    };

    private static bool Released(ExpressionSyntax member, HashSet<string>? released)
    {
        if (released is null || NameOf(member) is not { } name)
            return false;
        released.Add(name);
        return true;
    }

    private static bool AsksOnly(ExpressionSyntax condition) => condition.DescendantNodesAndSelf().All(static node => node is IdentifierNameSyntax or ThisExpressionSyntax
        or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax or LiteralExpressionSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression });

    private static string? NameOf(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax name } => name.Identifier.ValueText,
        _ => null,
    };
}
